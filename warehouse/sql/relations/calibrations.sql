-- One row per ego and cutoff whose outcomes are known: the two numbers of Platt (1999) that make its log-odds honest,
-- p = 1 / (1 + exp(-(intercept + slope * logit))). Only where at least 30 ties had contact.
-- grain: cutoff_on, ego
-- not null: intercept, slope
with recursive observed as (
    select
        odds.cutoff_on,
        odds.ego,
        round(odds.logit, 2) as logit,
        outcomes.has_contact,
        count(*) as tie_count,
    from relations.odds_estimated as odds
    inner join relations.outcomes_observed as outcomes
        on odds.cutoff_on = outcomes.cutoff_on and odds.ego = outcomes.ego and odds.person_id = outcomes.person_id
    where not odds.is_contacted
    group by all
),

counted as (
    select
        cutoff_on,
        ego,
        cast(coalesce(sum(tie_count) filter (where has_contact), 0) as bigint) as positive_count,
        cast(coalesce(sum(tie_count) filter (where not has_contact), 0) as bigint) as negative_count,
    from observed
    group by cutoff_on, ego
),

-- Platt's targets instead of 1 and 0 keep the numbers finite where the outcomes are separable. Log-odds to two decimals
-- are all that two numbers need, and make few rows of many.
targets as (
    select
        observed.*,
        counted.positive_count,
        case
            when observed.has_contact then (counted.positive_count + 1) / (counted.positive_count + 2)
            else 1 / (counted.negative_count + 2)
        end as target,
    from observed
    inner join counted on observed.cutoff_on = counted.cutoff_on and observed.ego = counted.ego
    where counted.positive_count >= 30
),

-- Newton's method is there in less than ten steps. Its sums are of decimals: they must not depend on the order of rows.
-- The 30s are a prior that leaves the odds as they are, for 30 contacts alone teach two numbers badly: measured on mail
-- of 121 egos, log loss rose without it in two data sets of three, and fell with it in all (docs/method.md).
newton as (
    select distinct
        cutoff_on,
        ego,
        positive_count,
        0 as step,
        cast(0 as double) as intercept,
        cast(1 as double) as slope,
    from targets
    union all
    select
        cutoff_on,
        ego,
        positive_count,
        step + 1 as step,
        intercept + (bend_bb * pull_a - bend_ab * pull_b) / (bend_aa * bend_bb - bend_ab * bend_ab) as intercept,
        slope + (bend_aa * pull_b - bend_ab * pull_a) / (bend_aa * bend_bb - bend_ab * bend_ab) as slope,
    from (
        select
            cutoff_on,
            ego,
            positive_count,
            step,
            intercept,
            slope,
            cast(sum(tie_count * cast(target - p as decimal(28, 16))) as double) - 30 * intercept as pull_a,
            cast(sum(tie_count * cast((target - p) * logit as decimal(28, 16))) as double) - 30 * (slope - 1) as pull_b,
            30 + cast(sum(tie_count * cast(p * (1 - p) as decimal(28, 16))) as double) as bend_aa,
            cast(sum(tie_count * cast(p * (1 - p) * logit as decimal(28, 16))) as double) as bend_ab,
            30 + cast(sum(tie_count * cast(p * (1 - p) * logit * logit as decimal(28, 16))) as double) as bend_bb,
        from (
            select
                newton.*,
                targets.target,
                targets.logit,
                targets.tie_count,
                1 / (1 + exp(-(newton.intercept + newton.slope * targets.logit))) as p,
            from newton
            inner join targets on newton.cutoff_on = targets.cutoff_on and newton.ego = targets.ego
            where newton.step < 12
        )
        group by cutoff_on, ego, positive_count, step, intercept, slope
    )
)

select
    cutoff_on,
    ego,
    positive_count,
    intercept,
    slope,
from newton
-- A negative slope would turn the ranking around: then the history is too odd to learn from.
where step = 12 and slope > 0 and isfinite(intercept)
