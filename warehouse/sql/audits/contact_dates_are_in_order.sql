-- The first contact is not after the last one, and neither side's last contact is.
select person_id
from main.relationships
where first_contact_on > last_contact_on or last_inbound_on > last_contact_on or last_outbound_on > last_contact_on
