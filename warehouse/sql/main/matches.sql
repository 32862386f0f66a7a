-- One row per pair of identities that are taken for one person, that the user has spoken about, or that await review.
-- grain: identity_id_a, identity_id_b
-- not null: match_weight, match_probability, reason, decision
-- identity_id_a: One identity; the smaller key.
-- identity_id_b: The other one.
-- match_weight: Evidence that they are one person, in bits; 0 is even odds.
-- match_probability: The same as a probability.
-- reason: The evidence in words.
-- decision: auto (matched by weight), same or different (the user's word), review (worth asking the user).
with judged as (
    select
        record_a,
        record_b,
        decision,
    from resolution.judged_pairs
),

read as (
    select
        record_a,
        record_b,
        match_weight,
        reason,
    from resolution.reasons
)

select
    a.identity_id as identity_id_a,
    b.identity_id as identity_id_b,
    cast(coalesce(read.match_weight, 0) as double) as match_weight,
    1 / (1 + 2 ** -cast(coalesce(read.match_weight, 0) as double)) as match_probability,
    case judged.decision
        when 'same' then 'you said so'
        when 'different' then 'you told them apart'
        when 'owner' then 'both are yours'
        else read.reason
    end as reason,
    replace(judged.decision, 'owner', 'auto') as decision,
from judged
inner join resolution.records as a on judged.record_a = a.record_number
inner join resolution.records as b on judged.record_b = b.record_number
left join read on judged.record_a = read.record_a and judged.record_b = read.record_b
