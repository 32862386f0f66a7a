-- One row per line of the user's decisions file, the newest last.
-- grain: decision_number
-- not null: decision, decided_at
select
    cast(decision_number as bigint) as decision_number,
    decision,
    lower(trim(key)) as key,
    lower(trim(other_key)) as other_key,
    value,
    note,
    cast(decided_at as timestamptz) as decided_at,
    cast(until as date) as until,
from landing.decisions
