-- One row per person about whom the user decided something: the last word counts.
-- state: done (for 60 days: by then an import should have seen it), snoozed (until that day) or dismissed, if still so.
-- decided_on: When that was said.
-- dismissed_actions: Actions of theirs that were dismissed one by one.
-- grain: person_id
-- not null: is_pinned, dismissed_actions
with keyed as (
    select
        key,
        person_id,
    from relations.keys_of_people
    union
    select
        action_id as key,
        person_id,
    from relations.actions_possible
),

said as (
    select
        key,
        -- "snooze" and "snoozed" are the same word.
        case
            when decision like 'snooze%' then 'snoozed'
            when decision like 'dismiss%' then 'dismissed'
            when decision like 'pin%' then 'pinned'
            when decision like 'unpin%' then 'unpinned'
            else decision
        end as decision,
        until,
        cast(decided_at as date) as decided_on,
        struct_pack(decided_at := decided_at, decision_number := decision_number) as said_at,
        -- A list dismisses one action; when that is gone, the person whose it was is still named beside it.
        unnest(case when decision like 'dismiss%' then [key, other_key] else [key] end) as name,
    from staging.decisions
    where cast(decided_at as date) <= cast(getvariable('as_of') as date)
),

taken as (
    select distinct
        keyed.person_id,
        said.* exclude (name),
        contains(said.key, '@') or contains(said.key, '/') as is_of_person,
        max(case when said.decision = 'reopen' then said.said_at end) over (partition by keyed.person_id)
            as reopened_at,
    from said
    inner join keyed on said.name = keyed.key
    where said.decision in ('done', 'snoozed', 'dismissed', 'reopen', 'pinned', 'unpinned')
),

latest as (
    select
        person_id,
        arg_max(struct_pack(decision := decision, decided_on := decided_on, until := until), said_at) filter (
            where decision in ('done', 'snoozed', 'reopen') or (decision = 'dismissed' and is_of_person)
        ) as last_state,
        arg_max(decision, said_at) filter (where decision like '%pinned') as last_pin,
        list(distinct key) filter (
            where decision = 'dismissed' and not is_of_person and (reopened_at is null or said_at > reopened_at)
        ) as dismissed_actions,
    from taken
    group by person_id
)

select
    person_id,
    case
        when last_state.decision = 'done' and last_state.decided_on > cast(getvariable('as_of') as date) - 60
            then 'done'
        when last_state.decision = 'snoozed' and last_state.until > cast(getvariable('as_of') as date) then 'snoozed'
        when last_state.decision = 'dismissed' then 'dismissed'
    end as state,
    last_state.decided_on,
    case when last_state.decision = 'snoozed' then last_state.until end as snoozed_until,
    coalesce(last_pin = 'pinned', false) as is_pinned,
    coalesce(dismissed_actions, []) as dismissed_actions,
from latest
