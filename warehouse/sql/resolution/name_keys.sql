-- One row per record and key that its name gives for blocking.
-- grain: none
-- stored: no
with keyed as (
    select
        'same full name' as rule,
        key,
        record_number,
    from resolution.records
    where head <> ''
    union all
    select
        'sounds alike' as rule,
        sound as key,
        record_number,
    from resolution.records
    where name_kind = 'full'
    union all
    select
        'same name and employer' as rule,
        key || '@' || unnest(employers) as key,
        record_number,
    from resolution.records
    where name_kind = 'full'
    union all
    select
        'surname and nickname' as rule,
        head || ' ' || unnest(given_roots) as key,
        record_number,
    from resolution.records
    where len(head) > 1 and len(given) > 1
    union all
    select
        'surname by birth' as rule,
        given || unnest([former_family, family]) as key,
        record_number,
    from resolution.records
    where given <> '' and (select bool_or(former_family <> '') from resolution.records)
    union all
    select
        'given name at one site' as rule,
        given || '@' || site as key,
        record_number,
    from resolution.records
    where given <> '' and domain_kind <> 'private'
    union all
    select
        'same rare word' as rule,
        given as key,
        record_number,
    from resolution.records
    union all
    select
        'same rare word' as rule,
        head as key,
        record_number,
    from resolution.records
    where head <> given
    union all
    -- Transcriptions from scripts without vowels.
    select
        'same consonants' as rule,
        consonants as key,
        record_number,
    from resolution.records
    where (select bool_or(script = 'semitic') from resolution.records)
)

select
    rule,
    key,
    record_number,
from keyed
where key <> ''
