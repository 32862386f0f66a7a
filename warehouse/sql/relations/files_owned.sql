-- One row per file with messages or meetings: whether it is the owner's own mailbox or calendar. A file where the owner
-- hardly ever takes part is an archive of what others wrote.
-- usual_account_key: Of the owner's address that most of it went through.
-- grain: source_path
-- not null: is_own
select
    interactions.source_path,
    mode(counted.account_key order by counted.account_key) as usual_account_key,
    count(*) filter (where counted.has_owner) >= 0.2 * count(*) as is_own,
from staging.interactions as interactions
inner join relations.parties_counted as counted on hash(interactions.interaction_id) = counted.interaction_key
where interactions.state = 'confirmed' and coalesce(interactions.bulk_evidence, '') = ''
group by interactions.source_path
