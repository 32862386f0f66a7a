-- One row per party to an interaction, with the name, address and profile in their normal forms.
-- grain: interaction_id, participant_number
with normalised as (
    select
        versions.interaction_id,
        participants.participant_number,
        participants.role,
        lower(participants.partstat) as partstat,
        lower(participants.cutype) as cutype,
        participants.company,
        addresses.email,
        profiles.profile_url,
        -- An address in place of a name, and LinkedIn's name for a member who left, name nobody.
        case
            when trim(participants.name) like '%_@_%' or trim(participants.name) in ('', 'LinkedIn Member') then null
            else trim(regexp_replace(participants.name, '\s+', ' ', 'g'))
        end as name,
        participants.is_owner
        or owner_addresses.canonical_email is not null
        or owner_profiles.profile_url is not null as is_owner,
    from staging.versions as versions
    inner join landing.participants as participants
        on versions.unit_id = participants.unit_id and versions.interaction_number = participants.interaction_number
    left join staging.addresses as addresses on lower(trim(participants.email)) = addresses.email
    left join staging.owner_addresses as owner_addresses on addresses.canonical_email = owner_addresses.canonical_email
    left join staging.profiles as profiles on participants.profile_url = profiles.raw_profile_url
    left join staging.owner_profiles as owner_profiles on profiles.profile_url = owner_profiles.profile_url
    where versions.version_rank = 1
)

select
    interaction_id,
    participant_number,
    case
        when coalesce(name, email, profile_url) is not null
            then md5(concat_ws(chr(31), coalesce(name, ''), coalesce(email, ''), coalesce(profile_url, '')))
    end as identity_id,
    role,
    name,
    email,
    profile_url,
    company,
    partstat,
    cutype,
    is_owner,
from normalised
