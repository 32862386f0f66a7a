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
        employed.key,
    from employed
    inner join reached on employed.key = reached.key
),

counted as (
    select
        company,
        site_label,
        count(*) as people_count,
    from paired
    group by company, site_label
),

placed as (
    select
        company,
        count(distinct key) as people_count,
    from paired
    group by company
),

staffed as (
    select
        site_label,
        count(distinct key) as people_count,
    from paired
    group by site_label
)

select
    counted.company,
    counted.site_label,
from counted
inner join placed on counted.company = placed.company
inner join staffed on counted.site_label = staffed.site_label
where
    counted.people_count >= 3
    and counted.people_count > 0.5 * placed.people_count
    and counted.people_count > 0.5 * staffed.people_count
