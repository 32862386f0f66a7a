-- One row per event ahead and earlier edition of it: the same name but for years and numbers, four months before it.
-- grain: interaction_id, earlier_id
select
    ahead.interaction_id,
    earlier.interaction_id as earlier_id,
    earlier.title,
    earlier.starts_on,
    earlier.ends_on,
from relations.events_attended as ahead
inner join relations.events_attended as earlier
    on ahead.edition_key = earlier.edition_key and earlier.starts_on < ahead.starts_on - 120
where
    ahead.is_notable and earlier.is_notable and not earlier.is_ahead
    and ahead.starts_on between cast(getvariable('as_of') as date) + 3 and cast(getvariable('as_of') as date) + 45
