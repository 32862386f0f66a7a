-- One row per record and key that its address, login or profile gives for blocking.
-- grain: none
with records as (
    select * from resolution.records
)

select
    'same profile' as rule,
    profile_url as key,
    record_number
from records
union all
select
    'same address' as rule,
    canonical_email as key,
    record_number
from records
union all
select
    'local part spells the name' as rule,
    unnest([letters, handle]) as key,
    record_number
from records
union all
select
    'local part spells initial and surname' as rule,
    unnest([letters, handle]) as key,
    record_number
from records
union all
select
    'local part spells given name and initial' as rule,
    unnest([letters, handle]) as key,
    record_number
from records
union all
select
    'same local part or handle' as rule,
    unnest([login, letters, handle]) as key,
    record_number
from records
union all
select
    rule,
    key,
    record_number
from resolution.cards
