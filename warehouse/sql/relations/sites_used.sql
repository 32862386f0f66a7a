-- One row per mail domain of an organisation, not of a provider that serves anybody: who is known there.
-- site: The registered domain; mail.acme.example and acme.example are one.
-- label: Its name without the ending, letters and digits only.
-- people_count: People, the owner apart, with an address there.
-- first_used_on, last_used_on: When an address of the owner's there took part in something, if there is one.
-- grain: site
with people_there as (
    select
        addresses.site,
        any_value(addresses.site_label) as label,
        count(distinct people.person_id) filter (where not people.is_owner) as people_count,
    from resolution.addresses as addresses
    left join staging.identities as identities on addresses.email = identities.email
    left join resolution.persons_of as persons_of on identities.identity_id = persons_of.identity_id
    left join main.people as people on persons_of.person_id = people.person_id
    where addresses.domain_kind = 'own'
    group by addresses.site
),

own_use as (
    select
        addresses.site,
        min(framed.occurred_on) as first_used_on,
        max(framed.occurred_on) as last_used_on,
    from relations.interactions_framed as framed
    inner join relations.accounts_keyed as accounts on framed.account_key = accounts.account_key
    inner join resolution.addresses as addresses on accounts.account = addresses.email
    where addresses.domain_kind = 'own' and not framed.is_missed
    group by addresses.site
)

select
    people_there.site,
    people_there.label,
    people_there.people_count,
    own_use.first_used_on,
    own_use.last_used_on,
from people_there
left join own_use on people_there.site = own_use.site
