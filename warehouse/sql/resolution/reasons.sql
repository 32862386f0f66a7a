-- One row per judged pair: its weight, and the levels that counted in words.
-- grain: record_a, record_b
with judged as (
    select
        pairs.*,
        a.employers as employers_a,
        b.employers as employers_b,
    from resolution.judged_pairs as judged
    inner join resolution.scored_pairs as pairs on judged.record_a = pairs.record_a and judged.record_b = pairs.record_b
    inner join resolution.records as a on pairs.record_a = a.record_number
    inner join resolution.records as b on pairs.record_b = b.record_number
),

words as (
    select map(list(comparison || ': ' || level), list(words)) as of_level
    from resolution.weights
)

select
    judged.record_a,
    judged.record_b,
    judged.match_weight,
    coalesce(nullif(concat_ws(
        '; ',
        words.of_level['profile: ' || judged.profile_level],
        words.of_level['name: ' || judged.name_level],
        words.of_level['address: ' || judged.address_level],
        -- That an address spells the name is news only where the names themselves do not agree.
        case
            when judged.cross_bits > judged.name_bits and judged.address_level <> 'same address'
                then words.of_level['cross: ' || judged.cross_level]
        end,
        words.of_level['card: ' || judged.card_level],
        case
            when judged.employer_level = 'same employer'
                then coalesce(
                    'both at ' || list_intersect(judged.employers_a, judged.employers_b)[1],
                    words.of_level['employer: same employer']
                )
        end,
        words.of_level['time: ' || judged.time_level]
    ), ''), 'little') as reason,
from judged
cross join words
