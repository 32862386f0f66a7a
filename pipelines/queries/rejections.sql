-- Why records and files were rejected, with one place to look at for each reason.
select
    rejected_records.source_path as file,
    rejected_records.reason,
    count(*) as records,
    -- "row 9" comes before "row 10".
    arg_min(rejected_records.location, (length(rejected_records.location), rejected_records.location)) as first_at,
from rejected_records
group by rejected_records.source_path, rejected_records.reason
order by rejected_records.source_path, records desc, rejected_records.reason
