-- One row per LinkedIn message, invitation, connection or endorsement that another archive might tell by another key,
-- as there is one more of the same minute, of connections one of the same day.
-- is_old: Whether it lacks what newer archives know it by: the id of the conversation, the URLs of the parties.
-- told_at: The minute or day that all generations tell: LinkedIn dropped the hour of connections, and in its first
--     archives messages have no seconds.
-- grain: unit_id, interaction_number
-- not null: told_at, is_old
with records as (
    select
        interactions.unit_id,
        interactions.interaction_number,
        interactions.kind,
        interactions.natural_key,
        lower(interactions.subject) as subject,
        starts_with(interactions.thread_key, 'parties ') as is_without_id,
        interactions.occurred_at,
        date_trunc(
            case interactions.kind when 'connection' then 'day' else 'minute' end,
            timezone('UTC', interactions.occurred_at)
        ) as told_at,
    from landing.interactions as interactions
    anti join staging.foreign_units as foreign_units on interactions.unit_id = foreign_units.unit_id
    where interactions.kind in ('linkedin_message', 'invitation', 'connection', 'endorsement')
),

linked as (
    select distinct
        records.unit_id,
        records.interaction_number,
    from records
    inner join landing.participants as participants
        on records.unit_id = participants.unit_id and records.interaction_number = participants.interaction_number
    where records.kind <> 'linkedin_message' and participants.profile_url <> ''
),

marked as (
    select
        records.* exclude (is_without_id),
        case records.kind when 'linkedin_message' then records.is_without_id else linked.unit_id is null end as is_old,
    from records
    left join linked
        on records.unit_id = linked.unit_id and records.interaction_number = linked.interaction_number
),

shared as (
    select
        kind,
        told_at,
    from marked
    group by kind, told_at
    having count(distinct natural_key) > 1
)

select marked.*
from marked
inner join shared on marked.kind = shared.kind and marked.told_at = shared.told_at
