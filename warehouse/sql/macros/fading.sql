-- The ties that were strongest and are going silent, as many as asked for: from fading(10).
create macro main.fading(how_many) as table (
    select
        relationships.full_name,
        relationships.company,
        relationships.status,
        relationships.last_contact_on,
        relationships.days_since_contact,
        relationships.longest_silence_days,
        relationships.overdue_ratio,
        relationships.p_contact_90d,
        relationships.tie_strength,
        relationships.peak_strength,
        relationships.relation,
        relationships.suggested_action,
        relationships.person_id,
    from main.relationships as relationships
    where relationships.status in ('cooling', 'dormant', 'unknown_since_exit')
    -- What was lost of the strength that once was.
    order by relationships.peak_strength - relationships.tie_strength desc, relationships.person_id
    limit how_many
)
