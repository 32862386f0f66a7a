-- One row per channel (mail, calendar or LinkedIn, and the owner's address that it goes through) and month with
-- something in it, newsletters and notifications too.
-- grain: channel, month
-- not null: medium, interaction_count
select
    concat_ws(
        ' ',
        case kind when 'email' then 'mail' when 'meeting' then 'calendar' else 'linkedin' end,
        case when kind in ('email', 'meeting') then account end
    ) as channel,
    case kind when 'email' then 'mail' when 'meeting' then 'calendar' else 'linkedin' end as medium,
    case when kind in ('email', 'meeting') then account end as account,
    cast(date_trunc('month', occurred_on) as date) as month,
    count(*) as interaction_count,
    min(occurred_on) as first_on,
    max(occurred_on) as last_on,
from relations.interactions_framed
group by all
