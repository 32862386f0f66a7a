-- The owner of the exports: one row.
-- grain: none
with own_meetings as (
    select
        interaction_id,
        bool_or(role = 'organizer') as is_organized,
    from staging.participants
    where is_owner and role in ('organizer', 'attendee')
    group by interaction_id
),

-- What the owner calls, or notes for none but themselves, is told in their zone; an invitation may be in that of
-- whoever invites, and weighs a fifth; a day has none; UTC is what programs write for none.
calendars as (
    select
        case
            when regexp_full_match(versions.time_zone, 'Etc/.*|UTC|UCT|GMT.*|Greenwich|Universal|Zulu') then 6
            when versions.is_all_day then 5
            when own_meetings.interaction_id is not null or versions.party_count = 0 then 1
            else 3
        end as preference,
        versions.time_zone,
        sum(case when coalesce(own_meetings.is_organized, versions.party_count = 0) then 5 else 1 end)
            as interaction_count,
    from staging.versions as versions
    inner join pg_timezone_names() as zones on versions.time_zone = zones.name
    left join own_meetings on versions.interaction_id = own_meetings.interaction_id
    where versions.kind = 'meeting'
    group by all
),

-- The offsets of sent mail, where there is no calendar; the names of these zones count westward (POSIX).
sent_mail as (
    select
        4 as preference,
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
        7 as preference,
        'UTC' as time_zone,
        0 as interaction_count
)

select first(time_zone order by preference, interaction_count desc, time_zone) as time_zone
from candidates
where time_zone is not null
