-- One row per person: how to reach them now. The address last used, but not one at an employer that they have left;
-- else their LinkedIn profile; else an address that may be dead.
-- grain: person_id
-- not null: channel
with addresses as (
    select
        persons_of.person_id,
        identities.email as channel,
        case when companies.company_key <> sites.employer_key then 3 else 1 end as preference,
        max(identities.last_seen_on) as last_seen_on,
    from staging.identities as identities
    inner join resolution.persons_of as persons_of on identities.identity_id = persons_of.identity_id
    inner join main.people as people on persons_of.person_id = people.person_id
    inner join resolution.addresses as addresses on identities.email = addresses.email
    left join relations.employer_sites as sites on addresses.site = sites.site
    left join relations.companies_keyed as companies on people.company = companies.company
    left join resolution.excluded_addresses as excluded on identities.email = excluded.email
    where excluded.email is null
    group by all
),

ways as (
    select
        person_id,
        channel,
        preference,
        last_seen_on,
    from addresses
    union all
    select
        person_id,
        'LinkedIn' as channel,
        2 as preference,
        null as last_seen_on,
    from main.people
    where profile_url is not null
)

select
    person_id,
    channel,
from ways
qualify row_number() over (partition by person_id order by preference, last_seen_on desc nulls last, channel) = 1
