-- One row per file with messages or meetings: whether it is the owner's own mailbox or calendar. A file where the owner
-- hardly ever takes part is an archive of what others wrote.
-- usual_address: The owner's address that most of it went through.
-- grain: source_path
-- not null: is_own
select
    interactions.source_path,
    mode(counted.owner_address order by counted.owner_address) as usual_address,
    count(*) filter (where counted.has_owner) >= 0.2 * count(*) as is_own,
from staging.interactions as interactions
inner join relations.parties_counted as counted on interactions.interaction_id = counted.interaction_id
where interactions.state = 'confirmed' and coalesce(interactions.bulk_evidence, '') = ''
group by interactions.source_path
