-- One row per ego, cutoff whose outcomes are known, log-odds (to two decimals, all that two numbers need) and outcome:
-- what a calibration of that ego learns from, where at least 30 ties had contact.
-- target: Platt's stand-in for 1 and 0, which keeps the numbers finite where the outcomes are separable.
-- grain: cutoff_on, ego, logit, has_contact
-- not null: target, tie_count, positive_count
with observed as (
    select
        odds.cutoff_on,
        odds.ego,
        outcomes.has_contact,
        round(odds.logit, 2) as logit,
        count(*) as tie_count,
    from relations.odds_estimated as odds
    inner join relations.outcomes_observed as outcomes
        on odds.cutoff_on = outcomes.cutoff_on and odds.ego = outcomes.ego and odds.person_id = outcomes.person_id
    where not odds.is_contacted
    group by odds.cutoff_on, odds.ego, outcomes.has_contact, round(odds.logit, 2)
),

counted as (
    select
        cutoff_on,
        ego,
        cast(coalesce(sum(tie_count) filter (where has_contact), 0) as bigint) as positive_count,
        cast(coalesce(sum(tie_count) filter (where not has_contact), 0) as bigint) as negative_count,
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
    counted.positive_count,
from observed
inner join counted on observed.cutoff_on = counted.cutoff_on and observed.ego = counted.ego
where counted.positive_count >= 30
