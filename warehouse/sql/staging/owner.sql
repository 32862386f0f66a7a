-- The owner of the exports: one row.
-- grain: none
with time_zones as (
    select name
    from pg_timezone_names()
),

calendars as (
    select
        1 as preference,
        versions.time_zone,
        count(*) as interaction_count,
    from staging.versions as versions
    inner join time_zones on versions.time_zone = time_zones.name
    where versions.kind = 'meeting'
    group by versions.time_zone
),

-- The offsets of sent mail, where there is no calendar; the names of these zones count westward (POSIX).
sent_mail as (
    select
        2 as preference,
        'Etc/GMT' || case when versions.time_zone[1] = '-' then '+' else '-' end
        || try_cast(versions.time_zone[2:3] as integer) as time_zone,
        count(*) as interaction_count,
    from staging.versions as versions
    inner join landing.participants as participants
        on versions.unit_id = participants.unit_id and versions.interaction_number = participants.interaction_number
    inner join staging.owner_claims as claims on lower(trim(participants.email)) = claims.email
    where participants.role = 'from' and regexp_full_match(versions.time_zone, '[+-]\d\d:\d\d')
    group by all
),

candidates as (
    select
        0 as preference,
        getvariable('time_zone') as time_zone,
        0 as interaction_count
    union all
    select
        preference,
        time_zone,
        interaction_count
    from calendars
    union all
    select
        preference,
        time_zone,
        interaction_count
    from sent_mail
    union all
    select
        3 as preference,
        'UTC' as time_zone,
        0 as interaction_count
)

select first(time_zone order by preference, interaction_count desc, time_zone) as time_zone
from candidates
where time_zone is not null
