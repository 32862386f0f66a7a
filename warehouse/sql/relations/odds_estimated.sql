-- One row per tie and cutoff, as it is and (of the days asked for) as it would be after one more contact on that day:
-- the log-odds of personal contact within the horizon, by the features and fixed coefficients of docs/method.md.
-- grain: cutoff_on, ego, person_key, is_contacted
-- not null: logit
with shares as (
    -- How busy the ego is: the share of ties with contact in the last 90 days, drawn towards a fifth.
    select
        cutoff_on,
        ego,
        (count(*) filter (where contacts_90d > 0) + 1) / (count(*) + 5) as active_share,
    from relations.ties_measured
    group by cutoff_on, ego
),

inputs as (
    select
        cutoff_on,
        ego,
        person_key,
        false as is_contacted,
        contact_days = 1 as is_single,
        days_since_contact as recency_days,
        days_since_seen,
        cadence_days,
        weighted_365d,
        contact_weeks_26w,
        personal_30d,
    from relations.ties_measured
    union all
    select
        ties.cutoff_on,
        ties.ego,
        ties.person_key,
        true as is_contacted,
        false as is_single,
        0 as recency_days,
        0 as days_since_seen,
        (ties.cutoff_on - ties.first_contact_on + 180) / (ties.contact_days + 2.0) as cadence_days,
        ties.weighted_365d + 1 as weighted_365d,
        ties.contact_weeks_26w + case when ties.days_since_contact < 7 then 0 else 1 end as contact_weeks_26w,
        ties.personal_30d + 1 as personal_30d,
    from relations.ties_measured as ties
    inner join relations.cutoffs as cutoffs on ties.cutoff_on = cutoffs.cutoff_on and cutoffs.is_estimated
    where ties.days_since_contact > 0
)

select
    inputs.cutoff_on,
    inputs.ego,
    inputs.person_key,
    inputs.is_contacted,
    -0.333
    - 0.344 * ln(1 + inputs.recency_days)
    + 0.789 * ln(1 + inputs.weighted_365d)
    + 0.920 * ln(1 + inputs.contact_weeks_26w)
    - 0.039 * ln(0.01 + inputs.personal_30d)
    - 0.573 * ln(1 + inputs.recency_days / inputs.cadence_days)
    + 0.24 * ln((1 + inputs.recency_days) / (1 + inputs.days_since_seen))
    - 0.32 * cast(inputs.is_single as integer)
    + 0.61 * ln(shares.active_share) as logit,
from inputs
inner join shares on inputs.cutoff_on = shares.cutoff_on and inputs.ego = shares.ego
