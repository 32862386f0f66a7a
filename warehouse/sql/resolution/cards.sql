-- One row per record and card (a vCard, an uploaded contact) or telephone number on which it stands.
-- grain: rule, key, record_number
with carded as (
    select
        contacts.contact_id,
        contacts.phones,
        records.record_number,
    from staging.contacts as contacts
    inner join resolution.records as records on contacts.identity_id = records.identity_id
),

dialled as (
    select
        record_number,
        -- The last nine digits: with or without the prefix of the country.
        right(regexp_replace(unnest(phones), '[^0-9]', '', 'g'), 9) as phone,
    from carded
)

select distinct
    'same card' as rule,
    contact_id as key,
    record_number,
from carded
union
select
    'same phone' as rule,
    phone as key,
    record_number,
from dialled
where len(phone) > 6
