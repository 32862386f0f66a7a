-- One row per channel (mail, calendar or LinkedIn, and the owner's address that it goes through) and month with
-- something in it, newsletters and notifications too.
-- grain: channel, month
-- not null: medium, interaction_count
with counted as (
    select
        case kind when 'email' then 'mail' when 'meeting' then 'calendar' else 'linkedin' end as medium,
        case when kind in ('email', 'meeting') then account_key end as account_key,
        cast(date_trunc('month', occurred_on) as date) as month,
        count(*) as interaction_count,
        min(occurred_on) as first_on,
        max(occurred_on) as last_on,
    from relations.interactions_framed
    group by all
)

select
    concat_ws(' ', counted.medium, accounts.account) as channel,
    counted.medium,
    accounts.account,
    counted.month,
    counted.interaction_count,
    counted.first_on,
    counted.last_on,
from counted
left join relations.accounts_keyed as accounts on counted.account_key = accounts.account_key
