-- One row per tie and cutoff, as it is and as it would be after one more contact on that day: the log-odds of
-- personal contact within the horizon, by the five features and fixed coefficients of docs/method.md.
-- grain: cutoff_on, ego, person_id, is_contacted
-- not null: logit
with inputs as (
    select
        cutoff_on,
        ego,
        person_id,
        false as is_contacted,
        days_since_contact as recency_days,
        cadence_days,
        weighted_365d,
        contact_weeks_26w,
        personal_30d,
    from relations.ties_measured
    union all
    select
        cutoff_on,
        ego,
        person_id,
        true as is_contacted,
        0 as recency_days,
        (cutoff_on - first_contact_on + 180) / (contact_days + 2.0) as cadence_days,
        weighted_365d + 1 as weighted_365d,
        contact_weeks_26w + case when days_since_contact < 7 then 0 else 1 end as contact_weeks_26w,
        personal_30d + 1 as personal_30d,
    from relations.ties_measured
    where days_since_contact > 0
)

select
    cutoff_on,
    ego,
    person_id,
    is_contacted,
    -0.883
    - 0.344 * ln(1 + recency_days)
    + 0.789 * ln(1 + weighted_365d)
    + 0.920 * ln(1 + contact_weeks_26w)
    - 0.039 * ln(0.01 + personal_30d)
    - 0.573 * ln(1 + recency_days / cadence_days) as logit,
from inputs
