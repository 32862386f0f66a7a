-- One row per person, and the key that stands for the id where millions of rows are joined and grouped.
-- person_key: From 1 on, in the order of the ids; of the owner, 0.
-- grain: person_id
-- not null: person_key
select
    person_id,
    cast(case when is_owner then 0 else row_number() over (order by is_owner, person_id) end as integer) as person_key,
from main.people
