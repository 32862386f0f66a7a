-- People who are or were at a company, as told or by their mail domain, the closest ties first: from who_at('Acme').
create macro main.who_at(organisation) as table (
    with asked as (
        select regexp_replace(lower(strip_accents(organisation)), '[^a-z0-9]', '', 'g') as name
    ),

    known as (
        select
            people.person_id,
            max(identities.last_seen_on) as last_seen_on,
        from main.people as people
        inner join main.identities as identities on people.person_id = identities.person_id
        cross join asked
        where
            asked.name <> ''
            and (
                contains(
                    regexp_replace(lower(strip_accents(coalesce(people.company, ''))), '[^a-z0-9]', '', 'g'), asked.name
                )
                or contains(
                    regexp_replace(lower(strip_accents(coalesce(identities.company, ''))), '[^a-z0-9]', '', 'g'),
                    asked.name
                )
                or contains(
                    regexp_replace(split_part(coalesce(identities.email, ''), '@', 2), '[^a-z0-9]', '', 'g'), asked.name
                )
            )
            and not people.is_owner
        group by people.person_id
    )

    select
        people.full_name,
        people.company,
        people.position,
        people.primary_email,
        people.profile_url,
        relationships.relation,
        relationships.status,
        relationships.last_contact_on,
        relationships.contact_days,
        relationships.tie_strength,
        known.last_seen_on,
        people.person_id,
    from known
    inner join main.people as people on known.person_id = people.person_id
    left join main.relationships as relationships on people.person_id = relationships.person_id
    order by relationships.tie_strength desc nulls last, people.full_name, people.person_id
)
