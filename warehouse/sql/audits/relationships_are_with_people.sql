-- Every relationship is with a known person who is not the owner.
select relationships.person_id
from main.relationships as relationships
left join main.people as people on relationships.person_id = people.person_id
where people.person_id is null or people.is_owner
