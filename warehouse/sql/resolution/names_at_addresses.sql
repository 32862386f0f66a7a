-- One row per address of one person's and surname told there: the full name told most with it. Whoever is told there
-- with less than a full name, or in another script, bears that name too.
-- is_only: Whether no other given name is told at the address: even who is told without a name is meant.
-- grain: canonical_email, head
-- not null: written, is_only, is_main
with told as (
    select
        addresses.canonical_email,
        names.head,
        names.given,
        names.given_initial,
        names.words,
        names.written,
        identities.mention_count,
    from staging.identities as identities
    inner join resolution.addresses as addresses on identities.email = addresses.email
    inner join resolution.names as names on identities.full_name = names.written
    left join resolution.shared_addresses as shared on addresses.canonical_email = shared.canonical_email
    where
        names.kind = 'full' and not names.is_via and not names.is_foreign
        and addresses.is_identifying and addresses.domain_kind <> 'host' and shared.canonical_email is null
),

main as (
    select
        canonical_email,
        head,
        arg_max(written, (mention_count, written)) as written,
        arg_max(given, (mention_count, written)) as given,
        arg_max(words, (mention_count, written)) as words,
        max(mention_count) as mention_count,
        min(given_initial) as first_initial,
        max(given_initial) as last_initial,
    from told
    group by canonical_email, head
)

select
    canonical_email,
    head,
    written,
    given,
    words,
    min(first_initial) over at_address = max(last_initial) over at_address as is_only,
    row_number() over (at_address order by mention_count desc, head) = 1 as is_main,
from main
window at_address as (partition by canonical_email)
