-- Who is on the list of the week.
select
    person_id,
    full_name,
    title,
from suggested_actions
where is_this_week and state = 'open'
order by priority desc, full_name, person_id
