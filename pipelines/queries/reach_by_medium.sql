-- How far what was exported reaches: to the last interaction, of LinkedIn to the day of the newest archive.
with archives as (
    select max(last_seen_on) as made_on
    from identities
    where profile_url is not null and list_contains(sources, 'connection')
)

select
    coverage.medium,
    greatest(max(coverage.last_on), case when coverage.medium = 'linkedin' then any_value(archives.made_on) end)
        as covers_until,
from coverage
cross join archives
group by coverage.medium
order by coverage.medium
