-- One row per person whom the owner could meet at an event in 3 to 45 days: the nearest one; at each event the three
-- who matter most.
-- grain: person_id
with nearest as (
    select
        companions.*,
        events.title,
        events.place,
        events.party_count,
        events.starts_on,
        events.is_notable,
        considered.full_name,
        considered.value,
        considered.days_since_contact,
        concat('; ', considered.last_contact_text, ' on ' || considered.last_contact_day) as contact_text,
        strftime(companions.tie_on, '%-d %b %Y') as tie_day,
        concat(strftime(events.starts_on, '%-d %b %Y'), ' in ' || nullif(events.place, '')) as event_day,
    from relations.companions_found as companions
    inner join relations.events_attended as events on companions.interaction_id = events.interaction_id
    inner join relations.people_considered as considered on companions.person_id = considered.person_id
    -- To one more meeting both come anyway: only whom the owner has not met for long is worth a thought.
    where events.is_notable or considered.days_since_contact >= 60
    qualify row_number() over (
        partition by companions.person_id order by events.starts_on, companions.interaction_id
    ) = 1
),

foremost as (
    select *
    from nearest
    qualify row_number() over (partition by interaction_id order by value desc, person_id) <= 3
)

select
    person_id,
    'attend_event' as family,
    tie as occasion,
    interaction_id as fact_key,
    case tie
        when 'expected' then concat('Talk to ', full_name, ' at "', title, '"')
        else concat('Ask ', full_name, ' whether you meet at "', title, '"')
    end as title,
    concat(
        case tie
            when 'was there'
                then concat('You were both at "', tie_title, '" on ', tie_day, '; "', title, '" is on ', event_day)
            when 'connected there'
                then concat(
                    'You connected on ', tie_day, ', around "', tie_title, '"; "', title, '" is on ', event_day
                )
            when 'expected'
                then concat('You are both invited to "', title, '" on ', event_day, ' (', party_count, ' people)')
            else concat('They are at ', tie_title, '; "', title, '" is on ', event_day)
        end,
        contact_text, '.'
    ) as reason,
    case
        when tie = 'was there' then 1.8 when tie = 'connected there' then 1.5 when not is_notable then 0.5 else 1.2
    end as fit,
    false as is_debt,
    cast(starts_on - 3 as date) as due_on,
    to_json(struct_pack(
        event := title, starts_on := starts_on, place := place, tie := tie, tie_on := tie_on, tie_title := tie_title
    )) as facts,
from foremost
