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
)

select
    judged.record_a,
    judged.record_b,
    judged.match_weight,
    coalesce(nullif(concat_ws(
        '; ',
        profiles.words,
        names.words,
        addresses.words,
        -- That an address spells the name is news only where the names themselves do not agree.
        case
            when judged.cross_bits > judged.name_bits and judged.address_level <> 'same address'
                then crosses.words
        end,
        cards.words,
        case
            when judged.employer_level = 'same employer'
                then coalesce(
                    'both at ' || list_intersect(judged.employers_a, judged.employers_b)[1],
                    employers.words
                )
        end,
        times.words
    ), ''), 'little') as reason,
from judged
left join resolution.weights as profiles
    on judged.profile_level = profiles.level and profiles.comparison = 'profile'
left join resolution.weights as names
    on judged.name_level = names.level and names.comparison = 'name'
left join resolution.weights as addresses
    on judged.address_level = addresses.level and addresses.comparison = 'address'
left join resolution.weights as crosses
    on judged.cross_level = crosses.level and crosses.comparison = 'cross'
left join resolution.weights as cards
    on judged.card_level = cards.level and cards.comparison = 'card'
left join resolution.weights as employers
    on judged.employer_level = employers.level and employers.comparison = 'employer'
left join resolution.weights as times
    on judged.time_level = times.level and times.comparison = 'time'
