-- One row per person with a concrete reason to act: the best thing to do for them, from the facts in your exports.
-- grain: person_id
-- not null: action_id, full_name, family, title, reason, priority, is_this_week, is_held_out, state, evidence
-- action_id: Stable identifier: the same person, occasion and fact have the same. Decisions may name it.
-- person_id: The person.
-- full_name: Their name.
-- family: keep_in_touch, show_appreciation, offer_help, attend_event, be_genuine or collaborate.
-- title: What to do.
-- reason: Why, in facts about the two of you.
-- channel: How to reach them: the e-mail address last used that is not at an employer they have left, LinkedIn, or the
--   meeting where you will see them anyway.
-- state: open, done, snoozed or dismissed, as you decided; done also where your exports show that you got in touch
--   after it was suggested.
-- note: What you noted on them last.
-- evidence: How it was weighed (value, p_reply, lift, fit, cost and their expected value), the trigger, and the facts;
--   of what was done, how and when, and whether it was answered.
-- priority: 0 to 100; a reply owed is 90 or more.
-- is_this_week: Whether it is within the weekly budget: the best open ones, two of a company at most.
-- is_held_out: Whether it would be, but is left out to see what happens without (`keepwarm run --holdout`).
-- due_on: By when.
-- snoozed_until: Until when it is snoozed.
with told as (
    select * from relations.actions_listed
    union all by name
    select * from relations.actions_closed
    where person_id not in (select listed.person_id from relations.actions_listed as listed)
)

select
    told.action_id,
    told.person_id,
    people.full_name,
    told.family,
    told.title,
    told.reason,
    told.channel,
    told.state,
    notes.note,
    told.evidence,
    told.priority,
    told.is_this_week,
    told.is_held_out,
    told.due_on,
    told.snoozed_until,
from told
inner join main.people as people on told.person_id = people.person_id
left join relations.notes_taken as notes on told.person_id = notes.person_id
