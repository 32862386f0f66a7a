-- One row per candidate pair: how the two addresses compare (the first level that fits).
-- grain: record_a, record_b
-- not null: address_level
select
    pairs.record_a,
    pairs.record_b,
    case
        when a.canonical_email = b.canonical_email
            then
                case when a.domain_kind = 'host' then 'same address on a machine' else 'same address' end
        when a.login is null or b.login is null then 'no address'
        when a.login = b.login and len(a.login) > 2 then 'same local part'
        when a.letters = b.letters and len(a.letters) > 4 then 'same letters in local part'
        when
            least(len(a.login), len(b.login)) > 5 and left(a.login, 1) = left(b.login, 1)
            and jaro_winkler_similarity(a.login, b.login) > 0.93 then 'similar local part'
        when a.site = b.site and a.domain_kind = 'own' then 'same site'
        when a.domain_kind = 'own' and b.domain_kind = 'own' then 'two sites'
        else 'other address'
    end as address_level,
    least(a.login_bits, b.login_bits) as login_bits,
from resolution.candidate_pairs as pairs
inner join resolution.records as a on pairs.record_a = a.record_number
inner join resolution.records as b on pairs.record_b = b.record_number
