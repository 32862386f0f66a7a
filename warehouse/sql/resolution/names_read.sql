-- One row per name as written, as it reads by itself. A name of two plain words is put together from them, which are
-- far fewer (of a million records: 168,000, and 765,000 names); `name_forms` reads it alike, in four times the time.
-- grain: written
-- not null: mention_count, forms
with paired as (
    select
        names.*,
        coalesce(first.forms.is_plain and last.forms.is_plain, false) as is_plain,
        -- "Kim Minsu" and "Varga Katalin", but not "Ana Silva", as `warehouse.names` tells of longer names.
        not names.is_ordered and len(names.first_word) > 1
        and (
            (
                first.forms.is_east_asian_surname and not last.forms.is_east_asian_surname
                and last.forms.family_per_million <= last.forms.given_per_million
            ) or (
                case
                    when first.forms.family_per_million > 0
                        then first.forms.family_per_million >= 4 * first.forms.given_per_million
                    else first.forms.given_per_million = 0 and last.forms.given_per_million >= 500
                end
                and last.forms.given_per_million > 4 * last.forms.family_per_million
            )
        ) as is_surname_first,
        first.forms as first_forms,
        last.forms as last_forms,
    from resolution.names_written as names
    left join resolution.name_words as first on names.first_word = first.word
    left join resolution.name_words as last on names.last_word = last.word
),

ordered as (
    select
        *,
        case when is_surname_first then last_word else first_word end as given,
        case when is_surname_first then first_word else last_word end as family,
        case when is_surname_first then last_forms else first_forms end as given_forms,
        case when is_surname_first then first_forms else last_forms end as family_forms,
    from paired
)

select
    written,
    mention_count,
    case
        -- "Help Desk" is one of the words for nobody, written apart.
        when is_plain and given || family not in (select unnest(getvariable('collective_words')))
            then {
                kind: case when len(given) > 1 then 'full' else 'initialed' end,
                key: least(given, family) || ' ' || greatest(given, family),
                compact: given || family,
                given: given,
                family: family,
                head: family,
                middle: cast([] as text[]),
                given_roots: given_forms.roots,
                sound: given_forms.sound || family_forms.sound,
                consonants: given_forms.consonants || ' ' || family_forms.consonants,
                annotation: '',
                former_family: '',
                generation: '',
                nicknames: cast([] as text[]),
                display: display,
                is_via: false,
                script: 'latin'
            }
        else name_forms(written)
    end as forms,
from ordered
