-- One row per meeting that another calendar than its own calls off: with its series, with the rest of it, with its day,
-- or by holding the series without it.
-- grain: interaction_id
with cancelled as (
    select
        thread_key,
        natural_key,
        occurred_at,
        sequence,
        cancelled_at,
        natural_key = thread_key as is_whole,
        ends_with(natural_key, '+') as is_rest,
    from staging.versions
    where
        kind = 'meeting' and state = 'cancelled' and thread_key <> ''
        and (natural_key = thread_key or regexp_matches(natural_key, '/\d{8}$|\+$'))
)

select versions.interaction_id
from staging.versions as versions
inner join cancelled
    on
        versions.thread_key = cancelled.thread_key
        -- Who calls a meeting again after that raises its SEQUENCE (RFC 5546, section 2.1.4).
        and versions.sequence <= cancelled.sequence
        -- What had taken place before stays.
        and (
            cancelled.cancelled_at is null
            or coalesce(versions.ended_at, versions.occurred_at) > cancelled.cancelled_at
        )
where
    versions.kind = 'meeting' and versions.version_rank = 1 and versions.state <> 'cancelled'
    and (
        cancelled.is_whole
        or (cancelled.is_rest and versions.occurred_at >= cancelled.occurred_at)
        or starts_with(versions.natural_key, cancelled.natural_key || 'T')
    )
union
select plans_dropped.interaction_id
from staging.plans_dropped as plans_dropped
