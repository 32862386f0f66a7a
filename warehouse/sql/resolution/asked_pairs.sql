-- One row per two clusters that may be one person: the pair of records that speaks most for it, worth a question unless
-- the user answered it, or two profiles do.
-- grain: record_a, record_b
with members as (
    select
        clusters.record_number,
        clusters.cluster_number,
        max(records.profile_key) over (partition by clusters.cluster_number) as profile_key,
    from resolution.clusters as clusters
    inner join resolution.records as records on clusters.record_number = records.record_number
),

told as (
    select distinct
        least(a.cluster_number, b.cluster_number) as cluster_a,
        greatest(a.cluster_number, b.cluster_number) as cluster_b,
    from resolution.told_pairs as pairs
    inner join members as a on pairs.record_a = a.record_number
    inner join members as b on pairs.record_b = b.record_number
    where pairs.decision = 'different'
),

asked as (
    select
        least(a.cluster_number, b.cluster_number) as cluster_a,
        greatest(a.cluster_number, b.cluster_number) as cluster_b,
        arg_max(
            { record_a: pairs.record_a, record_b: pairs.record_b },
            (pairs.match_weight, -pairs.record_a, -pairs.record_b)
        ) as pair,
    from resolution.scored_pairs as pairs
    inner join members as a on pairs.record_a = a.record_number
    inner join members as b on pairs.record_b = b.record_number
    inner join resolution.thresholds as thresholds
        on
            thresholds.threshold = case
                when pairs.time_level = 'at two employers at once' then 'question of two employers'
                else 'question'
            end
    where
        a.cluster_number <> b.cluster_number and coalesce(a.profile_key = b.profile_key, true)
        and pairs.match_weight >= thresholds.bits
    group by least(a.cluster_number, b.cluster_number), greatest(a.cluster_number, b.cluster_number)
)

select
    asked.pair.record_a,
    asked.pair.record_b,
from asked
left join told on asked.cluster_a = told.cluster_a and asked.cluster_b = told.cluster_b
where told.cluster_a is null
