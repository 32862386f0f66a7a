-- How far each channel reaches, and how many months up to as_of it says nothing about.
select
    coverage.channel,
    any_value(coverage.medium) as medium,
    any_value(coverage.account) as account,
    any_value(coverage.state) as state,
    sum(coverage.interaction_count)::bigint as interactions,
    min(coverage.first_on) as first_on,
    max(coverage.last_on) as last_on,
    any_value(coverage.covers_until) as covers_until,
    median(coverage.interaction_count) filter (where coverage.interaction_count > 0) as usual_in_a_month,
    count(*) filter (where not coverage.is_covered) as months_without_data,
from coverage
group by coverage.channel
order by coverage.channel
