-- One row per person: the last contact, and who had the last word.
-- last_inbound_id, last_wrote_at: Their last message, by mail or LinkedIn.
-- last_turned_to_at: When the owner last wrote to them or met them.
-- grain: person_id
-- not null: last_contact_kind, last_direction
with contacts as (
    select
        person_id,
        direction,
        occurred_on,
        occurred_at,
        kind in ('email', 'linkedin_message') as is_message,
        -- In the order of its fields: the later contact is the greater.
        struct_pack(
            occurred_at := occurred_at, interaction_id := interaction_id, kind := kind, direction := direction
        ) as contact,
    from main.interactions
    where is_personal
),

latest as (
    select
        person_id,
        max(contact) as last_contact,
        max(contact) filter (where is_message and direction = 'inbound') as last_inbound,
        max(occurred_on) filter (where direction = 'inbound') as last_inbound_on,
        max(occurred_on) filter (where direction = 'outbound') as last_outbound_on,
        max(occurred_at) filter (where direction <> 'inbound') as last_turned_to_at,
    from contacts
    group by person_id
)

select
    person_id,
    last_contact.kind as last_contact_kind,
    last_contact.direction as last_direction,
    last_inbound_on,
    last_outbound_on,
    last_inbound.interaction_id as last_inbound_id,
    last_inbound.occurred_at as last_wrote_at,
    last_turned_to_at,
from latest
