-- One row per LinkedIn message of a conversation that never had more than two people.
-- grain: interaction_key
with messages as (
    select
        hash(interaction_id) as interaction_key,
        thread_id,
    from staging.interactions
    where kind = 'linkedin_message'
),

conversations as (
    select
        messages.thread_id,
        count(distinct parties.party_key) as party_count,
    from messages
    inner join relations.parties_attributed as parties on messages.interaction_key = parties.interaction_key
    group by messages.thread_id
)

select messages.interaction_key
from messages
inner join conversations on messages.thread_id = conversations.thread_id
where conversations.party_count = 2
