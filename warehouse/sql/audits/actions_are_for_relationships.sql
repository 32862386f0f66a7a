-- Every suggested action is for somebody the owner has a relationship with.
select suggested_actions.action_id
from main.suggested_actions as suggested_actions
left join main.relationships as relationships on suggested_actions.person_id = relationships.person_id
where relationships.person_id is null
