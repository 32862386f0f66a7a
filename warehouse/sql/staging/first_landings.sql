-- One row per interaction: when its first copy was landed.
-- grain: interaction_id
select
    interaction_id,
    min(landed_at) as landed_at,
from staging.versions
group by interaction_id
