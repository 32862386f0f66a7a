-- One row per ego and cutoff whose outcomes are known: the two numbers of Platt (1999) that make its log-odds honest,
-- p = 1 / (1 + exp(-(intercept + slope * logit))).
-- grain: cutoff_on, ego
-- not null: intercept, slope

-- Newton's method is there in less than ten steps. Its sums are of decimals: they must not depend on the order of rows.
-- The 30s are a prior that leaves the odds as they are, for 30 contacts alone teach two numbers badly: measured on mail
-- of 121 egos, log loss rose without it in two data sets of three, and fell with it in all (docs/method.md).
with recursive newton as (
    select distinct
        cutoff_on,
        ego,
        positive_count,
        0 as step,
        cast(0 as double) as intercept,
        cast(1 as double) as slope,
    from relations.calibration_targets
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
            cast(sum(tie_count * cast((target - p) * logit as decimal(28, 16))) as double) - 30 * (slope - 1)
                as pull_b,
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
            inner join relations.calibration_targets as targets
                on newton.cutoff_on = targets.cutoff_on and newton.ego = targets.ego
            where newton.step < 12
        ) as estimated
        group by cutoff_on, ego, positive_count, step, intercept, slope
    ) as summed
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
