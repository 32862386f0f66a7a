-- How far each channel reaches, and how many months up to as_of it says nothing about.
select
    coverage.channel,
    sum(coverage.interaction_count)::bigint as interactions,
    min(coverage.first_on) as first_on,
    max(coverage.last_on) as last_on,
    count(*) filter (where not coverage.is_covered) as months_without_data,
from coverage
group by coverage.channel
order by coverage.channel
