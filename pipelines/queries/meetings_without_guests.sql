-- How many meetings were read, if there are ten and none of them is with anybody.
with met as (
    select count(*) as meetings
    from interactions
    where kind = 'meeting'
)

select sum(sources.records - sources.rejected - sources.ignored)::bigint as meetings
from sources
cross join met
where sources.connector = 'ics' and met.meetings = 0
having sum(sources.records - sources.rejected - sources.ignored) >= 10
