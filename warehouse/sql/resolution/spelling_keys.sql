-- One row per record and short form of its name that some other record goes by: a login that the name may spell, or
-- the surname behind an initial.
-- grain: none
-- stored: no
with spelled as (
    select
        'local part spells the name' as rule,
        unnest(full_spellings) as key,
        record_number,
    from resolution.records
    union all
    select
        'local part spells initial and surname' as rule,
        unnest(short_spellings) as key,
        record_number,
    from resolution.records
    union all
    select
        'local part spells given name and initial' as rule,
        given || left(head, 1) as key,
        record_number,
    from resolution.records
    where len(given) > 2 and len(head) > 1
    union all
    select
        'surname and initial' as rule,
        head || ' ' || given_initial as key,
        record_number,
    from resolution.records
    where len(given) > 1 and len(head) > 1
)

select
    spelled.rule,
    spelled.key,
    spelled.record_number,
from spelled
semi join resolution.short_keys as shorts on spelled.key = shorts.key
