-- One row per landed interaction, with its identity across exports and its rank among the versions of the same one.
-- grain: unit_id, interaction_number
-- not null: interaction_id, occurred_at
with landed as (
    select
        *,
        md5(concat_ws(chr(31), kind, natural_key)) as interaction_id,
        -- A draft that was sent later, a spam verdict taken back: the better copy wins.
        -- A cancelled meeting stays cancelled.
        case
            when kind = 'meeting' then case state when 'cancelled' then 0 else 1 end
            else case state when 'confirmed' then 0 when 'cancelled' then 1 when 'draft' then 2 else 3 end
        end as state_rank,
    from landing.interactions
)

select
    *,
    row_number() over (
        partition by interaction_id
        order by revision desc, state_rank, folder desc, occurred_at, unit_id, interaction_number
    ) as version_rank,
from landed
