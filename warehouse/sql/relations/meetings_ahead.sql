-- One row per meeting that is yet to begin and person who is expected there beside the owner.
-- grain: interaction_id, person_id
-- not null: occurred_on, party_count
with owner as (
    select timezone(time_zone, cast(getvariable('as_of') as timestamp) + interval 1 day) as opens_at
    from staging.owner
),

ahead as (
    select
        hash(interactions.interaction_id) as interaction_key,
        interactions.*,
    from staging.interactions as interactions
    cross join owner
    where
        interactions.kind = 'meeting' and interactions.state = 'confirmed'
        and interactions.occurred_at >= owner.opens_at
)

select
    ahead.interaction_id,
    people.person_id,
    counted.party_count,
    ahead.is_recurring,
    ahead.occurred_on,
from ahead
inner join relations.parties_counted as counted on ahead.interaction_key = counted.interaction_key
inner join relations.parties_attributed as parties on ahead.interaction_key = parties.interaction_key
inner join relations.people_keyed as people on parties.party_key = people.person_key
where parties.is_person and not parties.is_declined and not counted.is_declined_by_owner
