-- One row per possible action: what it is worth, with all parts of the sum, and whether it is allowed now.
-- expected_value: value × p_reply × lift × fit − cost. A debt has a value of 1.5 and a lift of .2 at least: it is paid
--   to warm ties and to strangers, too. A pin makes the value 4 at least.
-- rank: 1 for the best action of the person: what was not dismissed, debts of an answer first, then by expected value.
-- grain: action_id
-- not null: expected_value, rank
with weighed as (
    select
        possible.*,
        case when possible.occasion = 'expected' then 'meeting' else considered.channel end as channel,
        considered.organisation,
        considered.p_contact_90d,
        considered.p_after_contact,
        greatest(
            considered.value, case when decided.is_pinned then 4 when possible.is_debt then 1.5 else 0 end
        ) as value,
        considered.p_reply,
        greatest(considered.lift, case when possible.is_debt then 0.2 else 0 end) as lift,
        -- A line takes minutes; an introduction, a visit or real help take thought first.
        case when possible.family in ('collaborate', 'attend_event', 'offer_help') then 0.08 else 0.05 end as cost,
        decided.state,
        decided.snoozed_until,
        coalesce(decided.is_pinned, false) as is_pinned,
        coalesce(decided.suggested_count, 0) as suggested_count,
        coalesce(list_contains(decided.dismissed_actions, possible.action_id), false) as is_dismissed,
    from relations.actions_possible as possible
    inner join relations.people_considered as considered on possible.person_id = considered.person_id
    left join relations.decisions_taken as decided on possible.person_id = decided.person_id
    where
        possible.is_debt
        or (
            -- The ball is in their court; or there will be a meeting anyway.
            not considered.is_waiting
            and (not considered.is_meeting_soon or possible.family = 'attend_event')
        )
),

valued as (
    select
        *,
        value * p_reply * lift * fit - cost as expected_value,
        occasion = 'reply owed' as is_reply,
    from weighed
)

select
    *,
    row_number() over (
        partition by person_id order by is_dismissed, is_reply desc, expected_value desc, action_id
    ) as rank,
from valued
where expected_value > 0 or is_reply or is_pinned
