-- One row per pair of records that at least one blocking rule brings together.
-- grain: record_a, record_b
with keys as (
    select * from resolution.name_keys
    union all
    select * from resolution.address_keys
),

-- A number in the place of a text makes blocks quick to count and to join.
hashed as (
    select
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
    semi join blocks on hashed.block = blocks.block
),

-- Who goes by a login, or by an initial and a surname, meets those whose name that may be, but none of its own kind.
bearers as (
    select
        hash(spelled.key) as short,
        hash(spelled.rule, spelled.key) as block,
        spelled.record_number,
        rules.most_records,
    from resolution.spelling_keys as spelled
    inner join resolution.blocking_rules as rules on spelled.rule = rules.rule
),

-- Grouped and joined: a window would sort them all by a text.
bearers_counted as (
    select
        block,
        count(*) as bearer_count,
    from bearers
    group by block
),

users as (
    select
        hash(key) as short,
        record_number,
        count(*) over (partition by key) as user_count,
    from resolution.short_keys
)

select
    a.record_number as record_a,
    b.record_number as record_b,
from members as a
inner join members as b on a.block = b.block and a.record_number < b.record_number
union
select
    least(bearers.record_number, users.record_number) as record_a,
    greatest(bearers.record_number, users.record_number) as record_b,
from bearers
inner join bearers_counted as counted on bearers.block = counted.block
inner join users on bearers.short = users.short and bearers.record_number <> users.record_number
where counted.bearer_count <= bearers.most_records and users.user_count <= bearers.most_records
