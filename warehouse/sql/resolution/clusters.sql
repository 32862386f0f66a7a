-- One row per record and the cluster that it falls in, named by its lowest record number.
-- grain: record_number
with marks as (
    select list(cast(coalesce(profile_number, -1) as integer) order by record_number) as marks,
     list(coalesce(case when name_kind='full' and not is_name_spelled then full_name end,'') order by record_number) as names
    from (select *, case when profile_url is not null then dense_rank() over (order by profile_url) end as profile_number from resolution.records)
),
edges as (
    select list(record_a - 1 order by record_a, record_b) as a, list(record_b - 1 order by record_a, record_b) as b, list(match_weight::float order by record_a, record_b) as weights,
    list(starts_with(address_level, 'same address') and name_level not in ('other given name') order by record_a, record_b) as joins
    from resolution.scored_pairs where match_weight >= 3
),
labels as (
    select unnest(guarded_clusters(marks, names, a, b, weights, joins, []::integer[], []::integer[])) as label, generate_subscripts(marks, 1) as record_number
    from marks cross join edges
)
select record_number, label + 1 as cluster_number from labels
