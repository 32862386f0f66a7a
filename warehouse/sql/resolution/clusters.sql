-- One row per record and the cluster that it falls in, named by its lowest record number.
-- grain: record_number
-- not null: cluster_number
with numbered as (
    select
        record_number,
        case when profile_key is not null then dense_rank() over (order by profile_key) else -1 end as mark,
        -- One spelling of each name is enough to tell which names clash.
        case
            when name_kind = 'full' and not is_name_spelled
                then
                    first_value(records.full_name || coalesce(' née ' || profiles.former_family, '')) over (
                        partition by key, given, records.former_family, generation, script
                        order by is_name_spelled, is_reordered, full_name
                    )
            else ''
        end as name,
    from resolution.records as records
    left join resolution.profile_families as profiles on records.identity_id = profiles.identity_id
),

nodes as (
    select
        list(cast(mark as integer) order by record_number) as marks,
        list(name order by record_number) as names,
    from numbered
),

edges as (
    select
        record_a - 1 as a,
        record_b - 1 as b,
        match_weight as weight,
        is_renaming,
    from resolution.matched_pairs
    union all
    select
        record_a - 1 as a,
        record_b - 1 as b,
        cast('infinity' as float) as weight,
        true as is_renaming,
    from resolution.told_pairs
    where decision in ('same', 'owner')
),

unlikely as (
    select
        record_a,
        record_b
    from resolution.scored_pairs
    where
        time_level = 'at two employers at once' and card_level = 'no card'
        and profile_level not in ('same profile', 'renamed profile')
),

gathered as (
    select
        (select list({ a: a, b: b, weight: weight, is_renaming: is_renaming } order by a, b, weight) from edges
        ) as edges,
        (
            select list({ a: record_a - 1, b: record_b - 1 } order by record_a, record_b) from resolution.pairs_apart
        ) as apart,
        (select list({ a: record_a - 1, b: record_b - 1 } order by record_a, record_b) from unlikely) as unlikely,
),

labelled as (
    select
        generate_subscripts(nodes.marks, 1) as record_number,
        unnest(guarded_clusters(
            nodes.marks, nodes.names,
            coalesce(gathered.edges, []), coalesce(gathered.apart, []), coalesce(gathered.unlikely, [])
        )) + 1 as cluster_number,
    from nodes
    cross join gathered
)

select
    record_number,
    cluster_number,
from labelled
