-- One row per position that the owner held; one that goes on has no end.
-- grain: company, position, started_on
with days as (
    select
        archives.unit_id,
        max(max(contacts.observed_on)) over (partition by archives.archive_path) as told_on,
    from (
        select
            archive_path,
            unnest(unit_ids) as unit_id,
        from staging.linkedin_archives
    ) as archives
    left join landing.contacts as contacts on archives.unit_id = contacts.unit_id
    group by archives.archive_path, archives.unit_id
),

landed as (
    select
        trim(tenures.company) as company,
        trim(tenures.position) as position,
        tenures.started_on,
        tenures.finished_on,
        days.told_on,
    from landing.tenures as tenures
    left join days on tenures.unit_id = days.unit_id
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
        min(told_on) as first_told_on,
        max(told_on) as told_on,
        max(max(told_on)) over () as newest_on,
    from landed
    group by company, position, started_on
),

-- What went on in an earlier archive and is not in the newest, and what that tells instead: of the same company; or,
-- written anew (a company that took another name), a position with the same beginning, which no archive told before.
retold as (
    select
        told.company,
        told.position,
        told.started_on,
        bool_or(newest.company is not null and newest.finished_on is null) as goes_on,
        max(newest.finished_on) filter (where newest.finished_on >= told.started_on) as finished_on,
    from told
    left join told as newest
        on
            newest.told_on = newest.newest_on
            and (
                lower(told.company) = lower(newest.company)
                or (told.started_on = newest.started_on and told.told_on < newest.first_told_on)
            )
    where told.finished_on is null and told.told_on < told.newest_on
    group by told.company, told.position, told.started_on
)

select
    told.company,
    told.position,
    told.started_on,
    -- It ended with what is told instead, or when it was last told.
    case
        when retold.company is not null and not retold.goes_on
            then greatest(told.started_on, coalesce(retold.finished_on, told.told_on))
        else told.finished_on
    end as finished_on,
from told
left join retold
    on
        told.company = retold.company and told.position = retold.position
        and told.started_on = retold.started_on
