-- One row per possible action that is to be held out, to see what happens without: of a tenth, drawn by a seed, if the
-- user wants it and a hundred suggestions were made before; never a reply owed, nor what was suggested already.
-- grain: action_id
with journal as (
    select
        count(*) filter (where decision in ('suggested', 'held out')) as suggestion_count,
        -- Switched on by a seed, off by an empty one.
        nullif(max_by(value, decision_number) filter (where decision = 'holdout'), '') as seed,
    from staging.decisions
    where cast(decided_at as date) <= cast(getvariable('as_of') as date)
),

shown as (
    select distinct action_id
    from relations.suggestions_made
    where not is_held_out
)

select possible.action_id
from relations.actions_possible as possible
inner join journal on journal.suggestion_count >= 100
left join shown on possible.action_id = shown.action_id
where
    possible.occasion <> 'reply owed' and shown.action_id is null
    and md5_number_lower(journal.seed || possible.action_id) % 10 = 0
