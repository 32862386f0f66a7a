-- One row per person, kind of source and day of an export: the company and position that it tells of them.
-- company_key: As in companies_keyed.
-- grain: person_id, kind, observed_on
with told as (
    select
        persons_of.person_id,
        contacts.kind,
        contacts.observed_on,
        arg_max(contacts.company, contacts.contact_id) as company,
        arg_max(contacts.position, contacts.contact_id) as position,
    from staging.contacts as contacts
    inner join resolution.persons_of as persons_of on contacts.identity_id = persons_of.identity_id
    where contacts.observed_on <= cast(getvariable('as_of') as date)
    group by persons_of.person_id, contacts.kind, contacts.observed_on
)

select
    told.*,
    companies.company_key,
from told
left join relations.companies_keyed as companies on told.company = companies.company
