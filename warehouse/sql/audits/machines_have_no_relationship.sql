-- No excluded address belongs to somebody the owner has a relationship with.
select identities.identity_id
from main.identities as identities
inner join main.excluded_addresses as excluded on identities.email = excluded.email
inner join main.relationships as relationships on identities.person_id = relationships.person_id
