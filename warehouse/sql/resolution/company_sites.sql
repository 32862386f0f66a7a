-- One row per company as told and the label of a domain where most of those work of whom it is told, and the other way
-- round (gmh.ae is Gulf Meridian Holdings). People are told by their full names here, for want of better.
-- grain: company, site_label
with employed as (
    select distinct
        names.key,
        unnest(identities.companies) as company,
    from staging.identities as identities
    inner join resolution.names as names on identities.full_name = names.written
    where names.kind = 'full' and len(identities.companies) > 0
),

reached as (
    select distinct
        names.key,
        addresses.site_label,
    from staging.identities as identities
    inner join resolution.names as names on identities.full_name = names.written
    inner join resolution.addresses as addresses on identities.email = addresses.email
    where names.kind = 'full' and addresses.domain_kind = 'own'
),

paired as (
    select
        employed.company,
        reached.site_label,
        count(distinct employed.key) over (partition by employed.company) as people_of_company,
        count(distinct employed.key) over (partition by reached.site_label) as people_at_site,
    from employed
    inner join reached on employed.key = reached.key
)

select
    company,
    site_label,
from paired
group by company, site_label
having count(*) >= 3 and count(*) > 0.5 * any_value(people_of_company) and count(*) > 0.5 * any_value(people_at_site)
