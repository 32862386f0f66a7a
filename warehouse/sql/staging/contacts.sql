-- One row per card (a person as one source tells it) and each of its addresses; a card without one has one row.
-- grain: contact_id, address_number
with cards as (
    select
        *,
        case when len(emails) = 0 then [''] else emails end as addresses,
    from staging.own_cards
),

spread as (
    select
        cards.*,
        unnest(addresses) as raw_email,
        generate_subscripts(addresses, 1) as address_number,
    from cards
),

normalised as (
    select
        md5(concat_ws(chr(31), spread.unit_id, spread.contact_number)) as contact_id,
        spread.address_number,
        spread.unit_id,
        spread.kind,
        nullif(trim(regexp_replace(spread.full_name, '\s+', ' ', 'g')), '') as full_name,
        nullif(trim(spread.company), '') as company,
        nullif(trim(spread.position), '') as position,
        nullif(trim(spread.birthday), '') as birthday,
        nullif(trim(spread.note), '') as note,
        spread.phones,
        spread.observed_on,
        spread.landed_at,
        addresses.email,
        profiles.profile_url,
        spread.is_owner
        or owner_addresses.canonical_email is not null
        or owner_profiles.profile_url is not null as is_owner,
    from spread
    left join staging.addresses as addresses on lower(trim(spread.raw_email)) = addresses.email
    left join staging.owner_addresses as owner_addresses on addresses.canonical_email = owner_addresses.canonical_email
    left join staging.profiles as profiles on spread.profile_url = profiles.raw_profile_url
    left join staging.owner_profiles as owner_profiles on profiles.profile_url = owner_profiles.profile_url
)

select
    contact_id,
    address_number,
    unit_id,
    case
        when coalesce(full_name, email, profile_url) is not null
            then md5(concat_ws(chr(31), coalesce(full_name, ''), coalesce(email, ''), coalesce(profile_url, '')))
    end as identity_id,
    kind,
    full_name,
    email,
    profile_url,
    company,
    position,
    phones,
    birthday,
    note,
    is_owner,
    landed_at,
    observed_on,
from normalised
