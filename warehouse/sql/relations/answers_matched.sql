-- One row per message to many, or by a list, and person with whom it was exchanged for all that: it answers the other
-- of the two directly (is_answer), or was answered so (is_answered).
-- grain: interaction_id, person_id
with crowded as (
    select interaction_id
    from relations.interactions_framed
    where kind = 'email' and (is_bulk or addressed_count > 5)
),

links as (
    select
        interactions.interaction_id as answer_id,
        interactions.in_reply_to as answered_id,
    from staging.interactions as interactions
    inner join crowded on interactions.interaction_id = crowded.interaction_id
    where interactions.in_reply_to is not null
    union
    select
        interactions.interaction_id as answer_id,
        interactions.in_reply_to as answered_id,
    from staging.interactions as interactions
    inner join crowded on interactions.in_reply_to = crowded.interaction_id
),

senders as (
    select
        parties.interaction_id,
        parties.party_id,
        parties.is_owner,
        parties.is_person,
    from relations.parties_attributed as parties
    inner join relations.interactions_framed as framed on parties.interaction_id = framed.interaction_id
    where parties.is_sender and (parties.is_owner or parties.is_person)
),

exchanged as (
    select
        links.answer_id,
        links.answered_id,
        case when answering.is_owner then answered.party_id else answering.party_id end as person_id,
    from links
    inner join senders as answering on links.answer_id = answering.interaction_id
    inner join senders as answered on links.answered_id = answered.interaction_id
    where answering.is_owner <> answered.is_owner
),

listed as (
    select
        answer_id as interaction_id,
        person_id,
        true as is_answer,
    from exchanged
    union all
    select
        answered_id as interaction_id,
        person_id,
        false as is_answer,
    from exchanged
)

select
    interaction_id,
    person_id,
    bool_or(is_answer) as is_answer,
    bool_or(not is_answer) as is_answered,
from listed
group by interaction_id, person_id
