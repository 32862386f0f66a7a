-- One row per person: the last contact, and who had the last word.
-- last_inbound_id, last_wrote_at: Their last message, by mail or LinkedIn.
-- last_turned_to_at: When the owner last wrote to them or met them.
-- grain: person_id
-- not null: last_contact_kind, last_direction
with latest as (
    select
        person_key,
        max(occurred_at) as last_contact_at,
        max(occurred_at) filter (where direction = 'inbound' and kind in ('email', 'linkedin_message'))
            as last_wrote_at,
        max(occurred_on) filter (where direction = 'inbound') as last_inbound_on,
        max(occurred_on) filter (where direction = 'outbound') as last_outbound_on,
        max(occurred_at) filter (where direction <> 'inbound') as last_turned_to_at,
    from relations.interactions_judged
    where is_personal
    group by person_key
),

-- What the two are can be told of these few; to keep it beside the greatest time so far took as long as all the rest.
named as (
    select
        latest.person_key,
        arg_max(judged.kind, interactions.interaction_id) filter (where judged.occurred_at = latest.last_contact_at)
            as last_contact_kind,
        arg_max(judged.direction, interactions.interaction_id)
        filter (where judged.occurred_at = latest.last_contact_at) as last_direction,
        max(interactions.interaction_id) filter (
            where
            judged.occurred_at = latest.last_wrote_at and judged.direction = 'inbound'
            and judged.kind in ('email', 'linkedin_message')
        ) as last_inbound_id,
    from latest
    inner join relations.interactions_judged as judged on latest.person_key = judged.person_key
    inner join staging.interactions as interactions on judged.interaction_key = hash(interactions.interaction_id)
    where judged.is_personal and judged.occurred_at in (latest.last_contact_at, latest.last_wrote_at)
    group by latest.person_key
)

select
    people.person_id,
    cast(named.last_contact_kind as text) as last_contact_kind,
    named.last_direction,
    latest.last_inbound_on,
    latest.last_outbound_on,
    named.last_inbound_id,
    latest.last_wrote_at,
    latest.last_turned_to_at,
from latest
inner join named on latest.person_key = named.person_key
inner join relations.people_keyed as people on latest.person_key = people.person_key
