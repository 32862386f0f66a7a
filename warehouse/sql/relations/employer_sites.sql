-- One row per mail domain that is one of the owner's employers', with the employer whose it most likely is.
-- employer_key: The company_key of a position told by LinkedIn; the domain itself where no position fits.
-- evidence: Why the domain is taken for that employer's.
-- grain: site
-- not null: employer_key, evidence
with positions as (
    select
        companies.company_key as employer_key,
        any_value(companies.company_label) as label,
        any_value(string_split(companies.company_key, ' ')) as words,
        min(tenures.started_on) as started_on,
        max(coalesce(tenures.finished_on, cast(getvariable('as_of') as date))) as last_on,
    from staging.tenures as tenures
    inner join relations.companies_keyed as companies on tenures.company = companies.company
    group by companies.company_key
),

compared as (
    select
        positions.employer_key,
        positions.label,
        positions.words,
        sites.site,
        sites.label as site_label,
        coalesce(voted.people_count, 0) as vote_count,
        coalesce(voted.share, 0) as vote_share,
        -- A private domain has no colleagues at it.
        sites.first_used_on is not null and sites.people_count >= 2 as is_own,
        least(positions.last_on, sites.last_used_on) - greatest(positions.started_on, sites.first_used_on)
            as overlap_days,
    from positions
    cross join relations.sites_used as sites
    left join relations.companies_at_sites as voted
        on positions.employer_key = voted.company_key and sites.site = voted.site
),

explained as (
    select
        *,
        case
            when site_label = label then 'same name'
            when
                starts_with(site_label, words[1]) and starts_with(words[2], site_label[len(words[1]) + 1:])
                and (is_own or vote_count > 0 or len(site_label) >= len(words[1]) + 3)
                then 'name shortened'
            when starts_with(site_label, label) and len(label) >= 4 and (is_own or vote_count > 0)
                then 'name lengthened'
            when vote_share >= 0.5 and vote_count >= case when is_own then 1 else 3 end then 'company of people there'
            when is_own and overlap_days >= 0 then 'own address there at the time'
        end as evidence,
    from compared
),

chosen as (
    select
        site,
        employer_key,
        evidence,
    from explained
    where evidence is not null
    qualify row_number() over (
        partition by site
        order by
            list_position(
                ['same name', 'name shortened', 'name lengthened', 'company of people there'], evidence
            ) nulls last,
            overlap_days desc,
            employer_key
    ) = 1
)

select
    sites.site,
    coalesce(chosen.employer_key, sites.site) as employer_key,
    coalesce(chosen.evidence, 'own address there') as evidence,
from relations.sites_used as sites
left join chosen on sites.site = chosen.site
where chosen.site is not null or (sites.first_used_on is not null and sites.people_count >= 3)
