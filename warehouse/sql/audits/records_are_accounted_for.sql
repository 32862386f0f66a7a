-- The records of a source are at least those rejected and ignored.
select source_path
from main.sources
where records < rejected + ignored
