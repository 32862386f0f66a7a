-- One row per person on whom the user wrote a note, with whatever decision: the last one.
-- grain: person_id
-- not null: note
select
    keys.person_id,
    arg_max(decisions.note, (decisions.decided_at, decisions.decision_number)) as note,
from staging.decisions as decisions
inner join relations.keys_of_people as keys
    on decisions.key = keys.key or (decisions.decision like 'dismiss%' and decisions.other_key = keys.key)
where
    decisions.note <> ''
    and decisions.decision in (
        'note', 'done', 'snooze', 'snoozed', 'dismiss', 'dismissed', 'reopen', 'pin', 'unpin', 'tag', 'untag', 'cadence'
    )
    and cast(decisions.decided_at as date) <= cast(getvariable('as_of') as date)
group by keys.person_id
