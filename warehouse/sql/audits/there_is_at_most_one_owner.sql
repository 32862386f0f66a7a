-- There is at most one owner.
select person_id
from main.people
where is_owner and (
    select count(*) from main.people
    where is_owner
) > 1
