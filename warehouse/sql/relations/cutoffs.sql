-- One row per day as of which ties are measured: the days asked for (of a run, as_of alone), and the four before each,
-- a horizon apart, from which its calibration learns.
-- horizon_days: How far the estimate looks ahead.
-- is_estimated: Whether it was asked for.
-- grain: cutoff_on
-- not null: horizon_days, is_estimated
with horizon as (
    select coalesce(cast(getvariable('horizon_days') as integer), 90) as horizon_days
),

asked as (
    select unnest(
        coalesce(cast(getvariable('cutoffs') as date[]), [cast(getvariable('as_of') as date)])
    ) as estimated_on
),

steps as (
    select unnest(range(5)) as step
)

select
    asked.estimated_on - cast(steps.step as integer) * horizon.horizon_days as cutoff_on,
    any_value(horizon.horizon_days) as horizon_days,
    bool_or(steps.step = 0) as is_estimated,
from asked
cross join horizon
cross join steps
group by asked.estimated_on - cast(steps.step as integer) * horizon.horizon_days
