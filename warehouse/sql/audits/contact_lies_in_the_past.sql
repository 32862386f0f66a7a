-- No contact lies after as_of.
select person_id
from main.relationships
where last_contact_on > getvariable('as_of') or days_since_contact < 0
