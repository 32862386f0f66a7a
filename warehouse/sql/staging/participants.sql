-- One row per party to an interaction, with the name, address and profile in their normal forms.
-- grain: interaction_id, participant_number
with told as (
    select distinct
        name,
        email,
        profile_url,
    from landing.participants
),

-- The same few thousand people come back in every interaction, so each is looked at once.
known as (
    select
        told.name as raw_name,
        told.email as raw_email,
        told.profile_url as raw_profile_url,
        addresses.email,
        profiles.profile_url,
        -- An address in place of a name, and LinkedIn's name for a member who left, name nobody.
        case
            when trim(told.name) like '%_@_%' or trim(told.name) in ('', 'LinkedIn Member') then null
            else trim(regexp_replace(told.name, '\s+', ' ', 'g'))
        end as name,
        owner_addresses.canonical_email is not null or owner_profiles.profile_url is not null as is_owner,
    from told
    left join staging.addresses as addresses on lower(trim(told.email)) = addresses.email
    left join staging.owner_addresses as owner_addresses on addresses.canonical_email = owner_addresses.canonical_email
    left join staging.profiles as profiles on told.profile_url = profiles.raw_profile_url
    left join staging.owner_profiles as owner_profiles on profiles.profile_url = owner_profiles.profile_url
),

identified as (
    select
        *,
        case
            when coalesce(name, email, profile_url) is not null
                then md5(concat_ws(chr(31), coalesce(name, ''), coalesce(email, ''), coalesce(profile_url, '')))
        end as identity_id,
    from known
),

parties as (
    select
        versions.interaction_id,
        participants.* exclude (unit_id, interaction_number),
    from staging.versions as versions
    inner join landing.participants as participants
        on versions.unit_id = participants.unit_id and versions.interaction_number = participants.interaction_number
    where versions.version_rank = 1
    union all by name
    select * exclude (unit_id, interaction_number)
    from staging.recipients_added
)

select
    parties.interaction_id,
    parties.participant_number,
    identified.identity_id,
    parties.role,
    identified.name,
    identified.email,
    identified.profile_url,
    parties.company,
    coalesce(answers.partstat, lower(parties.partstat)) as partstat,
    lower(parties.cutype) as cutype,
    parties.is_owner or identified.is_owner as is_owner,
from parties
inner join identified
    on
        parties.name = identified.raw_name and parties.email = identified.raw_email
        and parties.profile_url = identified.raw_profile_url
left join staging.answers as answers
    on parties.interaction_id = answers.interaction_id and identified.email = answers.email
