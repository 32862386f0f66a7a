-- One row per identity that may be a person, with the forms in which it is compared. Where the name told is no full name
-- and the address spells one, that is the name; an address that tells nobody from another does not count.
-- grain: identity_id
-- not null: record_number, is_owner
with usable_addresses as (
    select addresses.*
    from resolution.addresses as addresses
    left join resolution.shared_addresses as shared on addresses.canonical_email = shared.canonical_email
    where shared.canonical_email is null
),

identified as (
    select
        identities.*,
        told.kind as told_kind,
        told.annotation,
        case when told.kind in ('word', 'handle') then told.compact end as handle,
        case when addresses.is_identifying then addresses.canonical_email end as canonical_email,
        case when not addresses.is_impersonal then addresses.login end as login,
        case when not addresses.is_impersonal then addresses.letters end as letters,
        addresses.site,
        addresses.site_label,
        addresses.domain_kind,
        case
            when spelled.kind is null or coalesce(told.kind, 'none') in ('full', 'collective')
                or (told.kind = 'initialed' and spelled.head <> told.head)
                then identities.full_name
            else addresses.spelled_name
        end as compared_name,
    from staging.identities as identities
    left join resolution.excluded_addresses as excluded on identities.email = excluded.email
    left join resolution.names as told on identities.full_name = told.written
    left join usable_addresses as addresses on identities.email = addresses.email and not coalesce(told.is_via, false)
    left join resolution.names as spelled on addresses.spelled_name = spelled.written
    where excluded.email is null
)

select
    identified.identity_id,
    cast(row_number() over (order by identified.identity_id) as integer) as record_number,
    identified.full_name,
    identified.handle,
    identified.canonical_email,
    case
        when identified.letters = '' then 0
 when list_contains(names.full_spellings, identified.letters) or list_contains(names.short_spellings, identified.letters) then 3
 when logins.is_usual then least(logins.given_bits, logins.family_bits) - 4
 else least(4 * len(identified.login), 20)
    end as login_bits,
    identified.login,
    identified.letters,
    identified.site,
    identified.site_label,
    identified.domain_kind,
    identified.profile_url,
    names.kind as name_kind,
    names.key,
    names.compact,
    names.given,
    names.given_initial,
    names.family,
    names.head,
    names.middle,
    names.given_roots,
    names.sound,
    names.consonants,
    names.former_family,
    names.full_spellings,
    names.short_spellings,
    names.initials,
    -- A handle that is no usual name: the longer, the less likely that two people chose it.
    case
        when identified.handle is null then 0
        when handles.is_usual then least(handles.given_bits, handles.family_bits)
        else least(4 * len(identified.handle), case when identified.told_kind = 'handle' then 20 else 16 end)
    end as handle_bits,
    case when len(names.given) = 1 then 4 else given_names.given_bits end as given_bits,
    case when len(names.head) = 1 then 4 else surnames.family_bits end as family_bits,
    coalesce(names.is_consonantal, false) as is_consonantal,
    identified.compared_name is distinct from identified.full_name as is_name_spelled,
    identified.is_owner,
    identified.first_landed_at,
    identified.companies,
from identified
left join resolution.names as names
    on identified.compared_name = names.written and names.kind not in ('none', 'collective')
left join resolution.name_frequencies as given_names on names.given = given_names.name
left join resolution.name_frequencies as surnames on names.head = surnames.name
left join resolution.name_frequencies as handles on identified.handle = handles.name
left join resolution.name_frequencies as logins on identified.letters = logins.name
