-- Every interaction is with a known person who is not the owner.
select interactions.interaction_id
from main.interactions as interactions
left join main.people as people on interactions.person_id = people.person_id
where people.person_id is null or people.is_owner
