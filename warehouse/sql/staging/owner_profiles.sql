-- One row per LinkedIn profile of the owner's.
-- grain: profile_url
with said as (
    select distinct profiles.profile_url
    from landing.participants as participants
    inner join staging.profiles as profiles on participants.profile_url = profiles.raw_profile_url
    anti join staging.foreign_units as foreign_units on participants.unit_id = foreign_units.unit_id
    where participants.is_owner
    union
    select distinct profiles.profile_url
    from staging.own_cards as contacts
    inner join staging.profiles as profiles on contacts.profile_url = profiles.raw_profile_url
    where contacts.is_owner
),

conversations as (
    select
        profiles.profile_url,
        count(distinct versions.thread_key) as thread_count,
        bool_or(names.name_key is not null) as has_owner_name,
    from staging.versions as versions
    inner join landing.participants as participants
        on versions.unit_id = participants.unit_id and versions.interaction_number = participants.interaction_number
    inner join staging.profiles as profiles on participants.profile_url = profiles.raw_profile_url
    left join staging.owner_names as names
        on names.name_key = array_to_string(
            list_sort(regexp_extract_all(lower(strip_accents(participants.name)), '[\p{L}\p{N}]+')), ' '
        )
    where versions.kind = 'linkedin_message'
    group by profiles.profile_url
),

total as (
    select count(distinct thread_key) as thread_count
    from staging.versions
    where kind = 'linkedin_message'
),

-- The archive does not hold the owner's own URL: it is the one that is in nearly every conversation.
seen as (
    select conversations.profile_url
    from conversations
    cross join total
    where
        (conversations.thread_count >= 0.5 * total.thread_count and conversations.has_owner_name)
        or (conversations.thread_count >= greatest(3, 0.9 * total.thread_count))
)

select profile_url from said
union
select profile_url from seen
