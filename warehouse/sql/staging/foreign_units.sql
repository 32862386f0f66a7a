-- One row per file of a LinkedIn archive that is somebody else's: nothing of it is the owner's.
-- Archives are one person's where an address, a profile or a fifth of the connections are the same; else two people's
-- where the names say so, or where of ten connections or more hardly one is the same.
-- grain: unit_id
with keys as (
    select
        archive_path,
        unnest(list_concat(emails, name_keys)) as key,
    from staging.linkedin_archives
),

parties as (
    select
        participants.email,
        participants.name,
        count(*) as party_count,
    from landing.participants as participants
    inner join landing.units as units on participants.unit_id = units.unit_id
    where units.connector <> 'linkedin'
    group by participants.email, participants.name
),

named as (
    select
        lower(trim(email)) as email,
        unnest([
            lower(trim(email)),
            array_to_string(list_sort(regexp_extract_all(lower(strip_accents(name)), '[\p{L}\p{N}]+')), ' ')
        ]) as key,
        party_count,
    from parties
),

told as (
    select
        keys.archive_path,
        bool_or(list_contains(getvariable('me'), named.email)) as is_me,
        sum(named.party_count) as party_count,
    from keys
    inner join named on keys.key = named.key
    group by keys.archive_path
),

-- The owner is who was named, or who is in most mail and meetings; where nothing tells, who has most connections.
owner as (
    select archives.*
    from staging.linkedin_archives as archives
    left join told on archives.archive_path = told.archive_path
    order by
        list_has_any(archives.emails, getvariable('me')) or coalesce(told.is_me, false) desc,
        coalesce(told.party_count, 0) desc,
        len(archives.connections) desc,
        archives.archive_path
    limit 1
),

compared as (
    select
        archives.unit_ids,
        archives.name_keys <> [] and owner.name_keys <> [] as is_named,
        list_has_any(archives.name_keys, owner.name_keys) as has_name,
        archives.given_names <> [] and owner.given_names <> []
        and not list_has_any(archives.given_names, owner.given_names) as has_other_given_name,
        least(len(archives.connections), len(owner.connections)) as connection_count,
        len(list_intersect(archives.connections, owner.connections)) as shared_count,
        list_has_any(archives.emails, owner.emails)
        or list_has_any(archives.profile_urls, owner.profile_urls) as has_key,
    from staging.linkedin_archives as archives
    cross join owner
)

select unnest(unit_ids) as unit_id
from compared
where
    not has_key and not has_name
    and (shared_count = 0 or shared_count < 0.2 * connection_count)
    and (connection_count >= 10 or (is_named and has_other_given_name))
