-- One row per person: the golden record of all identities that belong to them.
-- grain: person_id
-- not null: full_name, is_owner
-- person_id: Stable identifier; derives from the identity of theirs that was landed first.
-- full_name: Their fullest name as most often told, LinkedIn before all.
-- primary_email: The address that they used most and last.
-- profile_url: Their LinkedIn profile, at its newest address.
-- company: Where they work, as the newest source tells.
-- position: What they do there, as the same source tells.
-- is_owner: Whether this is the owner of the exports.
with named as (
    select
        person_id,
        full_name
    from resolution.best_names
),

addressed as (
    select
        person_id,
        email
    from resolution.best_addresses
),

employed as (
    select
        persons_of.person_id,
        arg_max({ company: contacts.company, position: contacts.position }, (
            coalesce(contacts.observed_on, date '0001-01-01'), contacts.landed_at, contacts.kind = 'connection',
            contacts.company, coalesce(contacts.position, '')
        )) as job,
    from staging.contacts as contacts
    inner join resolution.persons_of as persons_of on contacts.identity_id = persons_of.identity_id
    where contacts.company is not null
    group by persons_of.person_id
),

gathered as (
    select
        persons_of.person_id,
        coalesce(min(named.profile_key), min(identities.profile_url)) as profile_url,
        bool_or(identities.is_owner) as is_owner,
    from resolution.persons_of as persons_of
    inner join staging.identities as identities on persons_of.identity_id = identities.identity_id
    left join resolution.identities_named as named on identities.identity_id = named.identity_id
    where persons_of.person_id is not null
    group by persons_of.person_id
)

select
    gathered.person_id,
    named.full_name,
    addressed.email as primary_email,
    gathered.profile_url,
    employed.job.company,
    employed.job.position,
    gathered.is_owner,
from gathered
inner join named on gathered.person_id = named.person_id
left join addressed on gathered.person_id = addressed.person_id
left join employed on gathered.person_id = employed.person_id
