-- One row per person on the list of the running week (seven days) whom the owner has dealt with: they count against the
-- budget of that week.
-- grain: person_id
select
    counted.person_id,
    considered.organisation,
from relations.suggestions_counted as counted
inner join relations.people_considered as considered on counted.person_id = considered.person_id
left join relations.decisions_taken as decided on counted.person_id = decided.person_id
where
    counted.is_done_now
    or (decided.state = 'done' and counted.shown_on is not null and decided.decided_on >= counted.shown_on)
