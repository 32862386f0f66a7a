-- One row per time that a source names somebody: a party to an interaction, or a card.
-- grain: none
select
    participants.identity_id,
    participants.name as full_name,
    participants.email,
    participants.profile_url,
    nullif(trim(participants.company), '') as company,
    interactions.kind as source,
    participants.is_owner,
    interactions.occurred_on as seen_on,
    first_landings.landed_at,
from staging.participants as participants
inner join staging.interactions as interactions on participants.interaction_id = interactions.interaction_id
inner join staging.first_landings as first_landings on participants.interaction_id = first_landings.interaction_id
where participants.identity_id is not null
union all
select
    contacts.identity_id,
    contacts.full_name,
    contacts.email,
    contacts.profile_url,
    contacts.company,
    contacts.kind as source,
    contacts.is_owner,
    contacts.observed_on as seen_on,
    contacts.landed_at,
from staging.contacts as contacts
where contacts.identity_id is not null
