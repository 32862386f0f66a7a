-- One row per meeting that a calendar of the owner's keeps: one that bears an address of theirs.
-- grain: interaction_id
select distinct versions.interaction_id
from staging.versions as versions
inner join staging.addresses as addresses on lower(trim(versions.mailbox)) = addresses.email
inner join staging.owner_addresses as owner_addresses on addresses.canonical_email = owner_addresses.canonical_email
where versions.kind = 'meeting' and versions.mailbox <> ''
