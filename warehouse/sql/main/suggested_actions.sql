-- One row per person with a concrete reason to act: the best thing to do for them, from the facts in your exports.
-- grain: person_id
-- not null: action_id, full_name, family, title, reason, priority, is_this_week, state, evidence
-- action_id: Stable identifier: the same person, occasion and fact have the same. Decisions may name it.
-- person_id: The person.
-- full_name: Their name.
-- family: keep_in_touch, show_appreciation, offer_help, attend_event, be_genuine or collaborate.
-- title: What to do.
-- reason: Why, in facts about the two of you.
-- channel: How to reach them: the e-mail address last used that is not at an employer they have left, LinkedIn, or the
--   meeting where you will see them anyway.
-- state: open, done, snoozed or dismissed, as you decided.
-- evidence: How it was weighed (value, p_reply, lift, fit, cost and their expected value), the trigger, and the facts.
-- priority: 0 to 100; a reply owed is 90 or more.
-- is_this_week: Whether it is within the weekly budget: the best open ones, two of a company at most.
-- due_on: By when.
-- snoozed_until: Until when it is snoozed.
with best as (
    select
        valued.*,
        people.full_name,
        case when valued.is_dismissed then 'dismissed' else coalesce(valued.state, 'open') end as action_state,
        -- What was shown before and left makes room for others.
        valued.expected_value * pow(0.85, valued.suggested_count) as turn,
    from relations.actions_valued as valued
    inner join main.people as people on valued.person_id = people.person_id
    where valued.rank = 1
),

by_company as (
    select
        *,
        row_number()
            over (partition by organisation, action_state order by is_reply desc, turn desc, action_id)
            as company_turn,
    from best
),

queued as (
    select
        *,
        row_number() over (partition by action_state order by company_turn > 2, is_reply desc, turn desc, action_id)
            as place,
        row_number() over (partition by action_state order by is_reply desc, turn desc, action_id) as backlog_place,
    from by_company
)

select
    action_id,
    person_id,
    full_name,
    family,
    title,
    reason,
    channel,
    action_state as state,
    to_json(struct_pack(
        occasion := occasion, value := round(value, 2), p_reply := round(p_reply, 2), lift := round(lift, 2),
        p_contact_90d := round(p_contact_90d, 2), p_after_contact := round(p_after_contact, 2), fit := round(fit, 2),
        cost := cost, expected_value := round(expected_value, 3), suggested_before := suggested_count,
        is_pinned := is_pinned, facts := facts
    )) as evidence,
    cast(case
        when is_reply then 90 + round(9 * (1 - exp(-greatest(expected_value, 0))))
        else round(89 * (1 - exp(-greatest(expected_value, 0))))
    end as integer) as priority,
    action_state = 'open' and company_turn <= 2 and place <= cast(getvariable('weekly_budget') as integer)
        as is_this_week,
    due_on,
    snoozed_until,
from queued
-- Eight weeks' worth: a longer list is not read.
where action_state <> 'open' or backlog_place <= 8 * cast(getvariable('weekly_budget') as integer)
