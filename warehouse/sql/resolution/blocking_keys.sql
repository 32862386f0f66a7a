-- One row per record and key by which it is brought together with others that may be the same person.
-- grain: rule, key, record_number
-- not null: rule, key, record_number, most_records
with records as (
    select * from resolution.records
),

limits as (
    -- A key that more records share than this brings nobody together: it costs too many pairs, and says too little.
    select *
    from (
        values
        ('same profile', 200),
        ('same address', 200),
        ('same card', 50),
        ('same phone', 12),
        ('same full name', 60),
        ('same name, same employer', 60),
        ('local part spells the name', 40),
        ('local part spells initial and surname', 20),
        ('same local part', 25),
        ('spells given name and initial', 10),
        ('same handle', 25),
        ('sounds alike', 40),
        ('surname and initial', 25),
        ('surname by birth', 12),
        ('given name at one site', 15),
        ('same rare word', 6),
        ('same consonants', 12)
    ) as listed (rule, most_records)
),

keys as (
    select 'same profile' as rule, profile_url as key, record_number from records
    union all
    select 'same address', canonical_email, record_number from records
    union all
    select 'same full name', key, record_number from records
    where name_kind in ('full', 'handle') and head <> ''
    union all
    select 'same name, same employer', key || '@' || site_label, record_number from records
    where name_kind = 'full' and domain_kind = 'own'
    union all
    select 'local part spells the name', unnest(full_spellings), record_number from records
    union all
    select 'local part spells the name', letters, record_number from records
    where len(letters) > 4
    union all
    select 'local part spells initial and surname', unnest(short_spellings), record_number from records
    union all
    select 'local part spells initial and surname', letters, record_number from records
    where len(letters) > 3
    union all
    select 'same local part', login, record_number from records
    where len(login) > 2
    union all
    select 'same local part', handle, record_number from records
    where len(handle) > 2
    union all
    select 'spells given name and initial', given || left(head, 1), record_number from records
    where len(given) > 2 and len(head) > 1
    union all
    select 'spells given name and initial', coalesce(letters, handle), record_number from records
    where len(coalesce(letters, handle)) > 3
    union all
    select 'spells given name and initial', handle, record_number from records
    where len(handle) > 3
    union all
    select 'same handle', coalesce(handle, compact), record_number from records
    where len(coalesce(handle, compact)) > 2
    union all
    select 'sounds alike', sound, record_number from records
    where name_kind = 'full'
    union all
    select 'surname and initial', head || ' ' || given_initial, record_number from records
    where len(head) > 1
    union all
    select 'surname by birth', given || former_family, record_number from records
    where former_family <> ''
    union all
    select 'surname by birth', given || family, record_number from records
    where name_kind = 'full'
    union all
    select 'given name at one site', given || '@' || site, record_number from records
    where domain_kind <> 'private' and given <> ''
    union all
    select 'same rare word', given, record_number from records
    where len(given) > 3
    union all
    select 'same rare word', head, record_number from records
    where len(head) > 3
    union all
    select 'same consonants', consonants, record_number from records
    where name_kind = 'full'
)

select distinct
    keys.rule,
    keys.key,
    keys.record_number,
    limits.most_records,
from keys
inner join limits on keys.rule = limits.rule
where keys.key is not null and keys.key <> ''
