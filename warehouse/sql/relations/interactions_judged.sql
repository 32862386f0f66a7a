-- One row per interaction and person who had a part in it: whether the two of you were in contact by it, and how, in
-- the terms of main.interactions, which adds the texts.
-- grain: interaction_key, person_key
-- not null: kind, direction, is_contact, is_personal, occurred_at, occurred_on
with attributed as (
    select
        framed.*,
        parties.party_key as person_key,
        case
            when framed.kind in ('meeting', 'connection') then 'mutual'
            when framed.is_from_owner then 'outbound'
            when parties.is_sender then 'inbound'
            else 'mutual'
        end as direction,
        -- A list between two people who answer each other does not make them machines.
        (not framed.is_bulk or (not framed.is_automatic and answers.person_key is not null))
        and case
            when framed.kind in ('email', 'linkedin_message')
                then
                    (framed.is_from_owner and parties.is_recipient) or (framed.is_to_owner and parties.is_sender)
            when framed.kind = 'meeting'
                then (framed.is_from_owner or framed.is_to_owner) and not framed.is_missed and not parties.is_declined
            else framed.kind in ('connection', 'recommendation')
        end as is_contact,
        case framed.kind
            when 'email' then framed.addressed_count <= 5 or coalesce(answers.is_answer, false)
            when 'linkedin_message' then framed.is_private
            when 'meeting' then framed.addressed_count <= 7
            else true
        end as is_small,
    from relations.interactions_framed as framed
    inner join relations.parties_attributed as parties on framed.interaction_key = parties.interaction_key
    left join relations.answers_matched as answers
        on parties.interaction_key = answers.interaction_key and parties.party_key = answers.person_key
    where parties.is_person
)

select
    interaction_key,
    person_key,
    kind,
    direction,
    account_key,
    addressed_count,
    is_contact,
    is_contact and is_small as is_personal,
    occurred_at,
    occurred_on,
from attributed
