-- The pairs of identities on which an answer would change most: the least certain ones of the people most in touch.
-- Where the evidence speaks for one person and a guard against it (two profiles, two names), the odds are even at best.
with met as (
    select
        person_id,
        count(*) as interaction_count,
    from interactions
    group by person_id
),

sized as (
    select
        people.person_id,
        coalesce(relationships.tie_strength, 0) + ln(1 + coalesce(met.interaction_count, 0)) as stake,
    from people
    left join relationships on people.person_id = relationships.person_id
    left join met on people.person_id = met.person_id
),

doubted as (
    select
        *,
        least(match_probability, 0.5) as odds,
    from matches
    where decision = 'review'
)

select
    matches.identity_id_a,
    matches.identity_id_b,
    a.person_id as person_id_a,
    b.person_id as person_id_b,
    matches.reason,
    matches.match_weight,
    matches.match_probability,
    stakes_a.stake + stakes_b.stake as stake,
    -- The uncertainty of even odds is 1 bit.
    (stakes_a.stake + stakes_b.stake) * case
        when matches.odds = 0 then 0
        else -matches.odds * log2(matches.odds) - (1 - matches.odds) * log2(1 - matches.odds)
    end as usefulness,
from doubted as matches
inner join identities as a on matches.identity_id_a = a.identity_id
inner join identities as b on matches.identity_id_b = b.identity_id
inner join sized as stakes_a on a.person_id = stakes_a.person_id
inner join sized as stakes_b on b.person_id = stakes_b.person_id
where a.person_id <> b.person_id
order by usefulness desc, matches.identity_id_a, matches.identity_id_b
