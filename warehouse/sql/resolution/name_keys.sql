-- One row per record and key that its name gives for blocking.
-- grain: none
with records as (
    select * from resolution.records
    where given <> ''
)

select 'same full name' as rule, key, record_number from records
where head <> ''
union all
select 'same name and employer' as rule, key || '@' || unnest(employers) as key, record_number from records
where name_kind = 'full'
union all
select 'local part spells the name' as rule, unnest(full_spellings) as key, record_number from records
union all
select 'local part spells initial and surname' as rule, unnest(short_spellings) as key, record_number from records
union all
select 'local part spells given name and initial' as rule, given || left(head, 1) as key, record_number from records
where len(given) > 2 and len(head) > 1
union all
select 'sounds alike' as rule, sound as key, record_number from records
where name_kind = 'full'
union all
select 'surname and initial' as rule, head || ' ' || given_initial as key, record_number from records
where len(head) > 1
union all
select 'surname by birth' as rule, given || former_family as key, record_number from records
where former_family <> ''
union all
select 'surname by birth' as rule, given || family as key, record_number from records
where name_kind = 'full'
union all
select 'given name at one site' as rule, given || '@' || site as key, record_number from records
where domain_kind <> 'private'
union all
select 'same rare word' as rule, unnest([given, head]) as key, record_number from records
union all
select 'same consonants' as rule, consonants as key, record_number from records
where name_kind = 'full'
union all
select 'same local part or handle' as rule, compact as key, record_number from records
where name_kind = 'handle'
