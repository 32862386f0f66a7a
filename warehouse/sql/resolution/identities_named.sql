-- One row per identity that may be a person: what of its address tells it from others, and the name to compare. That is
-- the name told or, where that is less than a full name, the one told with the address elsewhere, or the one that the
-- address spells ("nabil.freij").
-- grain: identity_id
with usable_addresses as (
    select addresses.*
    from resolution.addresses as addresses
    left join resolution.shared_addresses as shared on addresses.canonical_email = shared.canonical_email
    where shared.canonical_email is null
)

select
    identities.identity_id,
    identities.full_name,
    told.kind as told_kind,
    case when told.kind in ('word', 'handle') then told.compact end as handle,
    identities.email,
    case when addresses.is_identifying then addresses.canonical_email end as canonical_email,
    case when not addresses.is_impersonal then addresses.login end as login,
    case when not addresses.is_impersonal then addresses.letters end as letters,
    addresses.site,
    addresses.site_label,
    addresses.domain_kind,
    identities.profile_url,
    -- What tells two profiles apart. Their addresses change, and messages name members by a number that no other file
    -- tells.
    case
        when not regexp_matches(identities.profile_url, '/in/acoa[\w-]{20,}$')
            then coalesce(renamed.renamed_to, identities.profile_url)
    end as profile_key,
    case
        when told.kind = 'collective' then identities.full_name
        -- "R. García López" goes by his first name where "Rafael García López" is told with the address.
        when list_contains(told.middle, left(namesake.given, 1)) and list_contains(namesake.words, told.given)
            then namesake.written
        when told.kind = 'full' and not told.is_foreign then identities.full_name
        when told.kind = 'initialed' and told.given = left(namesake.given, 1) then namesake.written
        when
            main.is_only
            and (
                coalesce(told.kind, 'none') = 'none' or told.is_foreign
                or (told.kind = 'word' and told.given in (main.given, main.head))
            )
            then main.written
        when told.kind = 'full' then identities.full_name
        when told.kind = 'initialed' and spelled.head = told.head then addresses.spelled_name
        when told.kind = 'word' and list_contains(string_split(spelled.key, ' '), told.key) then addresses.spelled_name
        when coalesce(told.kind, 'none') in ('none', 'handle') and usual.is_usual_given then addresses.spelled_name
        else identities.full_name
    end as compared_name,
    identities.is_owner,
    list_contains(identities.sources, 'address_book') as is_on_card,
    -- A name in a message or a recommendation of LinkedIn: mostly that of a connection.
    identities.email is null and profile_key is null
    and list_has_all(
        ['linkedin_message', 'invitation', 'recommendation', 'endorsement', 'connection'], identities.sources
    ) as is_linkedin_name,
    identities.first_seen_on,
    identities.last_seen_on,
    identities.first_landed_at,
from staging.identities as identities
left join staging.profiles_renamed as renamed on identities.profile_url = renamed.profile_url
left join resolution.excluded_addresses as excluded on identities.email = excluded.email
left join resolution.names as told on identities.full_name = told.written
left join usable_addresses as addresses on identities.email = addresses.email and not coalesce(told.is_via, false)
left join resolution.names_at_addresses as main
    on addresses.canonical_email = main.canonical_email and main.is_main
left join resolution.names_at_addresses as namesake
    on addresses.canonical_email = namesake.canonical_email and told.head = namesake.head
left join resolution.names as spelled on addresses.spelled_name = spelled.written
left join resolution.name_frequencies as usual on spelled.given = usual.name
where excluded.email is null
