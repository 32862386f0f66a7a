-- Archives that are left aside since they are somebody else's: the zip, or the folder.
select distinct
    case
        when source_path like '%!%' then split_part(source_path, '!', 1)
        else regexp_replace(source_path, '/[^/]*$', '')
    end as archive
from sources
where is_foreign
order by archive
