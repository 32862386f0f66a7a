-- One row per action and day on which it was put before you, or held out: what came of suggesting it.
-- grain: person_id, action_id, suggested_on
-- not null: is_held_out
-- person_id: The person.
-- action_id: The action that was suggested.
-- family: Its family.
-- occasion: What it was about.
-- done_by: How you got in touch within 45 days: email, linkedin_message, meeting, connection or recommendation; else
--   your word, if you said so.
-- is_held_out: Whether it was left off the list on purpose, to see what happens without.
-- suggested_on: When it was put on the list of the week.
-- done_on: When you got in touch.
-- answered_on: When they answered that, within 30 days.
-- contacted_on: When the two of you were in touch within 30 days, whoever began.
select
    person_id,
    action_id,
    family,
    occasion,
    coalesce(done_by, case when said_on is not null then 'your word' end) as done_by,
    is_held_out,
    suggested_on,
    coalesce(done_on, said_on) as done_on,
    answered_on,
    contacted_on,
from relations.suggestions_followed
-- Those of the day itself are in the list of the week, and not yet history.
where suggested_on < cast(getvariable('as_of') as date) or coalesce(done_on, said_on) is not null
