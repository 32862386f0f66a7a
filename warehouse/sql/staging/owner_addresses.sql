-- One row per address of the owner's in normal form, with the evidence that says so.
-- grain: canonical_email
-- not null: evidence
with account_names as (
    select
        accounts.email,
        accounts.kind,
        accounts.interaction_count,
        count(participants.name) as name_count,
        count(names.name_key) as owner_name_count,
    from staging.account_addresses as accounts
    left join landing.participants as participants
        on accounts.email = lower(trim(participants.email)) and participants.name not in ('', participants.email)
    left join staging.owner_names as names
        on names.name_key = array_to_string(
            list_sort(regexp_extract_all(lower(strip_accents(participants.name)), '[\p{L}\p{N}]+')), ' '
        )
    group by accounts.email, accounts.kind, accounts.interaction_count
),

-- Somebody else's calendar, shared or subscribed to, bears somebody else's name.
borne as (
    select
        email,
        case kind when 'meeting' then 'calendar' else 'delivered mail' end as evidence,
    from account_names
    where
        name_count = 0 or owner_name_count > 0
        or (
            not exists (select 1 from staging.owner_names)
            and interaction_count = (select max(interaction_count) from account_names)
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
