-- One row per person: how often each of the two answered the other. Several messages within 14 days are one turn,
-- answered when the other takes the next within 30 days; a turn of the last 14 days that is still open does not count.
-- grain: person_id
-- not null: asked_count, answered_count, they_asked_count, you_answered_count
with messages as (
    select
        person_id,
        direction,
        occurred_on,
        lead(direction) over turns as next_direction,
        lead(occurred_on) over turns as next_on,
    from main.interactions
    where is_personal and kind in ('email', 'linkedin_message')
    window turns as (partition by person_id order by occurred_at, interaction_id)
),

turns as (
    select
        person_id,
        direction,
        coalesce(next_direction <> direction and next_on - occurred_on <= 30, false) as is_answered,
    from messages
    where
        next_direction <> direction
        or coalesce(next_on, cast(getvariable('as_of') as date)) >= occurred_on + 14
)

select
    person_id,
    count(*) filter (where direction = 'outbound') as asked_count,
    count(*) filter (where direction = 'outbound' and is_answered) as answered_count,
    count(*) filter (where direction = 'inbound') as they_asked_count,
    count(*) filter (where direction = 'inbound' and is_answered) as you_answered_count,
from turns
group by person_id
