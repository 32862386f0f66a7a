-- The last interactions with one person ($1), the newest first, as many as $2.
select
    cast(interactions.occurred_at as date) as day,
    interactions.kind,
    interactions.direction,
    interactions.subject,
    interactions.participant_count,
    interactions.is_personal,
    interactions.source_path,
    interactions.source_location,
from interactions
where interactions.person_id = $1
order by interactions.occurred_at desc, interactions.interaction_id asc
limit $2
