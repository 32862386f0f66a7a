-- One row per pair of records that the user called the same or different, or that are the owner's.
-- grain: record_a, record_b
-- not null: decision
with said as (
    select
        least(key, other_key) as key,
        greatest(key, other_key) as other_key,
        last(decision order by decision_number) as decision,
    from staging.decisions
    where decision in ('same', 'different', 'undecided') and key <> '' and other_key <> ''
    group by least(key, other_key), greatest(key, other_key)
),

keyed as (
    select
        record_number,
        email as key,
    from resolution.records
    where email is not null
    union all
    select
        record_number,
        profile_url as key,
    from resolution.records
    where profile_url is not null
    union all
    -- Two names at one address are told apart by both, and whoever has neither address nor profile by the name.
    select
        record_number,
        lower(full_name || ' <' || email || '>') as key,
    from resolution.records
    where full_name is not null and email is not null
    union all
    select
        record_number,
        lower(full_name) as key,
    from resolution.records
    where email is null and profile_url is null
),

pairs as (
    select
        least(a.record_number, b.record_number) as record_a,
        greatest(a.record_number, b.record_number) as record_b,
        said.decision,
    from said
    inner join keyed as a on said.key = a.key
    inner join keyed as b on said.other_key = b.key
    -- What is undecided was said and taken back.
    where a.record_number <> b.record_number and said.decision <> 'undecided'
    union all
    select
        min(record_number) over () as record_a,
        record_number as record_b,
        'owner' as decision,
    from resolution.records
    where is_owner
)

select
    record_a,
    record_b,
    -- Between two keys of one record each, a "different" outweighs.
    min(decision) as decision,
from pairs
where record_a < record_b
group by record_a, record_b
