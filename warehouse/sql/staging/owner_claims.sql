-- One row per address that a setting, the LinkedIn archive or the sent mail says is the owner's.
-- grain: email, evidence
with busiest as (
    select
        party.email,
        count(*) as interaction_count,
    from (select unnest(emails) as email from staging.parties) as party
    group by party.email
    order by interaction_count desc, party.email
    limit 1
),

claims as (
    select
        lower(trim(setting.email)) as email,
        'settings' as evidence,
    from (select unnest(getvariable('me')) as email) as setting
    union
    select
        lower(trim(contact.email)) as email,
        'profile' as evidence,
    from (
        select unnest(emails) as email from landing.contacts
        where is_owner
    ) as contact
    union
    -- Most of what an owner's address sends lies in Sent; a colleague's mail filed there is an exception.
    select
        email,
        'sent mail' as evidence,
    from staging.mail_senders
    where sent_count > 0 and sent_count >= 0.5 * message_count
)

select
    email,
    evidence
from claims
union all
-- Nothing says who the owner is: then it is who is in nearly everything.
select
    busiest.email,
    'party to most mail and meetings' as evidence,
from busiest
where
    not exists (select 1 from claims) and not exists (select 1 from staging.account_addresses)
    and busiest.interaction_count >= greatest(3, 0.6 * (select count(*) from staging.parties))
