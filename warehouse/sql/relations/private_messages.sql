-- One row per LinkedIn message of a conversation that never had more than two people.
-- grain: interaction_id
with conversations as (
    select
        interactions.thread_id,
        count(distinct parties.party_id) as party_count,
    from staging.interactions as interactions
    inner join relations.parties_attributed as parties on interactions.interaction_id = parties.interaction_id
    where interactions.kind = 'linkedin_message'
    group by interactions.thread_id
)

select interactions.interaction_id
from staging.interactions as interactions
inner join conversations on interactions.thread_id = conversations.thread_id
where interactions.kind = 'linkedin_message' and conversations.party_count = 2
