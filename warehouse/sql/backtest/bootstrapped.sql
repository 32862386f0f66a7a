-- One row per cutoff and resample of the egos: the AUC of p_contact_90d less that of recency.
-- A Poisson bootstrap: every ego counts 0, 1, 2 … times, drawn from a hash: the same ties give the same interval.
-- grain: cutoff_on, resample
with resample as (select unnest(range(cast(getvariable('resamples') as integer))) as resample),

draws as (
    select
        ego.ego,
        resample.resample,
        md5_number_lower(concat_ws('/', ego.ego, resample.resample)) / 18446744073709551616.0 as u,
    from (select distinct ego from backtest.scores) as ego
    cross join resample
),

weights as (
    -- The distribution function of Poisson(1).
    select
        ego,
        resample,
        cast((u > 0.36788) as integer)
        + cast((u > 0.73576) as integer)
        + cast((u > 0.91970) as integer)
        + cast((u > 0.98101) as integer)
        + cast((u > 0.99634) as integer) as weight,
    from draws
    where u > 0.36788
),

valued as (
    select
        scores.cutoff_on,
        weights.resample,
        scores.score,
        scores.value,
        sum(weights.weight) filter (where scores.has_contact) as positives,
        sum(weights.weight) filter (where not scores.has_contact) as negatives,
    from backtest.scores as scores
    inner join weights on scores.ego = weights.ego
    where scores.score in ('recency', 'p_contact_90d')
    group by scores.cutoff_on, weights.resample, scores.score, scores.value
),

ranked as (
    select
        cutoff_on,
        resample,
        score,
        coalesce(positives, 0) as positives,
        coalesce(negatives, 0) as negatives,
        sum(coalesce(negatives, 0)) over (partition by cutoff_on, resample, score order by value)
        - coalesce(negatives, 0) / 2.0 as negatives_below,
    from valued
),

areas as (
    select
        cutoff_on,
        resample,
        score,
        sum(positives * negatives_below) / nullif(sum(positives) * sum(negatives), 0) as auc,
    from ranked
    group by cutoff_on, resample, score
)

select
    cutoff_on,
    resample,
    sum(case score when 'recency' then -auc else auc end) as auc_gain,
from areas
group by cutoff_on, resample
