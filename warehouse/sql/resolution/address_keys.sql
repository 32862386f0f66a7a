-- One row per record and key that its address, login, profile or card gives for blocking.
-- grain: none
-- stored: no
select
    'same profile' as rule,
    coalesce(profile_key, profile_url) as key,
    record_number,
from resolution.records
where profile_url is not null
union all
select
    'same address' as rule,
    canonical_email as key,
    record_number,
from resolution.records
where canonical_email is not null
union all
select
    'same local part or handle' as rule,
    key,
    record_number,
from resolution.short_keys
where is_login
union all
select
    rule,
    key,
    record_number,
from resolution.cards
