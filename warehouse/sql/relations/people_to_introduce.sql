-- One row per pair of strong ties who should know each other: the same craft, different companies, no employer in common
-- with the owner, and no mail or meeting that ever had both.
-- grain: person_id, other_id
with strong as (
    select
        person_id,
        company_key,
        employer_key,
        position,
        peak_strength,
    from relations.people_considered
    where peak_strength >= 3 and relation <> 'colleague' and company_key is not null and not is_out_of_reach
    -- Pairs grow with the square of the number of people, the use of introductions does not.
    qualify row_number() over (order by peak_strength desc, person_id) <= 60
),

crafts as (
    select distinct
        strong.person_id,
        'endorsed you for ' || trim(interactions.subject) as craft,
    from strong
    inner join main.interactions as interactions on strong.person_id = interactions.person_id
    where interactions.kind = 'endorsement' and interactions.direction = 'inbound' and trim(interactions.subject) <> ''
    union
    select
        person_id,
        'work as ' || position as craft,
    from strong
    where position is not null
),

shared as (
    select
        left_side.person_id,
        right_side.person_id as other_id,
        max(left_side.craft) as craft,
        count(*) as craft_count,
    from crafts as left_side
    inner join crafts as right_side
        on lower(left_side.craft) = lower(right_side.craft) and left_side.person_id <> right_side.person_id
    group by left_side.person_id, right_side.person_id
),

acquainted as (
    select distinct
        left_side.person_id,
        right_side.person_id as other_id,
    from main.interactions as left_side
    inner join main.interactions as right_side on left_side.interaction_id = right_side.interaction_id
    -- A mail to a dozen people introduces nobody.
    where
        left_side.addressed_count <= 7
        and left_side.person_id in (select person_id from strong)
        and right_side.person_id in (select person_id from strong)
),

pairs as (
    select
        shared.*,
        least(one.peak_strength, other.peak_strength) as strength,
    from shared
    inner join strong as one on shared.person_id = one.person_id
    inner join strong as other on shared.other_id = other.person_id
    left join acquainted on shared.person_id = acquainted.person_id and shared.other_id = acquainted.other_id
    where
        one.company_key <> other.company_key
        and (one.employer_key is null or one.employer_key is distinct from other.employer_key)
        and acquainted.person_id is null
),

best as (
    select *
    from pairs
    qualify row_number() over (
        partition by person_id order by craft_count desc, strength desc, other_id
    ) = 1
)

-- Everybody is introduced to one person at most: those who suit each other best.
select
    best.person_id,
    best.other_id,
    best.craft,
    best.craft_count,
from best
inner join best as mirrored on best.person_id = mirrored.other_id and best.other_id = mirrored.person_id
