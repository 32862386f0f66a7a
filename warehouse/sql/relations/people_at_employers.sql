-- One row per person and employer of the owner's that their addresses or a told company tie them to.
-- site: The domain at which they had an address, if they had one there.
-- is_told: Whether a source names that employer as their company.
-- grain: person_id, employer_key
-- not null: is_told
with addressed as (
    select
        persons_of.person_id,
        sites.employer_key,
        min(sites.site) as site,
    from staging.identities as identities
    inner join resolution.persons_of as persons_of on identities.identity_id = persons_of.identity_id
    inner join resolution.addresses as addresses on identities.email = addresses.email
    inner join relations.employer_sites as sites on addresses.site = sites.site
    group by persons_of.person_id, sites.employer_key
),

companies_told as (
    select
        identity_id,
        unnest(companies) as company,
    from staging.identities
),

told as (
    select distinct
        persons_of.person_id,
        companies.company_key as employer_key,
    from companies_told as identities
    inner join resolution.persons_of as persons_of on identities.identity_id = persons_of.identity_id
    inner join relations.companies_keyed as companies on identities.company = companies.company
)

select
    people.person_id,
    employers.employer_key,
    addressed.site,
    told.person_id is not null as is_told,
from main.people as people
cross join relations.employers_held as employers
left join addressed
    on people.person_id = addressed.person_id and employers.employer_key = addressed.employer_key
left join told on people.person_id = told.person_id and employers.employer_key = told.employer_key
where not people.is_owner and (addressed.person_id is not null or told.person_id is not null)
