-- Every suggested action with how to reach the person: this week's first, then by priority.
select
    suggested_actions.action_id,
    suggested_actions.person_id,
    suggested_actions.full_name,
    people.primary_email as email,
    people.profile_url,
    people.company,
    people.position,
    suggested_actions.family,
    suggested_actions.title,
    suggested_actions.reason,
    suggested_actions.channel,
    suggested_actions.state,
    suggested_actions.evidence,
    suggested_actions.priority,
    suggested_actions.is_this_week,
    suggested_actions.is_held_out,
    suggested_actions.due_on,
    suggested_actions.snoozed_until,
    suggested_actions.note,
from suggested_actions
left join people on suggested_actions.person_id = people.person_id
order by
    suggested_actions.is_this_week desc,
    suggested_actions.priority desc,
    suggested_actions.due_on asc nulls last,
    suggested_actions.action_id asc
