-- What decisions name each person by: their address, else their profile, else an address that nobody else has.
with addressed as (
    select
        person_id,
        email,
        sum(mention_count) as mention_count,
    from identities
    where email is not null
    group by person_id, email
    qualify count(*) over (partition by email) = 1
),

own as (
    select
        person_id,
        arg_max(email, (mention_count, email)) as email,
    from addressed
    group by person_id
)

select
    people.person_id,
    coalesce(people.primary_email, people.profile_url, own.email) as key,
from people
left join own on people.person_id = own.person_id
