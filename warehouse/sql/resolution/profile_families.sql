-- One row per identity whose profile's address spells another surname than the name told: who marries keeps the address
-- (/in/ana-costa-1a2b3c of Ana Silva).
-- grain: identity_id
-- not null: former_family
with spelled as (
    select
        identities.identity_id,
        names.given,
        names.compact,
        regexp_replace(
            regexp_extract(identities.profile_url, '/in/([^/]+)', 1), '-[0-9a-f]*[0-9][0-9a-f]*$|[^a-z]', '', 'g'
        ) as letters,
    from staging.identities as identities
    inner join resolution.names as names on identities.full_name = names.written
    where identities.profile_url is not null and names.kind = 'full' and len(names.given) > 1
),

cut as (
    select
        identity_id,
        compact,
        letters[len(given) + 1:] as former_family,
    from spelled
    where starts_with(letters, given)
)

select
    identity_id,
    former_family,
from cut
where len(former_family) > 2 and not contains(compact, former_family)
