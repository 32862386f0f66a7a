-- One row per employer of the owner and mail domain of theirs: positions told by LinkedIn, and work addresses used.
-- evidence: Why the domain is taken for that employer's.
-- started_on, finished_on: The owner's time there; no end where it goes on.
-- grain: employer_key, site_key
with held as (
    select
        companies.company_key as employer_key,
        arg_max(tenures.company, tenures.started_on) as company,
        any_value(companies.company_label) as label,
        any_value(string_split(companies.company_key, ' ')) as words,
        min(tenures.started_on) as started_on,
        case when count(*) = count(tenures.finished_on) then max(tenures.finished_on) end as finished_on,
    from staging.tenures as tenures
    inner join relations.companies_keyed as companies on tenures.company = companies.company
    where tenures.started_on <= cast(getvariable('as_of') as date)
    group by companies.company_key
),

compared as (
    select
        held.employer_key,
        sites.site,
        case
            when sites.label = held.label then 'same name'
            when
                starts_with(sites.label, held.words[1]) and starts_with(held.words[2], sites.label[len(held.words[1]) + 1:])
                and len(sites.label) >= 4
                then 'name shortened'
            when voted.people_count >= 2 and voted.share >= 0.5 then 'company of most people there'
            when
                sites.first_used_on is not null and sites.people_count > 0
                and sites.last_used_on >= held.started_on
                and sites.first_used_on <= coalesce(held.finished_on + 60, sites.first_used_on)
                then 'own address there at the time'
        end as evidence,
        -- An address kept after the job overlaps with the next one too: the longest overlap tells.
        least(coalesce(held.finished_on, sites.last_used_on), sites.last_used_on)
        - greatest(held.started_on, sites.first_used_on) as overlap_days,
    from held
    cross join relations.sites_used as sites
    left join relations.companies_at_sites as voted
        on held.employer_key = voted.company_key and sites.site = voted.site
),

ranked as (
    select
        *,
        case evidence
            when 'same name' then 1 when 'name shortened' then 2 when 'company of most people there' then 3 else 4
        end as evidence_rank,
    from compared
    where evidence is not null
),

matched as (
    select *
    from ranked
    qualify row_number() over (partition by site order by evidence_rank, overlap_days desc, employer_key) = 1
),

-- A work address without a position: an archive without Positions.csv, or a job left out there.
unnamed as (
    select
        sites.site as employer_key,
        coalesce(
            (
                select arg_max(voted.company_key, voted.people_count) from relations.companies_at_sites as voted
                where voted.site = sites.site
            ),
            sites.site
        ) as company,
    from relations.sites_used as sites
)
select 1
