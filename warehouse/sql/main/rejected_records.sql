-- One row per record, or file, that could not be read, and per row of an edited list that could not be taken.
-- grain: none
-- source_path: The file, from the inbox on.
-- location: Where in the file: a row, a line, a byte.
-- reason: Why it could not be read.
-- excerpt: Its first characters, as found.
select
    units.source_path,
    rejected.location,
    rejected.reason,
    rejected.excerpt,
from landing.rejected as rejected
inner join landing.units as units on rejected.unit_id = units.unit_id
union all
select
    source_path,
    'the whole file' as location,
    reason,
    '' as excerpt,
from landing.quarantined
union all
select
    source_path,
    location,
    reason,
    '' as excerpt,
from landing.refused
