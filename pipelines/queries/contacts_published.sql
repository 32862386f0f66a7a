-- The contacts that the run measured ties from, with the ids of people for keys.
select
    0 as ego,
    person_id as person_key,
    direction,
    addressed_count,
    is_personal,
    occurred_on as contact_on,
from published.main.interactions
where is_contact
