-- How many people were last seen in an account that ended with a job.
select count(*) as people
from relationships
where relationships.status = 'unknown_since_exit'
