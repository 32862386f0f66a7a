-- One row per employer of the owner: positions told by LinkedIn, and work addresses without such a position.
-- company: As told; of a work address, what most people there call it, else its domain.
-- started_on, finished_on: The owner's time there; no end where it goes on.
-- grain: employer_key
-- not null: company, started_on
with positions as (
    select
        companies.company_key as employer_key,
        arg_max(tenures.company, (tenures.started_on, tenures.company)) as company,
        min(tenures.started_on) as started_on,
        -- "Until Sep 2025" is told as its first day.
        case when count(*) = count(tenures.finished_on) then last_day(max(tenures.finished_on)) end as finished_on,
    from staging.tenures as tenures
    inner join relations.companies_keyed as companies on tenures.company = companies.company
    where tenures.started_on <= cast(getvariable('as_of') as date)
    group by companies.company_key
),

names as (
    select
        voted.site,
        arg_max(companies.company, (voted.people_count, companies.company)) as company,
    from relations.companies_at_sites as voted
    inner join relations.companies_keyed as companies on voted.company_key = companies.company_key
    where voted.share >= 0.5
    group by voted.site
),

addresses as (
    select
        sites.site as employer_key,
        coalesce(names.company, sites.site) as company,
        used.first_used_on as started_on,
        case when used.last_used_on < cast(getvariable('as_of') as date) - 60 then used.last_used_on end as finished_on,
    from relations.employer_sites as sites
    inner join relations.sites_used as used on sites.site = used.site
    left join names on sites.site = names.site
    where sites.employer_key = sites.site
)

select
    employer_key,
    company,
    started_on,
    finished_on,
from positions
union all
select
    employer_key,
    company,
    started_on,
    finished_on,
from addresses
