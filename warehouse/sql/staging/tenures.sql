-- One row per position that the owner held; one that goes on has no end.
-- grain: company, position, started_on
with landed as (
    select
        trim(tenures.company) as company,
        trim(tenures.position) as position,
        tenures.started_on,
        tenures.finished_on,
        units.landed_at,
        tenures.unit_id,
        tenures.location,
    from landing.tenures as tenures
    inner join landing.units as units on tenures.unit_id = units.unit_id
    anti join staging.foreign_units as foreign_units on tenures.unit_id = foreign_units.unit_id
    where trim(tenures.company) <> '' and tenures.started_on is not null
)

-- An end that one archive tells outlives an earlier archive that did not know it yet.
select
    company,
    position,
    started_on,
    max(finished_on) as finished_on,
from landed
group by company, position, started_on
