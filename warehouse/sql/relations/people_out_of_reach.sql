-- One row per person whose every contact went through channels that ended with a job, and who is known only by an
-- address there: that nothing was heard since is no data, not silence.
-- grain: person_id
-- not null: covers_until
with contacts as (
    select
        person_id,
        min(site) as site,
        max(covers_until) as covers_until,
    from relations.channels_used
    group by person_id
    having bool_and(has_ended) and count(distinct site) = 1
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
where not known.has_profile and known.sites = [contacts.site]
