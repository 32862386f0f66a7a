-- One row per person: when the owner last wrote to them, alone or among others, when the two last met, and since when
-- they are connected.
-- grain: person_id
with latest as (
    select
        person_key,
        max(occurred_on) filter (where direction = 'outbound') as last_written_on,
        max(occurred_on) filter (where kind = 'meeting') as last_met_on,
        max(occurred_on) filter (where kind = 'connection') as connected_on,
    from relations.interactions_judged
    where is_contact
    group by person_key
)

select
    people.person_id,
    latest.* exclude (person_key),
from latest
inner join relations.people_keyed as people on latest.person_key = people.person_key
