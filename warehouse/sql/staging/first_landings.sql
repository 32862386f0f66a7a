-- One row per interaction: when its first copy was landed.
-- grain: interaction_id
select
    versions.interaction_id,
    min(units.landed_at) as landed_at,
from staging.versions as versions
inner join landing.units as units on versions.unit_id = units.unit_id
group by versions.interaction_id
