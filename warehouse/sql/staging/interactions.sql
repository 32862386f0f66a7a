-- One row per message, meeting occurrence, invitation, connection, recommendation, endorsement or industry event.
-- grain: interaction_id
-- not null: kind, occurred_at, occurred_on, thread_id, state
with owner as (
    select time_zone
    from staging.owner
),

copied as (
    select interaction_id
    from staging.versions
    where version_rank = 2
),

folders as (
    select
        versions.interaction_id,
        string_agg(distinct versions.folder, ', ' order by versions.folder) filter (where versions.folder <> '')
            as folder,
    from staging.versions as versions
    semi join copied on versions.interaction_id = copied.interaction_id
    group by versions.interaction_id
),

sizes as (
    select
        interaction_id,
        count(distinct coalesce(email, profile_url, name, 'unnamed ' || participant_number)) as participant_count,
    from staging.participants
    group by interaction_id
)

select
    versions.interaction_id,
    md5(coalesce(nullif(versions.thread_key, ''), versions.interaction_id)) as thread_id,
    case when versions.in_reply_to <> '' then md5(concat_ws(chr(31), versions.kind, versions.in_reply_to)) end
        as in_reply_to,
    versions.kind,
    versions.subject,
    case when withdrawn.interaction_id is not null then 'cancelled' else versions.state end as state,
    versions.bulk_evidence,
    coalesce(folders.folder, versions.folder) as folder,
    versions.place,
    versions.url,
    units.source_path,
    versions.location as source_location,
    versions.is_all_day,
    versions.is_recurring,
    versions.has_text,
    coalesce(days.occurred_at, versions.occurred_at) as occurred_at,
    coalesce(days.ended_at, versions.ended_at) as ended_at,
    cast(timezone(owner.time_zone, coalesce(days.occurred_at, versions.occurred_at)) as date) as occurred_on,
    coalesce(sizes.participant_count, 0) as participant_count,
from staging.versions as versions
inner join landing.units as units on versions.unit_id = units.unit_id
left join folders on versions.interaction_id = folders.interaction_id
left join sizes on versions.interaction_id = sizes.interaction_id
left join staging.days as days on versions.interaction_id = days.interaction_id
left join staging.withdrawn as withdrawn on versions.interaction_id = withdrawn.interaction_id
cross join owner
where versions.version_rank = 1
