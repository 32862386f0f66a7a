-- One row per channel and month, from its first interaction to as_of: what the exports cover, so that "no contact" and
-- "no data" are told apart.
-- grain: channel, month
-- not null: medium, state, interaction_count, is_covered, covers_until
-- channel: mail, calendar or linkedin, and your address that it goes through.
-- medium: mail, calendar or linkedin.
-- account: That address; null where none is told, and for LinkedIn.
-- month: First day of the month.
-- interaction_count: Interactions of every sort in that month, newsletters and notifications too.
-- is_covered: Whether silence in that month means no contact. Not so after the last interaction of the channel (of
--   LinkedIn, after the newest archive), nor in an empty month of a channel that is never empty otherwise.
-- state: Of the channel: goes on; ended (60 days or more before the others: export it again); or ended with the job
--   (its address is at an employer that you left: nothing more will come).
-- first_on: Day of the first interaction in that month.
-- last_on: Day of the last one.
-- covers_until: Day to which the channel reaches: of its last interaction; of LinkedIn, of the newest archive.
with months as (
    select
        channels.*,
        cast(unnest(generate_series(
            date_trunc('month', channels.covers_from),
            cast(cast(getvariable('as_of') as date) as timestamp),
            interval 1 month
        )) as date) as month,
    from relations.channels_covered as channels
)

select
    months.channel,
    months.medium,
    months.account,
    months.month,
    case
        when not months.has_ended then 'goes on'
        when sites.left_on is null then 'ended'
        else 'ended with the job'
    end as state,
    coalesce(counted.interaction_count, 0) as interaction_count,
    counted.interaction_count is not null
    or (months.month <= months.covers_until and (months.medium = 'linkedin' or months.usual_count < 5)) as is_covered,
    counted.first_on,
    counted.last_on,
    months.covers_until,
from months
left join relations.channel_months as counted on months.channel = counted.channel and months.month = counted.month
left join resolution.addresses as addresses on months.account = addresses.email
left join relations.companies_of_sites as sites on addresses.site = sites.site
