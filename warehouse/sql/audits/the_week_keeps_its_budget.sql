-- No more actions are marked for this week than the budget allows.
select action_id
from main.suggested_actions
where
    is_this_week
    and (
        select count(*) from main.suggested_actions
        where is_this_week
    ) > getvariable('weekly_budget'
    )
