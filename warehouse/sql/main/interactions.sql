-- One row per interaction and person who had a part in it: message, meeting, LinkedIn message, invitation, connection,
-- recommendation or endorsement, up to the end of as_of. Machines, lists, drafts, spam and what was cancelled are left
-- out.
-- grain: interaction_id, person_id
-- not null: occurred_at, occurred_on, kind, direction, thread_id, participant_count, is_contact, is_personal
-- interaction_id: Identifier of the interaction, the same in every export that holds it.
-- person_id: The person.
-- kind: email, meeting, linkedin_message, invitation, connection, recommendation or endorsement.
-- direction: inbound (from the person to you), outbound (from you) or mutual (meetings, connections, and mail from
--   somebody else to both of you).
-- thread_id: The conversation that it belongs to; of a meeting, its series.
-- subject: As found; of an endorsement, the skill.
-- account: Your address that it went through, where one is told.
-- source_path: The file that it was read from.
-- source_location: Where in that file.
-- participant_count: People and addresses that had a part in it, you included.
-- addressed_count: How many people it was addressed to; of a meeting, how many each of them met.
-- has_text: Whether the source holds a text of it (a note with an invitation, a recommendation); the text is not kept.
-- is_contact: Whether the two of you were in contact by it. Not so: two recipients of somebody else's mail,
--   invitations, endorsements, bulk mail, and meetings that one of you declined or that had not ended.
-- is_personal: Whether that contact was personal: at most 5 people addressed (or an answer of one of you to the other),
--   at most 8 people at a meeting, a conversation of two on LinkedIn, a connection, a recommendation.
-- occurred_at: When it was sent, or began (UTC).
-- occurred_on: That day in your time zone.
with attributed as (
    select
        framed.*,
        parties.party_id as person_id,
        case
            when framed.kind in ('meeting', 'connection') then 'mutual'
            when framed.is_from_owner then 'outbound'
            when parties.is_sender then 'inbound'
            else 'mutual'
        end as direction,
        -- A list between two people who answer each other does not make them machines.
        (not framed.is_bulk or (not framed.is_automatic and answers.person_id is not null))
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
    inner join relations.parties_attributed as parties on framed.interaction_id = parties.interaction_id
    left join relations.answers_matched as answers
        on parties.interaction_id = answers.interaction_id and parties.party_id = answers.person_id
    where parties.is_person
)

select
    interaction_id,
    person_id,
    kind,
    direction,
    thread_id,
    subject,
    account,
    source_path,
    source_location,
    participant_count,
    addressed_count,
    has_text,
    is_contact,
    is_contact and is_small as is_personal,
    occurred_at,
    occurred_on,
from attributed
