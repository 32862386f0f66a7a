-- One row per address that several people write from: it tells nobody from another.
-- grain: canonical_email
-- not null: people_count
with named as (
    select
        addresses.canonical_email,
        names.head,
        names.given,
        names.compact,
        names.is_via,
    from staging.identities as identities
    inner join resolution.addresses as addresses on identities.email = addresses.email
    inner join resolution.names as names on identities.full_name = names.written
    where names.kind = 'full'
)

select
    canonical_email,
    least(count(distinct head), count(distinct given)) as people_count,
from named
group by canonical_email
having
    -- Three surnames and three given names are not one person who changed the name.
    least(count(distinct head), count(distinct given)) >= 3
    or count(distinct compact) filter (where is_via) >= 2
