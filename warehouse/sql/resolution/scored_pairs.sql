-- One row per candidate pair with its match weight.
-- grain: record_a, record_b
with population as (
    -- The chance that two records picked blindly are one person; a small mailbox counts like one of four thousand people.
    select -log2(greatest(count(*) / 2.2, 4096)) as prior_bits
    from resolution.records
),

weighed as (
    select
        names.record_a,
        names.record_b,
        names.name_level,
        addresses.address_level,
        addresses.cross_level,
        names.agreement_bits + name_weights.bits as name_bits,
        addresses.cross_bits + cross_weights.bits as cross_bits,
        case when addresses.address_level like '%local part' then greatest(addresses.login_bits + address_weights.bits, 0) else address_weights.bits end as address_bits,
    from resolution.compared_names as names
    inner join resolution.compared_addresses as addresses
        on names.record_a = addresses.record_a and names.record_b = addresses.record_b
    inner join resolution.weights as name_weights
        on name_weights.comparison = 'name' and names.name_level = name_weights.level
    inner join resolution.weights as cross_weights
        on cross_weights.comparison = 'cross' and addresses.cross_level = cross_weights.level
    inner join resolution.weights as address_weights
        on address_weights.comparison = 'address' and addresses.address_level = address_weights.level
)

select
    weighed.*,
    population.prior_bits
    + least(name_bits, 0) + greatest(name_bits, cross_bits, 0)
    + address_bits as match_weight,
from weighed
cross join population
