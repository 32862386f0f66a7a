-- One row per address or profile and person whose it is: what decisions name people by.
-- grain: key, person_id
-- not null: key, person_id
with told as (
    select
        persons_of.person_id,
        unnest([identities.email, lower(identities.profile_url)]) as key,
    from staging.identities as identities
    inner join resolution.persons_of as persons_of on identities.identity_id = persons_of.identity_id
    where persons_of.person_id is not null
)

select distinct
    key,
    person_id,
from told
where key is not null
