-- One row per skill of the owner's.
-- grain: skill
select distinct trim(skills.name) as skill
from landing.skills as skills
anti join staging.foreign_units as foreign_units on skills.unit_id = foreign_units.unit_id
where trim(skills.name) <> ''
