-- One row per person and the action for them as it is listed: the best eight weeks' worth, and what was decided upon.
-- grain: person_id
-- not null: action_id, title, reason, priority, is_this_week, is_held_out
with done as (
    select count(*) as done_count
    from relations.people_done_with
),

listed as (
    select
        valued.*,
        queued.* exclude (action_id, person_id),
        action_state = 'open'
        and coalesce(place <= cast(getvariable('weekly_budget') as integer) - done.done_count, false) as is_in_turn,
        case
            when suggested_count >= 3 and action_state = 'open' and not is_reply
                then concat(
                    ' Suggested in ', suggested_count, ' weeks, and left: you are asked every ',
                    28 * (suggested_count // 3), ' days now.'
                )
        end as remark,
    from relations.actions_queued as queued
    inner join relations.actions_valued as valued on queued.action_id = valued.action_id
    cross join done
    -- A longer list is not read.
    where action_state <> 'open' or backlog_place <= 8 * cast(getvariable('weekly_budget') as integer)
)

select
    action_id,
    person_id,
    family,
    title,
    concat(reason, remark) as reason,
    channel,
    action_state as state,
    to_json(struct_pack(
        occasion := occasion, value := round(value, 2), p_reply := round(p_reply, 2), lift := round(lift, 2),
        p_contact_90d := round(p_contact_90d, 2), p_after_contact := round(p_after_contact, 2), fit := round(fit, 2),
        cost := cost, expected_value := round(expected_value, 3), suggested_before := suggested_count,
        rests_until := rests_until, is_pinned := is_pinned, facts := facts
    )) as evidence,
    cast(case
        when is_reply then 90 + round(9 * (1 - exp(-greatest(expected_value, 0))))
        else round(89 * (1 - exp(-greatest(expected_value, 0))))
    end as integer) as priority,
    is_in_turn and not is_drawn as is_this_week,
    is_in_turn and is_drawn as is_held_out,
    due_on,
    case when action_state = 'snoozed' then snoozed_until end as snoozed_until,
from listed
