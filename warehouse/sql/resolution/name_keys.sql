-- One row per record and key that its name gives for blocking.
-- grain: none
with scripts as (
    select
        bool_or(script = 'semitic') as has_semitic,
        bool_or(former_family <> '') as has_former,
    from resolution.records
),

keyed as (
    select
        records.record_number,
        unnest([
            { rule: 'same full name', key: case when records.head <> '' then records.key end },
            { rule: 'sounds alike', key: case when records.name_kind = 'full' then records.sound end },
            {
                rule: 'surname and initial',
                key: case when len(records.head) > 1 then records.head || ' ' || records.given_initial end
            },
            {
                rule: 'surname by birth',
                key: case when records.former_family <> '' then records.given || records.former_family end
            },
            { rule: 'surname by birth', key: case when scripts.has_former then records.given || records.family end },
            {
                rule: 'given name at one site',
                key: case when records.domain_kind <> 'private' then records.given || '@' || records.site end
            },
            { rule: 'same rare word', key: records.given },
            { rule: 'same rare word', key: records.head },
            -- Transcriptions from scripts without vowels.
            { rule: 'same consonants', key: case when scripts.has_semitic then records.consonants end },
            {
                rule: 'same local part or handle',
                key: case when records.name_kind = 'handle' then records.compact end
            }
        ]) as named,
    from resolution.records as records
    cross join scripts
    where records.given <> ''
)

select
    named.rule,
    named.key,
    record_number,
from keyed
where named.key <> ''
union all
select
    'same name and employer' as rule,
    key || '@' || unnest(employers) as key,
    record_number,
from resolution.records
where name_kind = 'full'
