-- One row per LinkedIn archive: whose it is. An archive is the zip or folder in which a profile or connections lie, or
-- one file that tells both (a snapshot).
-- archive_path: What the paths of its files begin with.
-- name_keys: The names of whose it is, as in owner_names.
-- given_names: The words of their given names, where these are in Latin letters.
-- connections: Whom they connected with, and the day; two people seldom meet a third on the same day.
-- grain: archive_path
-- not null: unit_ids, name_keys, given_names, emails, profile_urls, connections
with files as (
    select
        unit_id,
        source_path,
        regexp_extract(source_path, '^.*[/!]') as folder,
    from landing.units
    where connector = 'linkedin'
),

telling as (
    select
        unit_id,
        count(distinct kind) = 2 as is_whole,
    from landing.contacts
    where kind in ('owner', 'connection')
    group by unit_id
),

places as (
    select distinct case when telling.is_whole then files.source_path else files.folder end as archive_path
    from files
    inner join telling on files.unit_id = telling.unit_id
),

members as (
    select
        files.unit_id,
        max_by(places.archive_path, length(places.archive_path)) as archive_path,
    from files
    inner join places on starts_with(files.source_path, places.archive_path)
    group by files.unit_id
),

owners as (
    select
        members.archive_path,
        list(distinct array_to_string(
            list_sort(regexp_extract_all(lower(strip_accents(contacts.full_name)), '[\p{L}\p{N}]+')), ' '
        )) filter (where contacts.full_name <> '') as name_keys,
        flatten(list(regexp_extract_all(lower(strip_accents(contacts.given_name)), '[a-z]{2,}'))) as given_names,
        list_transform(flatten(list(contacts.emails)), lambda email: lower(trim(email))) as emails,
    from landing.contacts as contacts
    inner join members on contacts.unit_id = members.unit_id
    where contacts.is_owner
    group by members.archive_path
),

parties as (
    select
        members.archive_path,
        list(distinct participants.profile_url) filter (
            where participants.is_owner and participants.profile_url <> ''
        ) as profile_urls,
        list(distinct concat_ws(
            ' ', lower(strip_accents(participants.name)), cast(timezone('UTC', interactions.occurred_at) as date)
        )) filter (
            where interactions.kind = 'connection' and not participants.is_owner and participants.name <> ''
        ) as connections,
    from landing.participants as participants
    inner join members on participants.unit_id = members.unit_id
    inner join landing.interactions as interactions
        on
            participants.unit_id = interactions.unit_id
            and participants.interaction_number = interactions.interaction_number
    group by members.archive_path
),

gathered as (
    select
        archive_path,
        list(unit_id) as unit_ids,
    from members
    group by archive_path
)

select
    gathered.archive_path,
    gathered.unit_ids,
    coalesce(owners.name_keys, []) as name_keys,
    coalesce(owners.given_names, []) as given_names,
    coalesce(owners.emails, []) as emails,
    coalesce(parties.profile_urls, []) as profile_urls,
    coalesce(parties.connections, []) as connections,
from gathered
left join owners on gathered.archive_path = owners.archive_path
left join parties on gathered.archive_path = parties.archive_path
