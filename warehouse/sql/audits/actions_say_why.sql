-- Every suggested action has a title and a reason, one of the six families and a priority from 0 to 100.
select action_id
from main.suggested_actions
where
    trim(reason) = '' or trim(title) = '' or priority not between 0 and 100
    or family not in (
        'keep_in_touch', 'show_appreciation', 'offer_help', 'attend_event', 'be_genuine', 'collaborate'
    )
