-- One row per name of the owner's, as sorted letters-only words, so that order and accents do not count.
-- grain: name_key
with told as (
    select contacts.full_name as name
    from landing.contacts as contacts
    where contacts.is_owner
    union
    select participants.name
    from landing.participants as participants
    inner join staging.owner_claims as claims on lower(trim(participants.email)) = claims.email
    where participants.name not like '%@%'
)

select distinct array_to_string(list_sort(regexp_extract_all(lower(strip_accents(name)), '\w+')), ' ') as name_key
from told
where regexp_matches(name, '\w\W+\w')
