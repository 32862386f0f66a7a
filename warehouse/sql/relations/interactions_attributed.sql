-- One row per interaction and person who had a part in it: who wrote to whom, and whether that was contact.
-- grain: interaction_id, person_id
-- not null: direction, is_contact, is_personal
with conversations as (
    select
        interactions.thread_id,
        count(distinct parties.party_id) as party_count,
    from staging.interactions as interactions
    inner join relations.parties_attributed as parties on interactions.interaction_id = parties.interaction_id
    where interactions.kind = 'linkedin_message'
    group by interactions.thread_id
),

private_messages as (
    select interactions.interaction_id
    from staging.interactions as interactions
    inner join conversations on interactions.thread_id = conversations.thread_id
    where interactions.kind = 'linkedin_message' and conversations.party_count = 2
),

attributed as (
    select
        framed.*,
        parties.party_id as person_id,
        case
            when framed.kind in ('meeting', 'connection') then 'mutual'
            when framed.is_from_owner then 'outbound'
            when parties.is_sender then 'inbound'
            else 'mutual'
        end as direction,
        (framed.is_from_owner and parties.is_recipient) or (framed.is_to_owner and parties.is_sender) as is_between_us,
        (framed.is_from_owner or framed.is_to_owner) and not framed.is_missed and not parties.is_declined as is_met,
        -- A list between two people who answer each other does not make them machines.
        not framed.is_bulk or (not framed.is_automatic and answers.person_id is not null) as is_human,
        coalesce(answers.is_answer, false) as is_answer,
        private_messages.interaction_id is not null as is_private,
    from relations.interactions_framed as framed
    inner join relations.parties_attributed as parties on framed.interaction_id = parties.interaction_id
    left join relations.answers_matched as answers
        on parties.interaction_id = answers.interaction_id and parties.party_id = answers.person_id
    left join private_messages on framed.interaction_id = private_messages.interaction_id
    where parties.is_person
),

judged as (
    select
        *,
        case kind
            when 'email' then is_between_us and is_human
            when 'linkedin_message' then is_between_us and is_human
            when 'meeting' then is_met and is_human
            else kind in ('connection', 'recommendation')
        end as is_contact,
    from attributed
)

select
    interaction_id,
    person_id,
    account,
    direction,
    addressed_count,
    is_contact,
    is_contact and case kind
        when 'email' then addressed_count <= 5 or is_answer
        when 'linkedin_message' then is_private
        when 'meeting' then addressed_count <= 7
        else true
    end as is_personal,
from judged
