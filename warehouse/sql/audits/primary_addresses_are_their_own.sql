-- The primary e-mail of a person is one that the sources tell of that person.
select people.person_id
from main.people as people
left join main.identities as identities
    on people.person_id = identities.person_id and people.primary_email = identities.email
where people.primary_email is not null and identities.identity_id is null
