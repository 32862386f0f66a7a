-- One row per person: how many conversations each of the two opened in the last three years, and how many of them the
-- other answered. Messages of one side within 14 days are one turn. It opens a conversation unless it answers the
-- other's turn of the 30 days before, and is answered when the other takes the next within 30 days. Openings of the
-- last 14 days do not count yet.
-- grain: person_id
-- not null: asked_count, answered_count, they_asked_count, you_answered_count
with messages as (
    select
        person_key,
        direction,
        occurred_at,
        occurred_on,
        coalesce(lag(direction) over conversation = direction, false)
        and occurred_on - lag(occurred_on) over conversation < 14 as is_continued,
    from relations.interactions_judged
    where
        is_personal and kind in ('email', 'linkedin_message')
        and occurred_on > cast(getvariable('as_of') as date) - 1096
    window conversation as (partition by person_key order by occurred_at, direction)
),

numbered as (
    select
        *,
        -- Of messages of one moment, that which opens the turn comes first.
        count(*) filter (where not is_continued) over (
            partition by person_key order by occurred_at, direction, is_continued rows unbounded preceding
        ) as turn_number,
    from messages
),

turns as (
    select
        person_key,
        turn_number,
        any_value(direction) as direction,
        min(occurred_on) as began_on,
        max(occurred_on) as ended_on,
    from numbered
    group by person_key, turn_number
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
    window conversation as (partition by person_key order by turn_number)
)

select
    people.person_id,
    count(*) filter (where placed.direction = 'outbound') as asked_count,
    count(*) filter (where placed.direction = 'outbound' and placed.is_answered) as answered_count,
    count(*) filter (where placed.direction = 'inbound') as they_asked_count,
    count(*) filter (where placed.direction = 'inbound' and placed.is_answered) as you_answered_count,
from placed
inner join relations.people_keyed as people on placed.person_key = people.person_key
where not placed.is_answer and (placed.is_answered or placed.ended_on <= cast(getvariable('as_of') as date) - 14)
group by people.person_id
