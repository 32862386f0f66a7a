-- One row per mail domain of one organisation: the owner's employer, or the company of most people there of whom one is
-- told.
-- left_on: The day on which the owner left it, for former employers.
-- grain: site
-- not null: company_key
with voted as (
    select
        site,
        company_key,
    from relations.companies_at_sites
    where share >= 0.5 and people_count >= 2
    qualify row_number() over (partition by site order by people_count desc, company_key) = 1
)

select
    coalesce(sites.site, voted.site) as site,
    coalesce(sites.employer_key, voted.company_key) as company_key,
    employers.finished_on as left_on,
from voted
full outer join relations.employer_sites as sites on voted.site = sites.site
left join relations.employers_held as employers on sites.employer_key = employers.employer_key
