-- One row per contact between an ego (here always the owner, number 0) and a person: what ties are measured from.
-- grain: none
-- not null: ego, person_id, contact_on, direction, addressed_count, is_personal
select
    0 as ego,
    person_id,
    direction,
    addressed_count,
    is_personal,
    occurred_on as contact_on,
from main.interactions
where is_contact
