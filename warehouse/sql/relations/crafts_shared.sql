-- One row per pair of strong ties, for different companies and without an employer in common with the owner, who know
-- the same craft: both endorsed the owner for it, or both work in the same position.
-- craft: What both do, as the end of a sentence that begins with "Both".
-- strength: The peak of the weaker tie.
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

-- What everybody is called says nothing: two managers have nothing in common yet.
distinctive as (
    select lower(trim(position)) as position_key
    from main.people
    where position is not null
    group by lower(trim(position))
    having count(*) <= 5
),

crafts as (
    select distinct
        strong.*,
        'endorsed you for ' || trim(interactions.subject) as craft,
    from strong
    inner join main.interactions as interactions on strong.person_id = interactions.person_id
    where interactions.kind = 'endorsement' and interactions.direction = 'inbound' and trim(interactions.subject) <> ''
    union
    select
        strong.*,
        'hold the position "' || strong.position || '"' as craft,
    from strong
    inner join distinctive on lower(trim(strong.position)) = distinctive.position_key
)

select
    one.person_id,
    other.person_id as other_id,
    max(one.craft) as craft,
    count(*) as craft_count,
    min(least(one.peak_strength, other.peak_strength)) as strength,
from crafts as one
inner join crafts as other
    on lower(one.craft) = lower(other.craft) and one.company_key <> other.company_key
where
    one.person_id <> other.person_id
    and (one.employer_key is null or one.employer_key is distinct from other.employer_key)
group by one.person_id, other.person_id
