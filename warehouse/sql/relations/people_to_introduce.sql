-- One row per strong tie and the other one whom they should get to know: no mail or meeting ever had both. Everybody is
-- introduced to one person at most: pairs who suit each other best, listed from both sides.
-- grain: person_id
-- not null: other_id, craft, craft_count
with acquainted as (
    select distinct
        one.person_id,
        other.person_id as other_id,
    from main.interactions as one
    inner join main.interactions as other on one.interaction_id = other.interaction_id
    where
        -- A mail to a dozen people introduces nobody.
        one.addressed_count <= 7
        and one.person_id in (select crafts.person_id from relations.crafts_shared as crafts)
        and other.person_id in (select crafts.person_id from relations.crafts_shared as crafts)
),

best as (
    select crafts.*
    from relations.crafts_shared as crafts
    left join acquainted on crafts.person_id = acquainted.person_id and crafts.other_id = acquainted.other_id
    where acquainted.person_id is null
    qualify row_number() over (
        partition by crafts.person_id order by crafts.craft_count desc, crafts.strength desc, crafts.other_id
    ) = 1
)

select
    best.person_id,
    best.other_id,
    best.craft,
    best.craft_count,
from best
inner join best as mirrored on best.person_id = mirrored.other_id and best.other_id = mirrored.person_id
