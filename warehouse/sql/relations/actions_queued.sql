-- One row per person and the best action for them: in which order the open ones are taken.
-- place: Among those of the same state, two of a company at most; null where the person is left alone for now.
-- is_drawn: Whether it is left out when its turn comes, to see what happens without.
-- grain: person_id
-- not null: backlog_place, action_state, is_drawn
with best as (
    select
        valued.action_id,
        valued.person_id,
        valued.organisation,
        valued.is_reply,
        case when valued.is_dismissed then 'dismissed' else coalesce(valued.state, 'open') end as action_state,
        -- What was shown before and left makes room for others.
        valued.expected_value * pow(0.85, coalesce(counted.suggested_count, 0)) as turn,
        coalesce(counted.suggested_count, 0) as suggested_count,
        counted.last_suggested_on,
        counted.rests_until,
        counted.shown_on is not null as is_shown,
        not valued.is_reply and counted.shown_on is null
        and coalesce(counted.rests_until > cast(getvariable('as_of') as date), false) as is_resting,
        drawn.action_id is not null as is_drawn,
    from relations.actions_valued as valued
    left join relations.actions_drawn as drawn on valued.action_id = drawn.action_id
    left join relations.suggestions_counted as counted on valued.person_id = counted.person_id
    where valued.rank = 1
),

done_at as (
    select
        organisation,
        count(*) as done_count,
    from relations.people_done_with
    group by organisation
),

ordered as (
    select
        best.*,
        -- Whoever is on the list of the running week stays there; of equals, whoever was not shown for longest.
        row_number() over (
            partition by best.action_state, best.is_resting
            order by
                best.is_reply desc,
                best.is_shown desc,
                best.turn desc,
                best.last_suggested_on asc nulls first,
                best.action_id asc
        ) as turn_place,
        coalesce(done_at.done_count, 0) as company_done_count,
    from best
    left join done_at on best.organisation = done_at.organisation
),

by_company as (
    select
        *,
        row_number() over (partition by organisation, action_state, is_resting order by turn_place)
        + company_done_count as company_turn,
    from ordered
)

select
    action_id,
    person_id,
    action_state,
    suggested_count,
    rests_until,
    is_drawn,
    case
        when not is_resting and company_turn <= 2
            then row_number() over (partition by action_state, is_resting, company_turn > 2 order by turn_place)
    end as place,
    row_number() over (partition by action_state order by is_resting, turn_place) as backlog_place,
from by_company
