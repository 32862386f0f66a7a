-- One row per contact between an ego (here always the owner) and a person: what ties are measured from.
-- grain: none
-- not null: ego, person_id, contact_on, direction, addressed_count, is_personal
select
    'owner' as ego,
    person_id,
    direction,
    addressed_count,
    is_personal,
    occurred_on as contact_on,
from main.interactions
where is_contact
