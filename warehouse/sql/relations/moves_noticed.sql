-- One row per former colleague who is told to be elsewhere by now: the exports know them from an address at the shared
-- employer's, and LinkedIn names another company. Who has long had an address there is no news.
-- grain: person_id
with told as (
    select
        persons_of.person_id,
        contacts.company,
        contacts.position,
        contacts.observed_on,
    from staging.contacts as contacts
    inner join resolution.persons_of as persons_of on contacts.identity_id = persons_of.identity_id
    where
        contacts.kind = 'connection' and contacts.company is not null
        and contacts.observed_on <= cast(getvariable('as_of') as date)
    qualify row_number() over (
        partition by persons_of.person_id order by contacts.observed_on desc, contacts.contact_id
    ) = 1
),

long_there as (
    select
        persons_of.person_id,
        companies.company_key,
    from staging.identities as identities
    inner join resolution.persons_of as persons_of on identities.identity_id = persons_of.identity_id
    inner join resolution.addresses as addresses on identities.email = addresses.email
    inner join relations.companies_at_sites as companies on addresses.site = companies.site
    left join relations.employer_sites as own on addresses.site = own.site
    where
        companies.share >= 0.5 and own.site is null
        and identities.first_seen_on < cast(getvariable('as_of') as date) - 180
    group by all
)

select
    considered.person_id,
    'offer_help' as family,
    'moved on' as occasion,
    companies.company_key as fact_key,
    concat('Ask ', considered.full_name, ' how ', told.company, ' is') as title,
    concat(
        'You worked together at ', considered.shared_employer, ', which you left in ',
        strftime(together.finished_on, '%b %Y'), ' (', considered.contact_text, ' in all); LinkedIn has them at ',
        told.company, ' now', coalesce(' as ' || told.position, ''), '. ',
        upper(considered.last_contact_text[1]), considered.last_contact_text[2:], ' on ',
        considered.last_contact_day, '.'
    ) as reason,
    1.1 as fit,
    false as is_debt,
    cast(getvariable('as_of') as date) + 14 as due_on,
    to_json(struct_pack(
        company := told.company, position := told.position, shared_employer := considered.shared_employer,
        observed_on := told.observed_on, last_contact_on := considered.last_contact_on
    )) as facts,
from relations.people_considered as considered
inner join told on considered.person_id = told.person_id
inner join relations.companies_keyed as companies on told.company = companies.company
inner join relations.time_together as together
    on considered.person_id = together.person_id and considered.employer_key = together.employer_key
left join long_there
    on considered.person_id = long_there.person_id and companies.company_key = long_there.company_key
where
    long_there.person_id is null and considered.relation = 'former_colleague' and together.site is not null
    and companies.company_key <> considered.employer_key
    and together.day_count >= 3 and considered.days_since_contact >= 60
    -- Who is in touch now and then knows.
    and considered.contacts_365d <= 4
