-- One row per meeting of a series that was planned when its calendar was written, and that the newest calendar with the
-- series no longer holds: it has ended or moved since, or leaves that day out.
-- grain: interaction_id
with meetings as (
    select
        interaction_id,
        unit_id,
        thread_key,
        location,
        version_rank,
        occurred_at,
        sequence,
        to_timestamp(revision % 10_000_000_000) as written_at,
    from staging.versions
    where kind = 'meeting' and is_recurring and thread_key <> ''
),

-- A rule makes several meetings of one event; an instance that was sent by itself tells nothing of the others.
tellings as (
    select
        thread_key,
        unit_id,
        max(sequence) as sequence,
        max(written_at) as written_at,
        max(occurred_at) as last_at,
    from meetings
    group by thread_key, unit_id
    having count(*) > count(distinct location)
),

newest as (
    select
        thread_key,
        max_by(unit_id, (sequence, written_at, unit_id)) as unit_id,
        max((sequence, written_at)) as revision,
        max_by(last_at, (sequence, written_at, unit_id)) as last_at,
        max_by(written_at, (sequence, written_at, unit_id)) as written_at,
    from tellings
    group by thread_key
    having count(*) > 1
)

select meetings.interaction_id
from meetings
inner join newest on meetings.thread_key = newest.thread_key
anti join meetings as told on newest.unit_id = told.unit_id and meetings.interaction_id = told.interaction_id
where
    meetings.version_rank = 1
    and (meetings.sequence, meetings.written_at) < newest.revision
    and meetings.occurred_at > meetings.written_at
    -- A series without an end is followed for two years only: beyond, the newest calendar says nothing.
    and (meetings.occurred_at <= newest.last_at or newest.last_at < newest.written_at + interval 1 year)
