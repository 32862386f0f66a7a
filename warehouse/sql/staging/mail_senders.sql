-- One row per address that sent mail: how much of it lies in a folder for sent mail, and in which files; and the words
-- of its full names.
-- grain: email
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
),

messages as (
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
),

-- Of two words in Latin letters or more: a nickname, a firm's one word and other scripts prove nothing.
full_names as (
    select
        email,
        regexp_extract_all(lower(strip_accents(name)), '[a-z]{2,}') as words,
    from (
        select distinct
            lower(trim(email)) as email,
            name,
        from landing.participants
        where role = 'from' and email <> '' and name not like '%@%'
    ) as told
),

named as (
    select
        email,
        list_sort(list_distinct(flatten(list(words)))) as name_words,
    from full_names
    where len(words) > 1
    group by email
)

select
    messages.email,
    count(*) as message_count,
    count(messages.sent_in) as sent_count,
    coalesce(list(distinct messages.sent_in order by messages.sent_in) filter (where messages.sent_in is not null), [])
        as sent_in,
    coalesce(any_value(named.name_words), []) as name_words,
from messages
left join named on messages.email = named.email
group by messages.email
