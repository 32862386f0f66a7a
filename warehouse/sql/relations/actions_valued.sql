-- One row per possible action: what it is worth, with all parts of the sum, and whether it is allowed now.
-- expected_value: value × p_reply × lift × fit − cost. A debt has a value of 1.5 and a lift of .2 at least: it is paid
--   to warm ties and to strangers, too. A pin makes the value 4 at least, a rhythm that the user wants 2.
-- state: What the user said of the person, but of a debt that arose after it.
-- rank: 1 for the best action of the person: what was not dismissed, debts of an answer first, then by expected value.
-- grain: action_id
-- not null: expected_value, rank, is_reply
with done_lately as (
    select
        person_id,
        list(action_id) as action_ids,
        max(done_on) filter (where done_on > cast(getvariable('as_of') as date) - 30) as done_on,
    from relations.suggestions_followed
    where done_on > cast(getvariable('as_of') as date) - 365 and not is_held_out
    group by person_id
),

weighed as (
    select
        possible.*,
        case when possible.occasion = 'expected' then 'meeting' else considered.channel end as channel,
        considered.organisation,
        considered.p_contact_90d,
        considered.p_after_contact,
        greatest(
            considered.value,
            case
                when decided.is_pinned then 4 when possible.occasion = 'cadence' then 2 when possible.is_debt then 1.5
                else 0
            end
        ) as value,
        considered.p_reply,
        greatest(considered.lift, case when possible.is_debt or possible.occasion = 'cadence' then 0.2 else 0 end)
            as lift,
        -- A line takes minutes; an introduction, a visit or real help take thought first.
        case when possible.family in ('collaborate', 'attend_event', 'offer_help') then 0.08 else 0.05 end as cost,
        case
            when
                possible.is_debt and decided.state in ('done', 'snoozed')
                and coalesce(possible.arose_on > decided.decided_on, false)
                then null
            else decided.state
        end as state,
        decided.snoozed_until,
        coalesce(decided.is_pinned, false) as is_pinned,
        coalesce(list_contains(decided.dismissed_actions, possible.action_id), false) as is_dismissed,
        possible.occasion = 'reply owed' as is_reply,
    from relations.actions_possible as possible
    inner join relations.people_considered as considered on possible.person_id = considered.person_id
    left join relations.decisions_taken as decided on possible.person_id = decided.person_id
    left join relations.decisions_taken as named on possible.facts ->> 'other_person_id' = named.person_id
    left join done_lately on possible.person_id = done_lately.person_id
    where
        (
            possible.is_debt
            -- The ball is in their court; or there will be a meeting anyway.
            or (not considered.is_waiting and (not considered.is_meeting_soon or possible.family = 'attend_event'))
        )
        and not coalesce(list_contains(done_lately.action_ids, possible.action_id), false)
        -- Nobody is introduced to whom the user has dismissed.
        and named.state is distinct from 'dismissed'
        -- What was done a month ago is followed up by what arose since alone.
        and (
            done_lately.done_on is null or decided.state in ('snoozed', 'dismissed')
            or (possible.is_debt and coalesce(possible.arose_on >= done_lately.done_on, false))
        )
)

select
    *,
    value * p_reply * lift * fit - cost as expected_value,
    row_number() over (
        partition by person_id
        order by is_dismissed, is_reply desc, state is null desc, expected_value desc, action_id
    ) as rank,
from weighed
where expected_value > 0 or is_reply or is_pinned or occasion = 'cadence'
