-- One row per person and employer of the owner's that their addresses or a told company tie them to.
-- site: The domain at which they had an address, if they had one there.
-- is_told: Whether a source names that employer as their company.
-- is_elsewhere: Whether they wrote from another organisation while the owner was there; of former employers only.
-- grain: person_id, employer_key
-- not null: is_told, is_elsewhere
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
),

tied as (
    select
        people.person_id,
        employers.employer_key,
        employers.started_on,
        employers.finished_on,
        addressed.site,
        told.person_id is not null as is_told,
    from main.people as people
    cross join relations.employers_held as employers
    left join addressed
        on people.person_id = addressed.person_id and employers.employer_key = addressed.employer_key
    left join told on people.person_id = told.person_id and employers.employer_key = told.employer_key
    where not people.is_owner and (addressed.person_id is not null or told.person_id is not null)
),

-- Whoever is told to be at a former employer now may have been a client of it then.
doubtful as materialized (
    select
        tied.person_id,
        tied.employer_key,
        tied.started_on,
        tied.finished_on,
        persons_of.identity_id,
    from tied
    inner join resolution.persons_of as persons_of on tied.person_id = persons_of.person_id
    where tied.site is null and tied.finished_on is not null
),

wrote as materialized (
    select
        doubtful.*,
        participants.interaction_id,
    from staging.participants as participants
    inner join doubtful on participants.identity_id = doubtful.identity_id
    inner join resolution.addresses as addresses on participants.email = addresses.email
    inner join relations.sites_used as used on addresses.site = used.site
    -- Nobody else at that domain: as likely a private one as an organisation.
    where used.people_count >= 2
),

wrote_elsewhere as (
    select distinct
        wrote.person_id,
        wrote.employer_key,
    from wrote
    inner join staging.interactions as interactions on wrote.interaction_id = interactions.interaction_id
    where interactions.occurred_on between wrote.started_on and wrote.finished_on
)

select
    tied.person_id,
    tied.employer_key,
    tied.site,
    tied.is_told,
    wrote_elsewhere.person_id is not null as is_elsewhere,
from tied
left join wrote_elsewhere
    on tied.person_id = wrote_elsewhere.person_id and tied.employer_key = wrote_elsewhere.employer_key
