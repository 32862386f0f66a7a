-- One row per pair of records on which there is a judgement: by weight, by the user, or none yet but worth asking for.
-- grain: record_a, record_b
-- not null: decision
with clustered as (
    select
        pairs.record_a,
        pairs.record_b,
        pairs.match_weight,
        pairs.profile_level,
        pairs.time_level,
        a.cluster_number as cluster_a,
        b.cluster_number as cluster_b,
    from resolution.scored_pairs as pairs
    inner join resolution.clusters as a on pairs.record_a = a.record_number
    inner join resolution.clusters as b on pairs.record_b = b.record_number
),

matched as (
    select
        clustered.record_a,
        clustered.record_b
    from clustered
    inner join resolution.matched_pairs as matched
        on clustered.record_a = matched.record_a and clustered.record_b = matched.record_b
    where clustered.cluster_a = clustered.cluster_b
),

-- One question for two clusters: the pair that speaks most for one person. Two profiles answer it by themselves, and so
-- has the user.
asked as (
    select
        arg_max(record_a, (match_weight, -record_a, -record_b)) as record_a,
        arg_max(record_b, (match_weight, -record_a, -record_b)) as record_b,
    from clustered
    where
        cluster_a <> cluster_b
        and match_weight >= case when time_level = 'at two employers at once' then -12 else 0 end
    group by least(cluster_a, cluster_b), greatest(cluster_a, cluster_b)
    having max(profile_level = 'two profiles') = false
),

judged as (
    select
        record_a,
        record_b,
        decision,
        1 as precedence
    from resolution.told_pairs
    union all
    select
        record_a,
        record_b,
        'auto' as decision,
        2 as precedence
    from matched
    union all
    select
        record_a,
        record_b,
        'review' as decision,
        3 as precedence
    from asked
)

select
    record_a,
    record_b,
    arg_min(decision, precedence) as decision,
from judged
group by record_a, record_b
