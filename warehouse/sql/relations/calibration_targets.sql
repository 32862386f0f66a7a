-- One row per cutoff asked for, ego, log-odds (to two decimals, all that two numbers need) and outcome: what the
-- calibration of that ego's odds on that day learns from: its ties as of the four cutoffs before, whose outcomes were
-- known by then. Only cutoffs that the ego's history reaches back from by 60 days count, and only where at least 30
-- ties of the latest of them had contact.
-- target: Platt's stand-in for 1 and 0, which keeps the numbers finite where the outcomes are separable.
-- latest_positive_count: Ties with contact of the latest of these cutoffs.
-- grain: cutoff_on, ego, logit, has_contact
-- not null: target, tie_count, latest_positive_count
with lessons as (
    select
        cutoff_on,
        cutoff_on - horizon_days * unnest([1, 2, 3, 4]) as learned_on,
        horizon_days,
    from relations.cutoffs
    where is_estimated
),

reaches as (
    select
        cutoff_on,
        ego,
        min(first_contact_on) as first_on,
    from relations.ties_measured
    group by cutoff_on, ego
),

observed as (
    select
        lessons.cutoff_on,
        odds.ego,
        outcomes.has_contact,
        round(odds.logit, 2) as logit,
        count(*) as tie_count,
        count(*) filter (where lessons.cutoff_on - lessons.learned_on = lessons.horizon_days) as latest_count,
    from lessons
    inner join relations.odds_estimated as odds on lessons.learned_on = odds.cutoff_on
    inner join relations.outcomes_observed as outcomes
        on odds.cutoff_on = outcomes.cutoff_on and odds.ego = outcomes.ego and odds.person_key = outcomes.person_key
    inner join reaches on odds.cutoff_on = reaches.cutoff_on and odds.ego = reaches.ego
    where not odds.is_contacted and reaches.first_on <= lessons.learned_on - 60
    group by lessons.cutoff_on, odds.ego, outcomes.has_contact, round(odds.logit, 2)
),

counted as (
    select
        cutoff_on,
        ego,
        cast(coalesce(sum(tie_count) filter (where has_contact), 0) as bigint) as positive_count,
        cast(coalesce(sum(tie_count) filter (where not has_contact), 0) as bigint) as negative_count,
        cast(coalesce(sum(latest_count) filter (where has_contact), 0) as bigint) as latest_positive_count,
    from observed
    group by cutoff_on, ego
)

select
    observed.cutoff_on,
    observed.ego,
    observed.logit,
    case
        when observed.has_contact then (counted.positive_count + 1) / (counted.positive_count + 2)
        else 1 / (counted.negative_count + 2)
    end as target,
    observed.has_contact,
    observed.tie_count,
    counted.latest_positive_count,
from observed
inner join counted on observed.cutoff_on = counted.cutoff_on and observed.ego = counted.ego
where counted.latest_positive_count >= 30
