-- One row per address that a setting, the LinkedIn archive or the sent mail says is the owner's.
-- grain: email, evidence
with busiest as (
    select
        party.email,
        count(*) as interaction_count,
    from (select unnest(emails) as email from staging.parties) as party
    group by party.email
    -- Where two are in everything, each might be the owner.
    qualify rank() over (order by count(*) desc) = 1 and count(*) over (partition by count(*)) = 1
),

claims as (
    select
        email,
        evidence
    from staging.owner_known
    union all
    select
        email,
        'sent mail' as evidence,
    from staging.owner_senders
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
