-- The names of one person ($1) that somebody else bears too, and that so identify nobody.
select distinct own.full_name
from identities as own
inner join identities as others
    on lower(strip_accents(own.full_name)) = lower(strip_accents(others.full_name))
where own.person_id = $1 and others.person_id <> $1
order by own.full_name
