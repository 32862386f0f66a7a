-- One row per person: when the owner last wrote to them, alone or among others, when the two last met, and since when
-- they are connected.
-- grain: person_id
select
    person_id,
    max(occurred_on) filter (where direction = 'outbound') as last_written_on,
    max(occurred_on) filter (where kind = 'meeting') as last_met_on,
    max(occurred_on) filter (where kind = 'connection') as connected_on,
from main.interactions
where is_contact
group by person_id
