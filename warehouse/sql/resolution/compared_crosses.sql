-- One row per candidate pair: how the name of the one compares with the address (or the login) of the other, either way
-- round (the first level that fits), and what the words of the name that fits are worth.
-- grain: record_a, record_b
-- not null: cross_level
with ranked as (
    select
        pairs.record_a,
        pairs.record_b,
        a.given_bits as given_bits_a,
        b.given_bits as given_bits_b,
        a.family_bits as family_bits_a,
        b.family_bits as family_bits_b,
        a.handle_bits as handle_bits_a,
        b.handle_bits as handle_bits_b,
        case
            when a.handle = b.login then 1
            when list_has_any(a.full_spellings, [b.telling_letters, b.handle]) then 2
            when list_has_any(a.short_spellings, [b.telling_letters, b.handle]) then 3
            when a.head <> '' and a.given || left(a.head, 1) in (b.telling_letters, b.handle) then 4
            when len(a.head) > 3 and a.head in (b.telling_letters, b.site_label) then 5
            when len(a.given) > 2 and a.given = b.telling_letters then 6
            when len(a.head) > 4 and contains(b.site_label, a.head) then 7
            when
                len(a.head) > 4 and contains(b.telling_letters, a.head)
                and (
                    contains(a.compact, replace(b.telling_letters, a.head, ''))
                    or starts_with(replace(b.telling_letters, a.head, ''), a.given_initial)
                ) then 7
            when
                a.name_kind = 'handle' and len(a.handle) > 4
                and (starts_with(b.login, a.handle) or ends_with(b.login, a.handle)) then 8
            else 9
        end as rank_a,
        case
            when b.handle = a.login then 1
            when list_has_any(b.full_spellings, [a.telling_letters, a.handle]) then 2
            when list_has_any(b.short_spellings, [a.telling_letters, a.handle]) then 3
            when b.head <> '' and b.given || left(b.head, 1) in (a.telling_letters, a.handle) then 4
            when len(b.head) > 3 and b.head in (a.telling_letters, a.site_label) then 5
            when len(b.given) > 2 and b.given = a.telling_letters then 6
            when len(b.head) > 4 and contains(a.site_label, b.head) then 7
            when
                len(b.head) > 4 and contains(a.telling_letters, b.head)
                and (
                    contains(b.compact, replace(a.telling_letters, b.head, ''))
                    or starts_with(replace(a.telling_letters, b.head, ''), b.given_initial)
                ) then 7
            when
                b.name_kind = 'handle' and len(b.handle) > 4
                and (starts_with(a.login, b.handle) or ends_with(a.login, b.handle)) then 8
            else 9
        end as rank_b,
    from resolution.candidate_pairs as pairs
    inner join resolution.records as a on pairs.record_a = a.record_number
    inner join resolution.records as b on pairs.record_b = b.record_number
)

select
    record_a,
    record_b,
    [
        'handle is the local part', 'spells the full name', 'spells initial and surname',
        'spells given name and initial', 'spells the surname', 'spells the given name', 'holds the surname',
        'holds the handle', 'none'
    ][least(rank_a, rank_b)] as cross_level,
    least(
        case when rank_a <= rank_b then given_bits_a end,
        case when rank_b <= rank_a then given_bits_b end
    ) as given_bits,
    least(
        case when rank_a <= rank_b then family_bits_a end,
        case when rank_b <= rank_a then family_bits_b end
    ) as family_bits,
    least(
        case when rank_a <= rank_b then handle_bits_a end,
        case when rank_b <= rank_a then handle_bits_b end
    ) as handle_bits,
from ranked
