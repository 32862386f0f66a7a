-- One row per candidate pair: how the two addresses compare, and how the name of the one compares with the address of
-- the other (the first level that fits).
-- grain: record_a, record_b
-- not null: address_level, cross_level
with paired as (
    select
        pairs.record_a,
        pairs.record_b,
        a,
        b,
        a.login = b.login and len(a.login) > 2 as is_same_login,
        len(a.letters) > 4 and a.letters = b.letters as is_same_letters,
    from resolution.candidate_pairs as pairs
    inner join resolution.records as a on pairs.record_a = a.record_number
    inner join resolution.records as b on pairs.record_b = b.record_number
)

select
    record_a,
    record_b,
    case
        when a.canonical_email = b.canonical_email
            then
                case when a.domain_kind = 'host' then 'same address on a machine' else 'same address' end
        when a.login is null or b.login is null then 'no address'
        when is_same_login then 'same local part'
        when is_same_letters then 'same letters in local part'
        when
            least(len(a.login), len(b.login)) > 5 and left(a.login, 1) = left(b.login, 1)
            and similarity(a.login, b.login) > 0.93 then 'similar local part'
        when a.site = b.site and a.domain_kind = 'own' then 'same site'
        when a.domain_kind = 'own' and b.domain_kind = 'own' then 'two sites'
        else 'other address'
    end as address_level,
    case
        when a.handle = b.login or b.handle = a.login then 'handle is the local part'
        when
            list_contains(a.full_spellings, b.letters) or list_contains(b.full_spellings, a.letters)
            or list_contains(a.full_spellings, b.handle) or list_contains(b.full_spellings, a.handle)
            then 'spells the full name'
        when
            list_contains(a.short_spellings, b.letters) or list_contains(b.short_spellings, a.letters)
            or list_contains(a.short_spellings, b.handle) or list_contains(b.short_spellings, a.handle)
            then 'spells initial and surname'
        when
            (a.head <> '' and a.given || left(a.head, 1) in (b.letters, b.handle))
            or (b.head <> '' and b.given || left(b.head, 1) in (a.letters, a.handle))
            then 'spells given name and initial'
        when
            (len(a.head) > 3 and a.head in (b.letters, b.site_label))
            or (len(b.head) > 3 and b.head in (a.letters, a.site_label)) then 'spells the surname'
        when (len(a.given) > 2 and a.given = b.letters) or (len(b.given) > 2 and b.given = a.letters)
            then 'spells the given name'
        when
            (len(a.head) > 4 and (contains(b.letters, a.head) or contains(b.site_label, a.head)))
            or (len(b.head) > 4 and (contains(a.letters, b.head) or contains(a.site_label, b.head)))
            then 'holds the surname'
        when
            (len(a.handle) > 4 and (starts_with(b.login, a.handle) or ends_with(b.login, a.handle)))
            or (len(b.handle) > 4 and (starts_with(a.login, b.handle) or ends_with(a.login, b.handle)))
            then 'holds the handle'
        else 'none'
    end as cross_level,
    least(a.login_bits, b.login_bits) as login_bits,
from paired
