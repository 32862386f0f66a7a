-- One row per ego and cutoff asked for, where the history before it suffices: the two numbers of Platt (1999) that make
-- the log-odds of that day honest, p = 1 / (1 + exp(-(intercept + slope * logit))).
-- latest_positive_count: Ties with contact in the horizon that ends with the cutoff; at least 30.
-- grain: cutoff_on, ego
-- not null: intercept, slope, latest_positive_count

-- Newton's method is there in less than ten steps. Its sums are of decimals: they must not depend on the order of rows.
-- The 100s are a prior that leaves the odds as they are, for 30 contacts alone teach two numbers badly: measured in 76
-- fits on real mail, log loss rose without it in one data set of three, and fell with it in all (docs/method.md).
with recursive counted as (
    select distinct
        cutoff_on,
        ego,
        latest_positive_count,
    from relations.calibration_targets
),

newton as (
    select
        cutoff_on,
        ego,
        0 as step,
        cast(0 as double) as intercept,
        cast(1 as double) as slope,
    from counted
    union all
    select
        cutoff_on,
        ego,
        step + 1 as step,
        intercept + (bend_bb * pull_a - bend_ab * pull_b) / (bend_aa * bend_bb - bend_ab * bend_ab) as intercept,
        slope + (bend_aa * pull_b - bend_ab * pull_a) / (bend_aa * bend_bb - bend_ab * bend_ab) as slope,
    from (
        select
            cutoff_on,
            ego,
            step,
            intercept,
            slope,
            cast(sum(tie_count * cast(target - p as decimal(28, 16))) as double) - 100 * intercept as pull_a,
            cast(sum(tie_count * cast((target - p) * logit as decimal(28, 16))) as double) - 100 * (slope - 1)
                as pull_b,
            100 + cast(sum(tie_count * cast(p * (1 - p) as decimal(28, 16))) as double) as bend_aa,
            cast(sum(tie_count * cast(p * (1 - p) * logit as decimal(28, 16))) as double) as bend_ab,
            100 + cast(sum(tie_count * cast(p * (1 - p) * logit * logit as decimal(28, 16))) as double) as bend_bb,
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
        group by cutoff_on, ego, step, intercept, slope
    ) as summed
)

select
    newton.cutoff_on,
    newton.ego,
    counted.latest_positive_count,
    newton.intercept,
    newton.slope,
from newton
inner join counted on newton.cutoff_on = counted.cutoff_on and newton.ego = counted.ego
-- A negative slope would turn the ranking around: then the history is too odd to learn from.
where newton.step = 12 and newton.slope > 0 and isfinite(newton.intercept)
