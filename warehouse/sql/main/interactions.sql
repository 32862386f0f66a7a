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
select
    interactions.interaction_id,
    people.person_id,
    interactions.kind,
    judged.direction,
    interactions.thread_id,
    interactions.subject,
    accounts.account,
    interactions.source_path,
    interactions.source_location,
    interactions.participant_count,
    judged.addressed_count,
    interactions.has_text,
    judged.is_contact,
    judged.is_personal,
    judged.occurred_at,
    judged.occurred_on,
from relations.interactions_judged as judged
inner join staging.interactions as interactions on judged.interaction_key = hash(interactions.interaction_id)
inner join relations.people_keyed as people on judged.person_key = people.person_key
left join relations.accounts_keyed as accounts on judged.account_key = accounts.account_key
