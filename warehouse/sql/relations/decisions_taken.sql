-- One row per person about whom the user decided something: the last word counts.
-- state: done (for 60 days: by then an import should have seen it), snoozed (until that day) or dismissed, if still so.
-- dismissed_actions: Actions of theirs that were dismissed one by one.
-- suggested_count: In how many weeks somebody was shown since the last contact, and left.
-- grain: person_id
-- not null: is_pinned, suggested_count, dismissed_actions
with keyed as (
    select
        unnest([identities.email, lower(identities.profile_url)]) as key,
        persons_of.person_id,
    from staging.identities as identities
    inner join resolution.persons_of as persons_of on identities.identity_id = persons_of.identity_id
    union
    select
        action_id as key,
        person_id,
    from relations.actions_possible
),

taken as (
    select distinct
        keyed.person_id,
        decisions.decision_number,
        decisions.key,
        contains(decisions.key, '@') or contains(decisions.key, '/') as is_of_person,
        -- "snooze" and "snoozed" are the same word.
        case
            when decisions.decision like 'snooze%' then 'snoozed'
            when decisions.decision like 'dismiss%' then 'dismissed'
            when decisions.decision like 'pin%' then 'pinned'
            when decisions.decision like 'unpin%' then 'unpinned'
            else decisions.decision
        end as decision,
        decisions.until,
        cast(decisions.decided_at as date) as decided_on,
    from staging.decisions as decisions
    inner join keyed on decisions.key = keyed.key
    where cast(decisions.decided_at as date) <= cast(getvariable('as_of') as date)
),

latest as (
    select
        taken.person_id,
        arg_max(
            struct_pack(decision := taken.decision, decided_on := taken.decided_on, until := taken.until),
            taken.decision_number
        ) filter (
            where taken.decision in ('done', 'snoozed') or (taken.decision = 'dismissed' and taken.is_of_person)
        ) as last_state,
        arg_max(taken.decision, taken.decision_number) filter (where taken.decision like '%pinned') as last_pin,
        coalesce(list(taken.key) filter (where taken.decision = 'dismissed' and not taken.is_of_person), [])
            as dismissed_actions,
        count(distinct date_trunc('week', taken.decided_on)) filter (
            where taken.decision = 'suggested' and taken.decided_on > coalesce(assessed.last_contact_on, '-infinity')
        ) as suggested_count,
    from taken
    left join relations.relationships_assessed as assessed on taken.person_id = assessed.person_id
    group by taken.person_id
)

select
    person_id,
    case
        when last_state.decision = 'done' and last_state.decided_on > cast(getvariable('as_of') as date) - 60
            then 'done'
        when last_state.decision = 'snoozed' and last_state.until > cast(getvariable('as_of') as date) then 'snoozed'
        when last_state.decision = 'dismissed' then 'dismissed'
    end as state,
    case when last_state.decision = 'snoozed' then last_state.until end as snoozed_until,
    coalesce(last_pin = 'pinned', false) as is_pinned,
    dismissed_actions,
    suggested_count,
from latest
