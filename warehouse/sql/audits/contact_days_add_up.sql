-- Contact days of 90 days are among those of 365 days, and these among all.
select person_id
from main.relationships
where contacts_90d > contacts_365d or contacts_365d > contact_days
