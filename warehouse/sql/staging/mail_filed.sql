-- One row per mail and who sent it: which file has it in a folder for sent mail, null where none has.
-- grain: interaction_id, email
with sent as (
    select '(^|[,/.\[\] ])(' || string_agg(strip_accents(word), '|' order by word) || ')(\P{L}|$)' as pattern
    from staging.sent_words
),

folders as (
    select
        told.folder,
        regexp_matches(strip_accents(lower(nfc_normalize(told.folder))), sent.pattern) as is_sent,
    from (
        select distinct folder from staging.versions
        where kind = 'email'
    ) as told
    cross join sent
)

select
    versions.interaction_id,
    lower(trim(participants.email)) as email,
    min(units.source_path) filter (where folders.is_sent) as sent_in,
from staging.versions as versions
inner join folders on versions.folder = folders.folder
inner join landing.units as units on versions.unit_id = units.unit_id
inner join landing.participants as participants
    on versions.unit_id = participants.unit_id and versions.interaction_number = participants.interaction_number
where versions.kind = 'email' and participants.role = 'from' and participants.email <> ''
group by versions.interaction_id, lower(trim(participants.email))
