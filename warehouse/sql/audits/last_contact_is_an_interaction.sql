-- The last contact of every relationship is one of that person's interactions.
select relationships.person_id
from main.relationships as relationships
where
    relationships.last_contact_on is not null
    and not exists (
        select 1
        from main.interactions as interactions
        where interactions.person_id = relationships.person_id and interactions.is_personal
    )
