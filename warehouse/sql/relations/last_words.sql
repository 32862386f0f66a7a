-- One row per person: the last contact, and who had the last word.
-- last_message_*: The last message of one to the other, and its thread: mail or LinkedIn.
-- grain: person_id
-- not null: last_contact_kind, last_direction
with contacts as (
    select
        *,
        kind in ('email', 'linkedin_message') as is_message,
    from main.interactions
    where is_personal
)

select
    person_id,
    arg_max(kind, (occurred_at, interaction_id)) as last_contact_kind,
    arg_max(direction, (occurred_at, interaction_id)) as last_direction,
    max(occurred_on) filter (where direction = 'inbound') as last_inbound_on,
    max(occurred_on) filter (where direction = 'outbound') as last_outbound_on,
    arg_max(interaction_id, (occurred_at, interaction_id)) filter (where is_message and direction = 'inbound')
        as last_inbound_id,
    max(occurred_on) filter (where is_message and direction = 'inbound') as last_wrote_on,
    max(occurred_at) filter (where is_message and direction = 'inbound') as last_wrote_at,
    max(occurred_at) filter (where direction <> 'inbound') as last_turned_to_at,
from contacts
group by person_id
