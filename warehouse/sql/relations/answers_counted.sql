-- One row per person: how many conversations each of the two opened in the last three years, and how many of them the
-- other answered. Messages of one side within 14 days are one turn. It opens a conversation unless it answers the
-- other's turn of the 30 days before, and is answered when the other takes the next within 30 days. Openings of the
-- last 14 days do not count yet.
-- grain: person_id
-- not null: asked_count, answered_count, they_asked_count, you_answered_count
with messages as (
    select
        person_id,
        direction,
        occurred_at,
        occurred_on,
        interaction_id,
        coalesce(lag(direction) over conversation = direction, false)
        and occurred_on - lag(occurred_on) over conversation < 14 as is_continued,
    from main.interactions
    where
        is_personal and kind in ('email', 'linkedin_message')
        and occurred_on > cast(getvariable('as_of') as date) - 1096
    window conversation as (partition by person_id order by occurred_at, interaction_id)
),

numbered as (
    select
        *,
        count(*) filter (where not is_continued)
            over (partition by person_id order by occurred_at, interaction_id rows unbounded preceding) as turn_number,
    from messages
),

turns as (
    select
        person_id,
        turn_number,
        any_value(direction) as direction,
        min(occurred_on) as began_on,
        max(occurred_on) as ended_on,
    from numbered
    group by person_id, turn_number
),

placed as (
    select
        *,
        coalesce(
            lag(direction) over conversation <> direction and began_on - lag(ended_on) over conversation <= 30, false
        ) as is_answer,
        coalesce(
            lead(direction) over conversation <> direction and lead(began_on) over conversation - ended_on <= 30, false
        ) as is_answered,
    from turns
    window conversation as (partition by person_id order by turn_number)
)

select
    person_id,
    count(*) filter (where direction = 'outbound') as asked_count,
    count(*) filter (where direction = 'outbound' and is_answered) as answered_count,
    count(*) filter (where direction = 'inbound') as they_asked_count,
    count(*) filter (where direction = 'inbound' and is_answered) as you_answered_count,
from placed
where not is_answer and (is_answered or ended_on <= cast(getvariable('as_of') as date) - 14)
group by person_id
