-- Every identity belongs to a person of the table of people, or is an excluded address.
select identities.identity_id
from main.identities as identities
left join main.people as people on identities.person_id = people.person_id
where identities.person_id is not null and people.person_id is null
