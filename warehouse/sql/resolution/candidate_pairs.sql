-- One row per pair of records that at least one blocking rule brings together.
-- grain: record_a, record_b
with keys as (
    select rule, key, record_number from resolution.name_keys
    union all
    select rule, key, record_number from resolution.address_keys
),

blocks as (
    select
        keys.rule,
        keys.key,
        list(distinct keys.record_number) as record_numbers,
    from keys
    inner join resolution.blocking_rules as rules on keys.rule = rules.rule
    where len(keys.key) > 2
    group by keys.rule, keys.key, rules.most_records
    having count(*) > 1 and count(distinct keys.record_number) between 2 and rules.most_records
),

members as (
    select
        record_numbers,
        unnest(record_numbers) as record_a,
    from blocks
),

pairs as (
    select
        record_a,
        unnest(list_filter(record_numbers, lambda number: number > record_a)) as record_b,
    from members
)

select distinct
    record_a,
    record_b,
from pairs
