-- One row per distinct name as the sources write it (or as an address spells it), with its normal forms.
-- grain: written
-- not null: kind, key
with written as (
    select
        written,
        bool_or(is_told) as is_told,
    from (
        select
            full_name as written,
            true as is_told,
        from staging.identities
        union all
        select
            spelled_name as written,
            false as is_told,
        from resolution.addresses
    ) as sources
    where written is not null
    group by written
),

read as (
    select
        written,
        is_told,
        name_forms(written) as forms,
    from written
)

select
    written,
    is_told,
    forms.*,
    string_split(forms.key, ' ') as words,
    left(forms.given, 1) as given_initial,
    -- How a local part would spell the name in full: anasilva, silvaana, pavertana, robertsilva for a Bob …
    case
        when forms.kind in ('full', 'handle') and forms.family <> ''
            then
                list_distinct(
                    [
                        forms.family || forms.given,
                        forms.head || forms.given,
                        forms.given || array_to_string(forms.middle, '') || forms.family,
                        forms.given || array_to_string(list_transform(forms.middle, lambda word: left(word, 1)), '')
                        || forms.family
                    ]
                    || list_transform(forms.given_roots, lambda root: root || forms.family)
                    || list_transform(forms.given_roots, lambda root: root || forms.head)
                )
        else []
    end as full_spellings,
    -- … and in short: asilva, silvaa, amsilva, and ams for three initials.
    case
        when len(forms.head) > 1
            then
                list_distinct([
                    left(forms.given, 1) || forms.family,
                    forms.family || left(forms.given, 1),
                    left(forms.given, 1) || forms.head,
                    forms.head || left(forms.given, 1),
                    array_to_string(list_transform(forms.middle || [forms.given], lambda word: left(word, 1)), '')
                    || forms.head,
                    left(forms.given, 1)
                    || array_to_string(list_transform(forms.middle, lambda word: left(word, 1)), '')
                    || forms.head
                ])
        else []
    end as short_spellings,
    list_transform([forms.given] || forms.middle, lambda word: left(word, 1)) as initials,
from read
