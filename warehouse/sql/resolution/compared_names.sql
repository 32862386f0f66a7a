-- One row per candidate pair: how the two names compare (the first level that fits), and what their words are worth.
-- grain: record_a, record_b
-- not null: name_level
with compared as (
    -- Each column by its name: a record as a whole would be copied into each of its pairs.
    select
        pairs.record_a,
        pairs.record_b,
        a.head = '' or b.head = '' as is_one_word,
        (a.head = b.head or a.family = b.family) and len(a.head) > 1 as is_same_surname,
        list_contains(a.given_roots, b.given) or list_contains(b.given_roots, a.given) or (
            -- Robert and William are both a Bill, and two people all the same; Alejandro and Alex may be one.
            list_has_any(a.given_roots, b.given_roots) and (
                not (a.is_usual_given and b.is_usual_given) or left(a.given, 3) = left(b.given, 3)
                or split_part(a.consonants, ' ', 1) = split_part(b.consonants, ' ', 1)
            )
        ) as is_nickname,
        least(len(a.given), len(b.given)) between 3 and 4 and abs(len(a.given) - len(b.given)) > 1
        and (starts_with(a.given, b.given) or starts_with(b.given, a.given)) as is_short_form,
        'handle' in (a.name_kind, b.name_kind) as has_handle,
        case
            when a.handle = b.handle and a.handle_bits > 14 then 'same handle'
            when a.name_kind is null or b.name_kind is null then 'no name'
            when is_one_word and a.compact = b.compact then 'same word'
            when
                is_one_word and is_nickname and (
                    (
                        len(a.letters_beside_name) > 2 and not contains(a.letters_beside_name, b.head)
                        and not contains(b.compact, a.letters_beside_name)
                    ) or (
                        len(b.letters_beside_name) > 2 and not contains(b.letters_beside_name, a.head)
                        and not contains(a.compact, b.letters_beside_name)
                    )
                ) then 'given name and another surname'
            when is_one_word and is_nickname then 'given name alone'
            when is_one_word and (a.given = b.head or b.given = a.head) then 'surname alone'
            when is_one_word then 'word and other name'
            when a.key = b.key and a.generation <> b.generation then 'father and son'
            when a.key = b.key then 'same full name'
            when a.compact in (b.compact, b.family || b.given) or b.compact = a.family || a.given then 'same letters'
            when list_has_all(a.words, b.words) or list_has_all(b.words, a.words) then 'middle names aside'
            when a.sound = b.sound then 'sounds alike'
            when 'semitic' in (a.script, b.script) and a.consonants = b.consonants then 'same consonants'
            when a.script <> b.script and a.head = b.head then 'surname in another script'
            when a.script <> b.script then 'another script'
            when is_nickname and (a.former_family = b.family or b.former_family = a.family) then 'surname by birth'
            when is_same_surname and a.given = b.given and len(a.given) > 1 then 'middle names differ'
            when is_same_surname and is_nickname and len(a.given) > 1 then 'nickname'
            when is_same_surname and is_short_form then 'short form'
            when
                is_same_surname and (
                    (a.given_initial = b.given_initial and least(len(a.given), len(b.given)) = 1)
                    or (list_contains(a.middle, a.initials[-1]) and list_contains(b.initials, a.initials[-1]))
                ) then 'initial'
            when
                is_same_surname
                and (list_has_any(a.given_roots, b.middle) or list_has_any(b.given_roots, a.middle)) then 'second name'
            when is_same_surname and least(len(a.given), len(b.given)) > 4 and damerau_levenshtein(a.given, b.given) = 1
                then 'similar'
            when is_same_surname and not has_handle then 'other given name'
            when is_nickname and (list_contains(a.middle, b.head) or list_contains(b.middle, a.head))
                then 'one surname more'
            when is_nickname and least(len(a.head), len(b.head)) = 1 and left(a.head, 1) = left(b.head, 1)
                then 'initial of surname'
            when is_nickname and least(len(a.head), len(b.head)) > 4 and damerau_levenshtein(a.head, b.head) = 1
                then 'similar'
            when has_handle then 'word and other name'
            when is_nickname then 'other surname'
            else 'other name'
        end as name_level,
        least(a.given_bits, b.given_bits) as given_bits,
        least(a.family_bits, b.family_bits) as family_bits,
        greatest(a.handle_bits, b.handle_bits) as handle_bits,
    from resolution.candidate_pairs as pairs
    inner join resolution.records as a on pairs.record_a = a.record_number
    inner join resolution.records as b on pairs.record_b = b.record_number
)

select * exclude (is_one_word, is_same_surname, is_nickname, is_short_form, has_handle)
from compared
