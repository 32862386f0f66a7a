-- No tie strength is negative; every probability and reciprocity lies between zero and one.
select person_id
from main.relationships
where
    tie_strength < 0 or p_contact_90d not between 0 and 1 or reciprocity not between 0 and 1
    or isnan(tie_strength) or isnan(p_contact_90d)
