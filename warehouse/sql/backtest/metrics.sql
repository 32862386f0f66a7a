-- One row per cutoff and score: how well it told who would be in contact within the horizon.
-- auc: Area under the ROC curve: the chance that a tie with contact outranks one without.
-- pr_auc: Average precision over the ranks.
-- brier: Mean squared error of the probability; log_loss, in nats, its mean surprise.
-- grain: cutoff_on, score
with valued as (
    select
        cutoff_on,
        score,
        value,
        count(*) filter (where has_contact) as positives,
        count(*) filter (where not has_contact) as negatives,
    from backtest.scores
    group by cutoff_on, score, value
),

ranked as (
    select
        *,
        sum(negatives) over (partition by cutoff_on, score order by value) - negatives / 2.0 as negatives_below,
        sum(positives) over (partition by cutoff_on, score order by value desc) as positives_from,
        sum(positives + negatives) over (partition by cutoff_on, score order by value desc) as ties_from,
    from valued
),

areas as (
    select
        cutoff_on,
        score,
        sum(positives) as positive_count,
        sum(positives + negatives) as tie_count,
        sum(positives * negatives_below) / nullif(sum(positives) * sum(negatives), 0) as auc,
        sum(positives * positives_from / ties_from) / nullif(sum(positives), 0) as pr_auc,
    from ranked
    group by cutoff_on, score
),

errors as (
    select
        cutoff_on,
        score,
        avg(pow(p - has_contact::integer, 2)) as brier,
        -- Certainty that proves wrong would cost infinitely much.
        avg(-ln(case when has_contact then p + 1e-9 else 1 - p + 1e-9 end)) as log_loss,
    from backtest.scores
    group by cutoff_on, score
)

select
    areas.cutoff_on,
    areas.score,
    areas.auc,
    areas.pr_auc,
    errors.brier,
    errors.log_loss,
    (areas.tie_count)::bigint as tie_count,
    (areas.positive_count)::bigint as positive_count,
from areas
inner join errors on areas.cutoff_on = errors.cutoff_on and areas.score = errors.score
