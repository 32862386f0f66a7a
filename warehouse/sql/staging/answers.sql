-- One row per meeting and attendee who answered by a message of their own (METHOD:REPLY) later than the meeting's
-- newest copy was written.
-- grain: interaction_id, email
-- not null: partstat
with replies as (
    select
        interactions.thread_key,
        interactions.natural_key,
        interactions.revision,
        interactions.occurred_at,
        ends_with(interactions.natural_key, '+') as is_rest,
        lower(trim(participants.email)) as email,
        lower(participants.partstat) as partstat,
    from landing.interactions as interactions
    inner join landing.participants as participants
        on
            interactions.unit_id = participants.unit_id
            and interactions.interaction_number = participants.interaction_number
    where
        interactions.state = 'reply' and participants.role = 'attendee'
        and participants.partstat <> '' and participants.email <> ''
)

select
    versions.interaction_id,
    replies.email,
    -- Of two at once, that to the instance counts more than that to the series.
    arg_max(replies.partstat, (replies.revision, replies.natural_key)) as partstat,
from staging.versions as versions
inner join replies on versions.thread_key = replies.thread_key and versions.revision <= replies.revision
where
    versions.kind = 'meeting' and versions.version_rank = 1
    and (
        replies.natural_key in (versions.natural_key, versions.thread_key)
        or (replies.is_rest and versions.occurred_at >= replies.occurred_at)
    )
group by versions.interaction_id, replies.email
