-- One row per person whose every contact went through channels that ended with a job, and who is known only by an
-- address there: that nothing was heard since is no data, not silence.
-- grain: person_id
-- not null: covers_until
with ways as (
    select distinct
        person_id,
        account,
        case kind when 'email' then 'mail' when 'meeting' then 'calendar' end as medium,
    from main.interactions
    where is_contact
),

contacts as (
    select
        ways.person_id,
        bool_and(coalesce(channels.has_ended, false)) as is_all_ended,
        min(addresses.site) as site,
        count(distinct addresses.site) as site_count,
        max(channels.covers_until) as covers_until,
    from ways
    left join relations.channels_covered as channels
        on ways.account = channels.account and ways.medium = channels.medium
    left join resolution.addresses as addresses
        on ways.account = addresses.email and addresses.domain_kind = 'own'
    group by ways.person_id
),

known as (
    select
        persons_of.person_id,
        bool_or(identities.profile_url is not null) as has_profile,
        list(distinct addresses.site) filter (where addresses.site is not null) as sites,
    from staging.identities as identities
    inner join resolution.persons_of as persons_of on identities.identity_id = persons_of.identity_id
    left join resolution.addresses as addresses on identities.email = addresses.email
    group by persons_of.person_id
)

select
    contacts.person_id,
    contacts.site,
    contacts.covers_until,
from contacts
inner join known on contacts.person_id = known.person_id
where contacts.is_all_ended and contacts.site_count = 1 and not known.has_profile and known.sites = [contacts.site]
