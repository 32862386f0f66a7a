-- One row per pair of records on which there is a judgement: by weight, by the user, or none yet but worth asking for.
-- grain: record_a, record_b
-- not null: decision
with members as (
    select
        clusters.record_number,
        clusters.cluster_number,
        max(records.profile_url) over (partition by clusters.cluster_number) as profile_url,
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

matched as (
    select
        pairs.record_a,
        pairs.record_b,
    from resolution.matched_pairs as pairs
    inner join members as a on pairs.record_a = a.record_number
    inner join members as b on pairs.record_b = b.record_number
    where a.cluster_number = b.cluster_number
),

-- One question for two clusters: the pair that speaks most for one person. Two profiles answer it by themselves.
asked as (
    select
        least(a.cluster_number, b.cluster_number) as cluster_a,
        greatest(a.cluster_number, b.cluster_number) as cluster_b,
        arg_max(pairs, (pairs.match_weight, -pairs.record_a, -pairs.record_b)) as pair,
    from resolution.scored_pairs as pairs
    inner join members as a on pairs.record_a = a.record_number
    inner join members as b on pairs.record_b = b.record_number
    where
        a.cluster_number <> b.cluster_number and coalesce(a.profile_url = b.profile_url, true)
        and pairs.match_weight >= case when pairs.time_level = 'at two employers at once' then -12 else 0 end
    group by least(a.cluster_number, b.cluster_number), greatest(a.cluster_number, b.cluster_number)
),

judged as (
    select
        record_a,
        record_b,
        decision,
        1 as precedence,
    from resolution.told_pairs
    union all
    select
        record_a,
        record_b,
        'auto' as decision,
        2 as precedence,
    from matched
    union all
    select
        asked.pair.record_a,
        asked.pair.record_b,
        'review' as decision,
        3 as precedence,
    from asked
    left join told on asked.cluster_a = told.cluster_a and asked.cluster_b = told.cluster_b
    where told.cluster_a is null
)

select
    record_a,
    record_b,
    arg_min(decision, precedence) as decision,
from judged
group by record_a, record_b
