-- What came of suggesting, action by action, as of a day ($1): in all, in the last 30 days, and held out beside it.
with made as (
    select * from suggestions
    union all by name
    -- The list of today is not yet history.
    select
        listed.person_id,
        listed.action_id,
        false as is_held_out,
        $1::date as suggested_on,
    from suggested_actions as listed
    left join suggestions as earlier
        on listed.person_id = earlier.person_id and listed.action_id = earlier.action_id
    where listed.is_this_week and earlier.action_id is null
),

actions as (
    select
        person_id,
        action_id,
        bool_and(is_held_out) as is_held_out,
        bool_or(done_on is not null) as is_done,
        bool_or(answered_on is not null) as is_answered,
        arg_min(coalesce(contacted_on <= suggested_on + 30, false), suggested_on) as is_in_touch,
        max(suggested_on) > $1::date - 30 as is_recent,
        -- What 30 days brought is known after them.
        min(suggested_on) <= $1::date - 30 as is_settled,
    from made
    group by person_id, action_id
)

select
    count(*) filter (where not is_held_out) as suggested,
    count(*) filter (where not is_held_out and is_done) as done,
    count(*) filter (where not is_held_out and is_answered) as answered,
    count(*) filter (where not is_held_out and is_recent) as suggested_30d,
    count(*) filter (where not is_held_out and is_recent and is_done) as done_30d,
    count(*) filter (where not is_held_out and is_recent and is_answered) as answered_30d,
    count(*) filter (where not is_held_out and is_settled) as reached,
    count(*) filter (where not is_held_out and is_settled and is_in_touch) as reached_in_touch,
    count(*) filter (where is_held_out and is_settled) as held_out,
    count(*) filter (where is_held_out and is_settled and is_in_touch) as held_out_in_touch,
from actions
