-- Status and relation are words that the documentation explains.
select person_id
from main.relationships
where
    status not in ('one_off', 'active', 'cooling', 'dormant', 'unknown_since_exit')
    or relation not in ('colleague', 'former_colleague', 'other')
