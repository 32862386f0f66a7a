-- One row per contact between an ego (here always the owner, number 0) and a person: what ties are measured from. A
-- backtest and the benchmarks give it, with any keys.
-- grain: none
-- not null: ego, person_key, contact_on, direction, addressed_count, is_personal
select
    0 as ego,
    person_key,
    direction,
    addressed_count,
    is_personal,
    occurred_on as contact_on,
from relations.interactions_judged
where is_contact
