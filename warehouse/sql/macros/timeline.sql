-- What passed between you and a person, the newest first: from timeline('ana'). Names, addresses and profile URLs work.
create macro main.timeline(person) as table (
    with asked as (
        select lower(strip_accents(trim(person))) as name
    ),

    found as (
        select distinct people.person_id
        from main.people as people
        left join main.identities as identities on people.person_id = identities.person_id
        cross join asked
        where
            asked.name <> ''
            and not people.is_owner
            and (
                people.person_id = asked.name
                or contains(lower(strip_accents(people.full_name)), asked.name)
                or contains(lower(strip_accents(coalesce(identities.full_name, ''))), asked.name)
                or contains(coalesce(identities.email, ''), asked.name)
                or contains(coalesce(lower(identities.profile_url), ''), asked.name)
            )
    )

    select
        interactions.occurred_on,
        people.full_name,
        interactions.kind,
        interactions.direction,
        interactions.subject,
        interactions.is_contact,
        interactions.is_personal,
        interactions.participant_count,
        interactions.occurred_at,
        interactions.thread_id,
        interactions.person_id,
        interactions.interaction_id,
    from found
    inner join main.people as people on found.person_id = people.person_id
    inner join main.interactions as interactions on found.person_id = interactions.person_id
    order by interactions.occurred_at desc, interactions.interaction_id, interactions.person_id
)
