-- Former colleagues whose ties have lost most since you left the job, as many as asked for: from slipping(10).
create macro main.slipping(how_many) as table (
    select
        relationships.full_name,
        relationships.company,
        relationships.shared_employer,
        relationships.exit_on,
        relationships.strength_at_exit,
        relationships.tie_strength,
        relationships.last_contact_on,
        relationships.status,
        relationships.suggested_action,
        relationships.person_id,
    from main.relationships as relationships
    where
        relationships.relation = 'former_colleague' and relationships.strength_at_exit > relationships.tie_strength
    order by relationships.strength_at_exit - relationships.tie_strength desc, relationships.person_id
    limit how_many
)
