-- One row per cutoff and resample of the egos (of the ties, where there is one ego alone): the AUC of p_contact_90d
-- less that of recency. A Poisson bootstrap: each counts 0, 1, 2 … times, drawn from a hash: same ties, same interval.
-- grain: cutoff_on, resample
with scores as (
    select
        cutoff_on,
        score,
        value,
        has_contact,
        case when min(ego) over () < max(ego) over () then cast(ego as text) else cast(person_key as text) end as unit,
    from backtest.scores
    where score in ('recency', 'p_contact_90d')
),

draws as (
    select
        units.unit,
        resample.resample,
        md5_number_lower(concat_ws('/', units.unit, resample.resample)) / 18446744073709551616.0 as u,
    from (select distinct unit from scores) as units
    cross join range(cast(getvariable('resamples') as integer)) as resample (resample)
),

weights as (
    -- The distribution function of Poisson(1).
    select
        unit,
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
    from scores
    inner join weights on scores.unit = weights.unit
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
