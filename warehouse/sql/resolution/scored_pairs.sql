-- One row per candidate pair: its levels, what each adds in bits, and the match weight, which is their sum.
-- grain: record_a, record_b
-- not null: match_weight
with population as (
    -- Two records picked blindly are seldom one person's; a small mailbox counts like one of 2,500 people. In a large
    -- one there are about as many people as records, told or not, who might bear a name.
    select -log2(greatest(count(*), 2500)) as prior_bits
    from resolution.records
),

weighed as (
    select
        names.record_a,
        names.record_b,
        names.name_level,
        addresses.address_level,
        crosses.cross_level,
        contexts.profile_level,
        contexts.card_level,
        contexts.employer_level,
        contexts.time_level,
        name_weights.bits + case name_weights.rarity
            when 'full name' then names.given_bits + names.family_bits
            when 'surname' then names.family_bits
            when 'given name' then names.given_bits
            when 'word' then least(names.given_bits, names.handle_bits)
            when 'login' then names.handle_bits
            else 0
        end as name_bits,
        cross_weights.bits + case cross_weights.rarity
            when 'full name' then crosses.given_bits + crosses.family_bits
            when 'surname' then crosses.family_bits
            when 'given name' then crosses.given_bits
            when 'login' then crosses.handle_bits
            else 0
        end as cross_bits,
        case
            when address_weights.rarity = 'local part' then greatest(address_weights.bits + addresses.login_bits, 0)
            else address_weights.bits
        end as address_bits,
        profiles.bits + cards.bits + employers.bits + times.bits as context_bits,
    from resolution.compared_names as names
    inner join resolution.compared_addresses as addresses
        on names.record_a = addresses.record_a and names.record_b = addresses.record_b
    inner join resolution.compared_crosses as crosses
        on names.record_a = crosses.record_a and names.record_b = crosses.record_b
    inner join resolution.compared_contexts as contexts
        on names.record_a = contexts.record_a and names.record_b = contexts.record_b
    -- Left: an inner join is taken to leave few pairs, and then all the pairs so far are hashed for the next one.
    left join resolution.weights as name_weights
        on names.name_level = name_weights.level and name_weights.comparison = 'name'
    left join resolution.weights as cross_weights
        on crosses.cross_level = cross_weights.level and cross_weights.comparison = 'cross'
    left join resolution.weights as address_weights
        on addresses.address_level = address_weights.level and address_weights.comparison = 'address'
    left join resolution.weights as profiles
        on contexts.profile_level = profiles.level and profiles.comparison = 'profile'
    left join resolution.weights as cards on contexts.card_level = cards.level and cards.comparison = 'card'
    left join resolution.weights as employers
        on contexts.employer_level = employers.level and employers.comparison = 'employer'
    left join resolution.weights as times on contexts.time_level = times.level and times.comparison = 'time'
)

select
    weighed.*,
    -- A name, and an address that spells it, are one piece of evidence: the better of the two counts.
    cast(
        population.prior_bits + least(name_bits, 0) + greatest(name_bits, cross_bits, 0) + address_bits + context_bits
        as float
    ) as match_weight,
from weighed
cross join population
