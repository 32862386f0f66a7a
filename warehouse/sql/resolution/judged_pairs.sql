-- One row per pair of records on which there is a judgement: by weight, by the user, or none yet but worth asking for.
-- grain: record_a, record_b
-- not null: decision
with judged as (
    select
        record_a,
        record_b,
        decision,
        1 as precedence,
    from resolution.told_pairs
    union all
    select
        pairs.record_a,
        pairs.record_b,
        'auto' as decision,
        2 as precedence,
    from resolution.matched_pairs as pairs
    inner join resolution.clusters as a on pairs.record_a = a.record_number
    inner join resolution.clusters as b on pairs.record_b = b.record_number
    where a.cluster_number = b.cluster_number
    union all
    select
        record_a,
        record_b,
        'review' as decision,
        3 as precedence,
    from resolution.asked_pairs
)

select
    record_a,
    record_b,
    arg_min(decision, precedence) as decision,
from judged
group by record_a, record_b
