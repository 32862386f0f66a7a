-- What holds of each suggested action.
select
    action_id,
    person_id,
    state,
    snoozed_until,
from suggested_actions
