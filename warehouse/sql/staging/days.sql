-- One row per interaction of a day without an hour: a birthday, the day of a connection. A day has no zone: wherever
-- the calendar and the owner are, it is that day, from midnight to midnight of the owner's.
-- grain: interaction_id
-- not null: occurred_at
with told as (
    select
        versions.interaction_id,
        timezone(coalesce(zones.name, 'UTC'), versions.occurred_at) as begins_at,
        timezone(coalesce(zones.name, 'UTC'), versions.ended_at) as ends_at,
        case
            when regexp_full_match(versions.time_zone, '[+-]\d\d:\d\d')
                then
                    cast(versions.time_zone[1] || '1' as integer)
                    * to_minutes(
                        cast(versions.time_zone[2:3] as integer) * 60 + cast(versions.time_zone[5:6] as integer)
                    )
            else interval 0 minute
        end as utc_offset,
    from staging.versions as versions
    left join pg_timezone_names() as zones on versions.time_zone = zones.name
    where versions.is_all_day and versions.version_rank = 1
)

select
    told.interaction_id,
    timezone(owner.time_zone, told.begins_at + told.utc_offset) as occurred_at,
    timezone(owner.time_zone, told.ends_at + told.utc_offset) as ended_at,
from told
cross join staging.owner as owner
