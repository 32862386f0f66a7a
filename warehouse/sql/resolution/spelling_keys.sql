-- One row per record and way to spell its name as a local part that some address, or login, has.
-- grain: none
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
),

logins as (
    select letters as login
    from resolution.records
    where len(letters) > 2
    union
    select handle as login
    from resolution.records
    where len(handle) > 2
)

select
    spelled.rule,
    spelled.key,
    spelled.record_number,
from spelled
inner join logins on spelled.key = logins.login
