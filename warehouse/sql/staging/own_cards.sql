-- One row per landed card, those of other people's archives left out.
-- grain: unit_id, contact_number
select contacts.*
from landing.contacts as contacts
anti join staging.foreign_units as foreign_units on contacts.unit_id = foreign_units.unit_id
