-- One row per person and employer of the owner's that something ties them to, with what was seen of them in that time.
-- site: The domain at which they had an address, if they had one there.
-- is_told: Whether a source names that employer as their company.
-- is_elsewhere: Whether they wrote from another organisation while the owner was there.
-- day_count, meeting_count: Days of contact and meetings in the owner's time there.
-- grain: person_id, employer_key
with addressed as (
    select
        persons_of.person_id,
        sites.employer_key,
        min(addresses.site) as site,
    from staging.identities as identities
    inner join resolution.persons_of as persons_of on identities.identity_id = persons_of.identity_id
    inner join resolution.addresses as addresses on identities.email = addresses.email
    inner join relations.employer_sites as sites on addresses.site = sites.site
    group by persons_of.person_id, sites.employer_key
),

told as (
    select distinct
        persons_of.person_id,
        employers.employer_key,
    from staging.identities as identities
    inner join resolution.persons_of as persons_of on identities.identity_id = persons_of.identity_id
    inner join relations.companies_keyed as companies on list_contains(identities.companies, companies.company)
    inner join relations.employers_held as employers on companies.company_key = employers.employer_key
),

tied as (
    select
        people.person_id,
        employers.employer_key,
        employers.company,
        employers.started_on,
        employers.finished_on,
        coalesce(employers.finished_on, cast(getvariable('as_of') as date)) + 31 as last_on,
        addressed.site,
        told.person_id is not null as is_told,
    from main.people as people
    cross join relations.employers_held as employers
    left join addressed
        on people.person_id = addressed.person_id and employers.employer_key = addressed.employer_key
    left join told on people.person_id = told.person_id and employers.employer_key = told.employer_key
    where not people.is_owner and (addressed.person_id is not null or told.person_id is not null)
)
select 1
