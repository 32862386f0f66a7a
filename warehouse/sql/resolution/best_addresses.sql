-- One row per person and the address to write to: one as people write it before what Exchange makes of it, one of their
-- own before one that others write from too; among these the one used most, where use halves in weight with every
-- half-year.
-- grain: person_id
-- not null: email
with used as (
    select
        persons_of.person_id,
        identities.email,
        identities.mention_count,
        identities.last_seen_on,
        not addresses.is_encapsulated as is_plain,
        shared.canonical_email is null as is_own,
    from resolution.persons_of as persons_of
    inner join staging.identities as identities on persons_of.identity_id = identities.identity_id
    inner join resolution.addresses as addresses on identities.email = addresses.email
    left join resolution.shared_addresses as shared on addresses.canonical_email = shared.canonical_email
    where
        persons_of.person_id is not null and addresses.is_identifying and addresses.domain_kind <> 'host'
        and not contains(addresses.domain, 'noreply')
),

seen as (
    select
        person_id,
        max(last_seen_on) as last_seen_on,
    from used
    group by person_id
),

weighed as (
    select
        used.person_id,
        used.email,
        bool_or(used.is_plain) as is_plain,
        bool_or(used.is_own) as is_own,
        -- Rounded, because the last digits of a sum of doubles depend on the order of the rows.
        round(sum(used.mention_count * 2.0 ** (-coalesce(seen.last_seen_on - used.last_seen_on, 3650) / 182)), 9)
            as use,
    from used
    inner join seen on used.person_id = seen.person_id
    group by used.person_id, used.email
)

select
    person_id,
    arg_max(email, (is_plain, is_own, use, email)) as email,
from weighed
group by person_id
