-- Archives that are left aside since they are somebody else's: the zip or the folder.
select distinct regexp_replace(source_path, '[/!][^/!]*$', '') as archive
from sources
where is_foreign
order by archive
