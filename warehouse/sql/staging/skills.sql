-- One row per skill of the owner's.
-- grain: skill
select distinct trim(name) as skill
from landing.skills
where trim(name) <> ''
