-- One row per LinkedIn archive and what tells whose it is. An archive is the folder (or the zip, or a folder in one) in
-- which a profile or connections lie; or one file, a snapshot that tells both, if another beside it does as well.
-- archive_path: What the paths of its files begin with.
-- full_names, emails, profile_urls: Of whose it is; addresses in normal form.
-- connections: Whom they connected with, and the day; two people seldom meet a third on the same day.
-- is_forgotten: Whether it is somebody's whom the user had forgotten, of whose cards nothing is left but that.
-- grain: archive_path
-- not null: unit_ids, full_names, emails, profile_urls, connections, is_forgotten
with files as (
    select
        units.unit_id,
        units.source_path,
        regexp_extract(units.source_path, '^.*[/!]') as folder,
        bool_or(contacts.kind in ('owner', 'connection')) as is_telling,
        bool_or(contacts.kind = 'owner' and contacts.full_name <> '') and bool_or(contacts.kind = 'connection')
            as is_whole,
    from landing.units as units
    left join landing.contacts as contacts on units.unit_id = contacts.unit_id
    where units.connector = 'linkedin'
    group by units.unit_id, units.source_path
),

members as (
    select
        unit_id,
        case when is_whole and count_if(is_whole) over (partition by folder) > 1 then source_path else folder end
            as archive_path,
    from files
    qualify bool_or(is_telling) over (partition by folder)
),

owners as (
    select
        cards.archive_path,
        list(distinct cards.full_name) filter (where cards.full_name not in ('', '…')) as full_names,
        list(distinct addresses.canonical_email) filter (where cards.email like '%@%') as emails,
        bool_or(cards.full_name = '…') as is_forgotten,
    from (
        select
            members.archive_path,
            contacts.full_name,
            unnest(case when contacts.emails = [] then [''] else contacts.emails end) as email,
        from landing.contacts as contacts
        inner join members on contacts.unit_id = members.unit_id
        where contacts.is_owner
    ) as cards
    left join staging.addresses as addresses on lower(trim(cards.email)) = addresses.email
    group by cards.archive_path
),

parties as (
    select
        members.archive_path,
        list(distinct profiles.profile_url) filter (where participants.is_owner and profiles.profile_url <> '')
            as profile_urls,
        list(distinct concat_ws(
            ' ', lower(strip_accents(participants.name)), cast(timezone('UTC', told.occurred_at) as date)
        )) filter (
            where told.kind = 'connection' and not participants.is_owner and participants.name <> ''
        ) as connections,
    from landing.participants as participants
    inner join members on participants.unit_id = members.unit_id
    inner join landing.interactions as told
        on participants.unit_id = told.unit_id and participants.interaction_number = told.interaction_number
    left join staging.profiles as profiles on participants.profile_url = profiles.raw_profile_url
    group by members.archive_path
)

select
    members.archive_path,
    list(members.unit_id order by members.unit_id) as unit_ids,
    coalesce(any_value(owners.full_names), []) as full_names,
    coalesce(any_value(owners.emails), []) as emails,
    coalesce(any_value(parties.profile_urls), []) as profile_urls,
    coalesce(any_value(parties.connections), []) as connections,
    coalesce(bool_or(owners.is_forgotten), false) as is_forgotten,
from members
left join owners on members.archive_path = owners.archive_path
left join parties on members.archive_path = parties.archive_path
group by members.archive_path
