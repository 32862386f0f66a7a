-- One row per address that sent mail: how much of it lies in a folder for sent mail.
-- grain: email
with messages as (
    select
        versions.interaction_id,
        lower(trim(participants.email)) as email,
        bool_or(
            regexp_matches(
                versions.folder,
                '(?i)(^|[,/.\[\] ])(sent|gesendete?|envoy[ée]s?|enviad[oa]s?|inviata|verzonden|sendte?|skickat)\b'
            )
        ) as is_sent,
    from staging.versions as versions
    inner join landing.participants as participants
        on versions.unit_id = participants.unit_id and versions.interaction_number = participants.interaction_number
    where versions.kind = 'email' and participants.role = 'from' and participants.email <> ''
    group by versions.interaction_id, lower(trim(participants.email))
)

select
    email,
    count(*) as message_count,
    count(*) filter (where is_sent) as sent_count,
from messages
group by email
