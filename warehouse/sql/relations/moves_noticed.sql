-- One row per former colleague who is told to be elsewhere by now: the exports know them from an address at the shared
-- employer's, and their card or profile names another company.
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
)

select
    considered.person_id,
    'offer_help' as family,
    'moved on' as occasion,
    companies.company_key as fact_key,
    concat('Ask ', considered.full_name, ' how ', told.company, ' is') as title,
    concat(
        'You know them from ', considered.shared_employer, ' (', together.site, ' mail, ', together.day_count,
        ' days of contact until ', strftime(together.finished_on, '%b %Y'), '); LinkedIn has them at ', told.company,
        ' by ', strftime(told.observed_on, '%-d %b %Y'), '. You last had contact on ',
        strftime(considered.last_contact_on, '%-d %b %Y'), '.'
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
where
    considered.relation = 'former_colleague' and together.site is not null
    and companies.company_key <> considered.employer_key
    and together.day_count >= 3 and considered.days_since_contact >= 30
