-- One row per pair of records that at least one blocking rule brings together.
-- grain: record_a, record_b
with usable as (
    select
        rule,
        key,
        record_number,
        most_records,
        count(*) over (partition by rule, key) as record_count,
    from resolution.blocking_keys
)

select
    a.record_number as record_a,
    b.record_number as record_b,
    min(a.rule) as rule,
from usable as a
inner join usable as b on a.rule = b.rule and a.key = b.key and a.record_number < b.record_number
where a.record_count between 2 and a.most_records
group by a.record_number, b.record_number
