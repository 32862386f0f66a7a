-- One row per person and employer of the owner's that their addresses or a told company tie them to.
-- site: The domain at which they had an address, if they had one there.
-- is_told: Whether a source names that employer as their company.
-- is_elsewhere: Whether they wrote from another organisation while the owner was there.
-- grain: person_id, employer_key
-- not null: is_told, is_elsewhere
with addressed as (
    select
        persons_of.person_id,
        addresses.site,
        sites.employer_key,
        min(identities.first_seen_on) as first_seen_on,
        max(identities.last_seen_on) as last_seen_on,
    from staging.identities as identities
    inner join resolution.persons_of as persons_of on identities.identity_id = persons_of.identity_id
    inner join resolution.addresses as addresses on identities.email = addresses.email
    inner join relations.sites_used as used on addresses.site = used.site
    left join relations.employer_sites as sites on addresses.site = sites.site
    -- Nobody else at that domain: as likely a private one as an organisation.
    where sites.site is not null or used.people_count >= 2
    group by persons_of.person_id, addresses.site, sites.employer_key
),

told as (
    select distinct
        persons_of.person_id,
        companies.company_key as employer_key,
    from staging.identities as identities
    inner join resolution.persons_of as persons_of on identities.identity_id = persons_of.identity_id
    inner join relations.companies_keyed as companies on list_contains(identities.companies, companies.company)
),

tied as (
    select
        people.person_id,
        employers.employer_key,
        employers.started_on,
        coalesce(employers.finished_on, cast(getvariable('as_of') as date)) as last_on,
        min(addressed.site) as site,
        bool_or(told.person_id is not null) as is_told,
    from main.people as people
    cross join relations.employers_held as employers
    left join addressed
        on people.person_id = addressed.person_id and employers.employer_key = addressed.employer_key
    left join told on people.person_id = told.person_id and employers.employer_key = told.employer_key
    where not people.is_owner and (addressed.person_id is not null or told.person_id is not null)
    group by all
)

select
    tied.person_id,
    tied.employer_key,
    tied.site,
    tied.is_told,
    exists (
        select 1 from addressed
        where
            addressed.person_id = tied.person_id
            and addressed.employer_key is distinct from tied.employer_key
            and addressed.first_seen_on <= tied.last_on
            and addressed.last_seen_on >= tied.started_on
    ) as is_elsewhere,
from tied
