-- One row per channel: how far it reaches.
-- covers_until: Its last interaction; of LinkedIn, the day of the newest archive.
-- usual_count: The median of its interactions in a month that has any.
-- has_ended: Whether it stopped before as_of and before the other channels, by at least 60 days and four times its mean
--   gap (chance would do that to one in fifty): silent because nothing was exported, not because nobody wrote.
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
        sum(months.interaction_count) as interaction_count,
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
    least(cast(getvariable('as_of') as date), max(covers_until) over ()) - covers_until
    >= greatest(60, 4 * (covers_until - covers_from) / interaction_count) as has_ended,
from reach
