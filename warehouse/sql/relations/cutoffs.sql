-- One row per day as of which ties are measured: the day of the run, and the earlier one that calibrates it.
-- horizon_days: How far the estimate looks ahead.
-- calibrated_on: The earlier cutoff whose outcomes are known by now; null for that cutoff itself.
-- grain: cutoff_on
with days as (
    select
        cast(getvariable('as_of') as date) as as_of,
        90 as horizon_days,
)

select
    as_of as cutoff_on,
    as_of - horizon_days as calibrated_on,
    horizon_days,
from days
union all
select
    as_of - horizon_days as cutoff_on,
    null as calibrated_on,
    horizon_days,
from days
