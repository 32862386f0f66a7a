-- One row per suggestion that was put before the user, or held out: the journal in the decisions file.
-- family, occasion: What it was about; empty where the journal does not tell.
-- grain: person_id, action_id, suggested_on
-- not null: family, occasion, is_held_out
select
    keys.person_id,
    coalesce(decisions.other_key, '') as action_id,
    coalesce(any_value(split_part(decisions.value, '/', 1)), '') as family,
    coalesce(any_value(split_part(decisions.value, '/', 2)), '') as occasion,
    bool_and(decisions.decision = 'held out') as is_held_out,
    cast(decisions.decided_at as date) as suggested_on,
from staging.decisions as decisions
inner join relations.keys_of_people as keys on decisions.key = keys.key
where
    decisions.decision in ('suggested', 'held out')
    and cast(decisions.decided_at as date) <= cast(getvariable('as_of') as date)
group by keys.person_id, decisions.other_key, cast(decisions.decided_at as date)
