-- One row per candidate pair: its levels, what each adds in bits, and the match weight, which is their sum.
-- grain: record_a, record_b
-- not null: match_weight
with population as (
    -- Two records picked blindly are seldom one person's; a small mailbox counts like one of 2,500 people.
    select -log2(greatest(count(*) / 2.2, 2500)) as prior_bits
    from resolution.records
),

weights as (
    select map(list(comparison || ': ' || level), list(bits)) as bits
    from resolution.weights
),

weighed as (
    select
        names.record_a,
        names.record_b,
        names.name_level,
        addresses.address_level,
        addresses.cross_level,
        contexts.profile_level,
        contexts.card_level,
        contexts.employer_level,
        contexts.time_level,
        names.agreement_bits + weights.bits['name: ' || names.name_level] as name_bits,
        addresses.cross_bits + weights.bits['cross: ' || addresses.cross_level] as cross_bits,
        addresses.login_bits + weights.bits['address: ' || addresses.address_level] as address_bits,
        weights.bits['profile: ' || contexts.profile_level] as profile_bits,
        weights.bits['card: ' || contexts.card_level] as card_bits,
        weights.bits['employer: ' || contexts.employer_level] as employer_bits,
        weights.bits['time: ' || contexts.time_level] as time_bits,
    from resolution.compared_names as names
    inner join resolution.compared_addresses as addresses
        on names.record_a = addresses.record_a and names.record_b = addresses.record_b
    inner join resolution.compared_contexts as contexts
        on names.record_a = contexts.record_a and names.record_b = contexts.record_b
    cross join weights
)

select
    weighed.*,
    cast(
        population.prior_bits
        -- A name, and an address that spells it, are one piece of evidence: the better of the two counts.
        + least(name_bits, 0) + greatest(name_bits, cross_bits, 0)
        + case when address_level like '%local part' then greatest(address_bits, 0) else address_bits end
        + profile_bits + card_bits + employer_bits + time_bits
        as float
    ) as match_weight,
from weighed
cross join population
