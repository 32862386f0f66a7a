-- One row per suggestion after which the user said, within 45 days, that it is done.
-- grain: person_id, action_id, suggested_on
-- not null: said_on
select
    made.person_id,
    made.action_id,
    made.suggested_on,
    min(cast(decisions.decided_at as date)) as said_on,
from relations.suggestions_made as made
inner join relations.keys_of_people as keys on made.person_id = keys.person_id
inner join staging.decisions as decisions on keys.key = decisions.key
where
    decisions.decision = 'done'
    and cast(decisions.decided_at as date) between made.suggested_on and made.suggested_on + 45
    and cast(decisions.decided_at as date) <= cast(getvariable('as_of') as date)
group by made.person_id, made.action_id, made.suggested_on
