-- One row per channel (mail, calendar or LinkedIn, and the owner's address that it goes through): how far it reaches.
-- covers_until: Its last interaction; of LinkedIn, the day of the newest archive.
-- has_ended: Whether it stopped at least 60 days before as_of and before the other channels: from then on it is silent
--   because nothing was exported, not because nobody wrote.
-- grain: channel
-- not null: medium, covers_from, covers_until, interaction_count, has_ended
with channelled as (
    select
        case kind when 'email' then 'mail' when 'meeting' then 'calendar' else 'linkedin' end as medium,
        case when kind in ('email', 'meeting') then account end as account,
        interaction_id,
    from relations.interactions_framed
),

archives as (
    select max(observed_on) as observed_on
    from staging.contacts
    where kind = 'connection' and observed_on <= cast(getvariable('as_of') as date)
),

reach as (
    select
        concat_ws(' ', channelled.medium, channelled.account) as channel,
        channelled.medium,
        channelled.account,
        min(interactions.occurred_on) as covers_from,
        greatest(
            max(interactions.occurred_on),
            case when channelled.medium = 'linkedin' then any_value(archives.observed_on) end
        ) as covers_until,
        count(*) as interaction_count,
    from channelled
    inner join staging.interactions as interactions on channelled.interaction_id = interactions.interaction_id
    cross join archives
    group by channelled.medium, channelled.account
)

select
    channel,
    medium,
    account,
    covers_from,
    covers_until,
    interaction_count,
    covers_until <= cast(getvariable('as_of') as date) - 60
    and covers_until <= max(covers_until) over () - 60 as has_ended,
from reach
