-- One row per meeting that was planned when its calendar was written, and that the newest copy of its event leaves out:
-- the series has ended or moved since, or skips that day; a series was made of one meeting, or one meeting of a series.
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
        is_recurring,
        natural_key = thread_key and state = 'confirmed' as is_single,
        to_timestamp(revision % 10_000_000_000) as written_at,
    from staging.versions
    where kind = 'meeting' and thread_key <> ''
),

-- A rule makes several meetings of one event; an instance that was sent by itself tells nothing of the others.
tellings as (
    select
        thread_key,
        unit_id,
        max(sequence) as sequence,
        max(written_at) as written_at,
        max(occurred_at) as last_at,
        list(occurred_at) as starts,
        count(*) > count(distinct location) as is_series,
    from meetings
    group by thread_key, unit_id
    having is_series or bool_or(is_single)
),

newest as (
    select
        thread_key,
        max_by(tellings, (sequence, written_at, unit_id)) as telling,
    from tellings
    group by thread_key
    having count(*) > 1
)

select meetings.interaction_id
from meetings
inner join newest on meetings.thread_key = newest.thread_key
anti join meetings as told on newest.telling.unit_id = told.unit_id and meetings.interaction_id = told.interaction_id
where
    meetings.version_rank = 1
    and (
        (
            meetings.is_recurring and newest.telling.is_series
            and (meetings.sequence, meetings.written_at) < (newest.telling.sequence, newest.telling.written_at)
            and meetings.occurred_at > meetings.written_at
            -- A series without an end is followed for two years only: beyond, the newest calendar says nothing.
            and (
                meetings.occurred_at <= newest.telling.last_at
                or newest.telling.last_at < newest.telling.written_at + interval 1 year
            )
        )
        -- A SEQUENCE puts its event in the place of the one before (RFC 5546, section 2.1.4), but what had taken place
        -- stays, unless it is told again.
        or (
            meetings.sequence < newest.telling.sequence and meetings.is_recurring <> newest.telling.is_series
            and (
                meetings.occurred_at > newest.telling.written_at
                or list_contains(newest.telling.starts, meetings.occurred_at)
            )
        )
    )
