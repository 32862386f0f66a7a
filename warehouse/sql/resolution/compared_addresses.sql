-- One row per candidate pair: how the two addresses compare, and how the name of the one compares with the address of the
-- other (the first level that fits).
-- grain: record_a, record_b
-- not null: address_level, cross_level
with paired as (
    select
        pairs.record_a,
        pairs.record_b,
        a,
        b,
        similarity(coalesce(a.login, ''), coalesce(b.login, '')) as similarity,
    from resolution.candidate_pairs as pairs
    inner join resolution.records as a on pairs.record_a = a.record_number
    inner join resolution.records as b on pairs.record_b = b.record_number
),

both_ways as (
    select record_a, record_b, a as named, b as addressed from paired
    union all
    select record_a, record_b, b as named, a as addressed from paired
),

crossed as (
    select
        record_a,
        record_b,
        case
            when named.handle = addressed.login then 1
            when list_contains(named.full_spellings, addressed.letters)
                or list_contains(named.full_spellings, addressed.handle) then 2
            when list_contains(named.short_spellings, addressed.letters)
                or list_contains(named.short_spellings, addressed.handle) then 3
            when named.head <> '' and named.given || left(named.head, 1) in (addressed.letters, addressed.handle) then 4
            when len(named.head) > 3 and named.head in (addressed.letters, addressed.site_label) then 5
            when len(named.given) > 2 and addressed.letters = named.given then 6
            when len(named.head) > 4
                and (contains(addressed.letters, named.head) or contains(addressed.site_label, named.head)) then 7
            when len(named.handle) > 4
                and (starts_with(addressed.login, named.handle) or ends_with(addressed.login, named.handle)) then 8
            else 9
        end as level_number,
        coalesce(named.given_bits, 0) as given_bits,
        named.handle_bits,
        coalesce(named.family_bits, 0) as family_bits,
    from both_ways
),

best as (
    select record_a, record_b, min(level_number) as level_number,
      arg_min(case when level_number=2 then given_bits+family_bits when level_number in (3,5,7) then family_bits when level_number in (4,6) then given_bits when level_number=1 then handle_bits else 0 end, level_number) as cross_bits
    from crossed
    group by record_a, record_b
)

select
    paired.record_a,
    paired.record_b,
    case
        when a.canonical_email = b.canonical_email then
            case when a.domain_kind = 'host' then 'same address on a machine' else 'same address' end
        when a.login is null or b.login is null then 'no address'
        when a.login = b.login and len(a.login) > 2 then 'same local part'
        when len(a.letters) > 4 and a.letters = b.letters then 'same letters in local part'
        when similarity > 0.93 and least(len(a.login), len(b.login)) > 5 then 'similar local part'
        when a.site = b.site and a.domain_kind = 'own' then 'same site'
        when a.domain_kind = 'own' and b.domain_kind = 'own' then 'two sites'
        else 'other address'
    end as address_level,
    ['handle is the local part', 'spells the full name', 'spells initial and surname', 'spells given name and initial', 'spells the surname', 'spells the given name', 'holds the surname', 'holds the handle', 'none'][best.level_number] as cross_level,
    best.cross_bits,
    case
        when a.canonical_email = b.canonical_email then 0
        when a.login = b.login or (len(a.letters) > 4 and a.letters = b.letters) or similarity > 0.93
            then least(a.login_bits, b.login_bits)
        else 0
    end as login_bits,
from paired
inner join best on paired.record_a = best.record_a and paired.record_b = best.record_b
