-- One row per mail domain and company that is told of people with an address there.
-- share: Of the people at that domain of whom a company is told, those of whom it is this one.
-- grain: site, company_key
with told as (
    select distinct
        persons_of.person_id,
        companies.company_key,
    from staging.contacts as contacts
    inner join resolution.persons_of as persons_of on contacts.identity_id = persons_of.identity_id
    inner join relations.companies_keyed as companies on contacts.company = companies.company
),

reached as (
    select distinct
        persons_of.person_id,
        addresses.site,
    from staging.identities as identities
    inner join resolution.persons_of as persons_of on identities.identity_id = persons_of.identity_id
    inner join resolution.addresses as addresses on identities.email = addresses.email
    where addresses.domain_kind = 'own'
),

counted as (
    select
        reached.site,
        told.company_key,
        count(*) as people_count,
    from reached
    inner join told on reached.person_id = told.person_id
    group by reached.site, told.company_key
)

select
    site,
    company_key,
    people_count,
    people_count / sum(people_count) over (partition by site) as share,
from counted
