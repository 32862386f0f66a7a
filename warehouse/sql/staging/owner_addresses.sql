-- One row per address of the owner's in normal form, with the evidence that says so.
-- grain: canonical_email
-- not null: evidence
with owner as (
    select
        (select count(*) from staging.owner_known) > 0 as is_known,
        (select count(*) from staging.owner_claims) > 0 as is_claimed,
        coalesce((select list(name_key) from staging.owner_names), []) as name_keys,
),

-- Who meets the owner time and again is another; one's own second address is invited now and then, too.
met as (
    select unnest(parties.emails) as email
    from staging.parties as parties
    inner join staging.versions as versions on parties.interaction_id = versions.interaction_id
    where
        versions.kind = 'meeting' and versions.version_rank = 1
        and list_has_any(parties.emails, (select list(email) from staging.owner_known))
),

beside as (
    select email
    from met
    group by email
    having count(*) > 2
),

-- Somebody else's calendar, shared or subscribed to, bears somebody else's name, or none. Where nothing tells whose the
-- files are, it is who takes part in most; whose mail it is, the owner's one address may not tell.
borne as (
    select
        accounts.email,
        case unnest(accounts.kinds) when 'meeting' then 'calendar' else 'delivered mail' end as evidence,
    from staging.account_names as accounts
    cross join owner
    left join staging.account_names as busiest
        on busiest.is_busiest and not owner.is_claimed and owner.name_keys = []
    where
        list_has_any(accounts.name_keys, list_concat(owner.name_keys, busiest.name_keys))
        or (
            accounts.name_keys = [] and owner.is_claimed
            and accounts.email not in (select email from beside)
        )
        or (
            accounts.is_busiest and (not owner.is_known or list_contains(accounts.kinds, 'email'))
            and (accounts.name_keys = [] or owner.name_keys = [])
        )
),

claims as (
    select
        email,
        evidence
    from staging.owner_claims
    union
    select
        email,
        evidence
    from borne
)

select
    addresses.canonical_email,
    string_agg(distinct claims.evidence, ', ' order by claims.evidence) as evidence,
from claims
inner join staging.addresses as addresses on claims.email = addresses.email
group by addresses.canonical_email
