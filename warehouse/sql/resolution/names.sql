-- One row per name as written, told beside an address or spelled by one, with its normal forms, its words in the right
-- order.
-- grain: written
-- not null: kind, key
with read as (
    select
        names_read.written,
        names_read.mention_count,
        names_read.forms as own,
        coalesce(ordered.forms, names_read.forms) as forms,
    from resolution.names_read as names_read
    left join resolution.names_reordered as ordered
        on
            names_read.forms.key = ordered.key and names_read.forms.script = ordered.script
            and names_read.forms.kind = 'full'
)

select
    written,
    own.kind,
    forms.* exclude (kind, given_roots, annotation, former_family, generation, nicknames, display, is_via),
    list_distinct(forms.given_roots || own.nicknames) as given_roots,
    own.annotation,
    own.former_family,
    own.generation,
    own.display,
    own.is_via,
    mention_count,
    own.given <> forms.given as is_reordered,
    -- In letters that are not Latin.
    regexp_matches(written, '[^\P{L}\p{Latin}]') as is_foreign,
    string_split(forms.key, ' ') as words,
    left(forms.given, 1) as given_initial,
    -- How a local part would spell the name in full: anasilva, silvaana, pavertana, robertsilva for a Bob …
    case
        when own.kind in ('full', 'handle') and forms.family <> ''
            then
                list_distinct(
                    [
                        forms.family || forms.given,
                        forms.head || forms.given,
                        forms.given || array_to_string(forms.middle, '') || forms.family,
                        forms.given || array_to_string(list_transform(forms.middle, lambda word: left(word, 1)), '')
                        || forms.family
                    ]
                    || list_transform(given_roots, lambda root: root || forms.family)
                    || list_transform(given_roots, lambda root: root || forms.head)
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
