-- One row per name of the owner's, as sorted letters-only words, so that order and accents do not count.
-- grain: name_key
with told as (
    select contacts.full_name as name
    from staging.own_cards as contacts
    where contacts.is_owner
    union
    select participants.name
    from landing.participants as participants
    inner join staging.owner_claims as claims on lower(trim(participants.email)) = claims.email
    anti join staging.foreign_units as foreign_units on participants.unit_id = foreign_units.unit_id
    where participants.name not like '%@%'
),

keyed as (
    select array_to_string(list_sort(regexp_extract_all(lower(strip_accents(name)), '[\p{L}\p{N}]+')), ' ') as name_key
    from told
    where regexp_matches(name, '[\p{L}\p{N}][^\p{L}\p{N}]+[\p{L}\p{N}]')
)

select distinct name_key
from keyed
