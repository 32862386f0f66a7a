-- One row per record and key that its address, login, profile or card gives for blocking.
-- grain: none
with keyed as (
    select
        record_number,
        unnest([
            { rule: 'same profile', key: profile_url },
            { rule: 'same address', key: canonical_email },
            { rule: 'local part spells the name', key: letters },
            { rule: 'local part spells the name', key: handle },
            { rule: 'local part spells initial and surname', key: letters },
            { rule: 'local part spells initial and surname', key: handle },
            { rule: 'local part spells given name and initial', key: letters },
            { rule: 'local part spells given name and initial', key: handle },
            { rule: 'same local part or handle', key: login },
            { rule: 'same local part or handle', key: letters },
            { rule: 'same local part or handle', key: handle }
        ]) as named,
    from resolution.records
)

select
    named.rule,
    named.key,
    record_number,
from keyed
where named.key <> ''
union all
select
    rule,
    key,
    record_number,
from resolution.cards
