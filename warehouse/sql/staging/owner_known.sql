-- One row per address that a setting or the LinkedIn archive says is the owner's.
-- grain: email, evidence
select distinct
    lower(trim(setting.email)) as email,
    'settings' as evidence,
from (select unnest(getvariable('me')) as email) as setting
union all
select distinct
    lower(trim(contact.email)) as email,
    'profile' as evidence,
from (
    select unnest(emails) as email from staging.own_cards
    where is_owner
) as contact
