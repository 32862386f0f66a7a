-- One row per meeting and attendee who answered: by a message of their own (METHOD:REPLY), or in one of several copies.
-- An answer outlives the newer copies of the same SEQUENCE that know of none: in an export the time of a copy may be
-- that of the export, and an attendee's calendar is not told what others answer.
-- grain: interaction_id, email
-- not null: partstat
with replies as (
    select
        interactions.*,
        interactions.revision // 10_000_000_000 as sequence,
        ends_with(interactions.natural_key, '+') as is_rest,
    from landing.interactions as interactions
    where interactions.state = 'reply'
),

replied as (
    select
        versions.interaction_id,
        replies.unit_id,
        replies.interaction_number,
        replies.revision,
        replies.natural_key,
    from staging.versions as versions
    inner join replies on versions.thread_key = replies.thread_key and versions.sequence <= replies.sequence
    where
        versions.kind = 'meeting' and versions.version_rank = 1
        and (
            replies.natural_key in (versions.natural_key, versions.thread_key)
            or (replies.is_rest and versions.occurred_at >= replies.occurred_at)
        )
),

copies as (
    select
        copies.interaction_id,
        copies.unit_id,
        copies.interaction_number,
        copies.revision,
        copies.natural_key,
    from staging.versions as versions
    inner join staging.versions as copies
        on versions.interaction_id = copies.interaction_id and versions.sequence = copies.sequence
    where
        versions.kind = 'meeting' and versions.version_rank = 1 and copies.state <> 'cancelled'
        and versions.interaction_id in (
            select interaction_id from replied
            union
            select interaction_id from staging.versions
            where kind = 'meeting' and version_rank = 2
        )
),

told as (
    select * from replied
    union all by name
    select * from copies
)

select
    told.interaction_id,
    lower(trim(participants.email)) as email,
    -- Of two at once, that to the instance counts more than that to the series.
    arg_max(lower(participants.partstat), (told.revision, told.natural_key)) as partstat,
from told
inner join landing.participants as participants
    on told.unit_id = participants.unit_id and told.interaction_number = participants.interaction_number
where
    participants.role = 'attendee' and participants.email <> ''
    and upper(participants.partstat) not in ('', 'NEEDS-ACTION')
group by told.interaction_id, lower(trim(participants.email))
