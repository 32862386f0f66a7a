-- One row per position that the owner held; one that goes on has no end.
-- grain: company, position, started_on
with archives as (
    select
        archive_path,
        unnest(unit_ids) as unit_id,
    from staging.linkedin_archives
),

days as (
    select
        archives.archive_path,
        max(contacts.observed_on) as told_on,
    from archives
    inner join landing.contacts as contacts on archives.unit_id = contacts.unit_id
    group by archives.archive_path
),

landed as (
    select
        trim(tenures.company) as company,
        trim(tenures.position) as position,
        tenures.started_on,
        tenures.finished_on,
        days.told_on,
    from landing.tenures as tenures
    left join archives on tenures.unit_id = archives.unit_id
    left join days on archives.archive_path = days.archive_path
    anti join staging.foreign_units as foreign_units on tenures.unit_id = foreign_units.unit_id
    where trim(tenures.company) <> '' and tenures.started_on is not null
),

-- An end that one archive tells outlives an earlier archive that did not know it yet.
told as (
    select
        company,
        position,
        started_on,
        max(finished_on) as finished_on,
        max(told_on) as told_on,
        max(max(told_on)) over () as newest_on,
    from landed
    group by company, position, started_on
),

newest as (
    select
        lower(company) as company_key,
        max(finished_on) as finished_on,
        bool_or(finished_on is null) as is_open,
    from told
    where told_on = newest_on
    group by lower(company)
)

select
    told.company,
    told.position,
    told.started_on,
    -- What went on in an earlier archive, and the newest tells otherwise (another title, another beginning, nothing at
    -- all), ended: with all that the newest tells of the company, or when it was last told.
    case
        when told.finished_on is null and told.told_on < told.newest_on and not coalesce(newest.is_open, false)
            then greatest(told.started_on, coalesce(newest.finished_on, told.told_on))
        else told.finished_on
    end as finished_on,
from told
left join newest on lower(told.company) = newest.company_key
