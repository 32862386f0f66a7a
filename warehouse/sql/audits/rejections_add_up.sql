-- Every rejected record that the sources count is listed with its reason.
with listed as (
    select
        source_path,
        count(*) as rejected,
    from main.rejected_records
    group by source_path
),

counted as (
    select
        source_path,
        sum(rejected) as rejected,
    from main.sources
    group by source_path
)

select counted.source_path
from counted
left join listed on counted.source_path = listed.source_path
where counted.rejected <> coalesce(listed.rejected, 0)
