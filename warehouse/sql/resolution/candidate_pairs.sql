-- One row per pair of records that at least one blocking rule brings together.
-- grain: record_a, record_b
with keys as (
    select * from resolution.name_keys
    union all
    select * from resolution.spelling_keys
    union all
    select * from resolution.address_keys
),

-- A number in the place of a text makes blocks quick to count and to join.
hashed as (
    select distinct
        hash(keys.rule, keys.key) as block,
        keys.record_number,
        rules.most_records,
    from keys
    inner join resolution.blocking_rules as rules on keys.rule = rules.rule
    where len(keys.key) > 2
),

blocks as (
    select block
    from hashed
    group by block, most_records
    having count(*) between 2 and most_records
),

members as (
    select
        hashed.block,
        hashed.record_number,
    from hashed
    inner join blocks on hashed.block = blocks.block
)

select distinct
    a.record_number as record_a,
    b.record_number as record_b,
from members as a
inner join members as b on a.block = b.block and a.record_number < b.record_number
