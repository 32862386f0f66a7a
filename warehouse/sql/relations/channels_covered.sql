-- One row per channel: how far it reaches.
-- covers_until: Its last interaction; of LinkedIn, the day of the newest archive.
-- usual_count: The median of its interactions in a month that has any.
-- has_ended: Whether it stopped at least 60 days before as_of and before the other channels: from then on it is silent
--   because nothing was exported, not because nobody wrote.
-- grain: channel
-- not null: medium, covers_from, covers_until, has_ended
with archives as (
    select max(observed_on) as observed_on
    from staging.contacts
    where kind = 'connection' and observed_on <= cast(getvariable('as_of') as date)
),

reach as (
    select
        months.channel,
        months.medium,
        months.account,
        median(months.interaction_count) as usual_count,
        min(months.first_on) as covers_from,
        greatest(
            max(months.last_on), case when months.medium = 'linkedin' then any_value(archives.observed_on) end
        ) as covers_until,
    from relations.channel_months as months
    cross join archives
    group by months.channel, months.medium, months.account
)

select
    channel,
    medium,
    account,
    usual_count,
    covers_from,
    covers_until,
    covers_until <= cast(getvariable('as_of') as date) - 60
    and covers_until <= max(covers_until) over () - 60 as has_ended,
from reach
