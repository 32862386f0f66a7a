-- One row per message to many, or by a list, and person with whom it was exchanged for all that.
-- is_answer: Whether it answers the other of the two directly, rather than being answered so.
-- grain: interaction_key, person_key
-- not null: is_answer
with messages as (
    select
        interaction_key,
        kind = 'email' and (is_bulk or addressed_count > 5) as is_crowded,
    from relations.interactions_framed
),

replies as (
    select
        hash(interaction_id) as answer_key,
        hash(in_reply_to) as answered_key,
    from staging.interactions
    where in_reply_to is not null
),

links as (
    select
        replies.answer_key,
        replies.answered_key,
    from replies
    inner join messages as answers on replies.answer_key = answers.interaction_key
    inner join messages as answered on replies.answered_key = answered.interaction_key
    where answers.is_crowded or answered.is_crowded
),

exchanged as (
    select
        links.answer_key,
        links.answered_key,
        greatest(answering.party_key, answered.party_key) as person_key,
    from links
    inner join relations.parties_attributed as answering on links.answer_key = answering.interaction_key
    inner join relations.parties_attributed as answered on links.answered_key = answered.interaction_key
    where
        answering.is_sender and answered.is_sender
        and ((answering.is_owner and answered.is_person) or (answering.is_person and answered.is_owner))
),

listed as (
    select
        answer_key as interaction_key,
        person_key,
        true as is_answer,
    from exchanged
    union all
    select
        answered_key as interaction_key,
        person_key,
        false as is_answer,
    from exchanged
)

select
    interaction_key,
    person_key,
    bool_or(is_answer) as is_answer,
from listed
group by interaction_key, person_key
