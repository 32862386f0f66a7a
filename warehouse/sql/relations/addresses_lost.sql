-- One row per person whose every known address is at an organisation that they, or the owner, have left.
-- lost_address: The address last seen.
-- surviving_channel: Their profile on LinkedIn, else a telephone number, where one is told.
-- grain: person_id
-- not null: lost_address
with addresses as (
    select
        persons_of.person_id,
        identities.email,
        max(identities.last_seen_on) as last_seen_on,
        -- A name that the domain shortens or lengthens is the same organisation.
        coalesce(
            bool_or(
                sites.company_key <> companies.company_key
                and not starts_with(companies.company_label, addresses.site_label)
                and not starts_with(addresses.site_label, companies.company_label)
            ),
            false
        ) as is_left_by_them,
        coalesce(bool_or(sites.left_on is not null), false) as is_left_by_owner,
    from staging.identities as identities
    inner join resolution.persons_of as persons_of on identities.identity_id = persons_of.identity_id
    inner join main.people as people on persons_of.person_id = people.person_id
    left join resolution.excluded_addresses as excluded on identities.email = excluded.email
    left join resolution.addresses as addresses on identities.email = addresses.email
    left join relations.companies_of_sites as sites on addresses.site = sites.site
    left join relations.companies_keyed as companies on people.company = companies.company
    where identities.email is not null and excluded.email is null and not people.is_owner
    group by persons_of.person_id, identities.email
),

lost as (
    select
        person_id,
        arg_max(email, (last_seen_on, email)) as lost_address,
    from addresses
    group by person_id
    having bool_and(is_left_by_them or is_left_by_owner)
),

telephones as (
    select
        persons_of.person_id,
        max(contacts.phones[1]) as telephone,
    from staging.contacts as contacts
    inner join resolution.persons_of as persons_of on contacts.identity_id = persons_of.identity_id
    group by persons_of.person_id
)

select
    lost.person_id,
    lost.lost_address,
    coalesce(people.profile_url, telephones.telephone) as surviving_channel,
from lost
inner join main.people as people on lost.person_id = people.person_id
left join telephones on lost.person_id = telephones.person_id
