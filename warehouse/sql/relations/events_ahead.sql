-- One row per person whom the owner could meet at an event in 3 to 45 days: the nearest one.
-- grain: person_id
with nearest as (
    select
        companions.*,
        events.title,
        events.place,
        events.party_count,
        events.starts_on,
        considered.full_name,
        considered.last_contact_on,
        strftime(companions.tie_on, '%-d %b %Y') as tie_day,
        events.is_notable,
        considered.days_since_contact,
        concat(
            '"', events.title, '" is on ', strftime(events.starts_on, '%-d %b %Y'), ' in ' || nullif(events.place, '')
        ) as event_text,
    from relations.companions_found as companions
    inner join relations.events_attended as events on companions.interaction_id = events.interaction_id
    inner join relations.people_considered as considered on companions.person_id = considered.person_id
    qualify row_number() over (
        partition by companions.person_id order by events.starts_on, companions.interaction_id
    ) = 1
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
            when 'was there' then concat('You were both at "', tie_title, '" on ', tie_day, '; ', event_text)
            when 'connected there' then concat('You connected on ', tie_day, ', around "', tie_title, '"; ', event_text)
            when 'expected' then concat('You are both among the ', party_count, ' people invited: ', event_text)
            else concat('They are at ', tie_title, '; ', event_text)
        end,
        '. Last contact on ' || strftime(last_contact_on, '%-d %b %Y'), '.'
    ) as reason,
    -- To one more meeting both come anyway: it is an occasion for a word, no more.
    case
        when tie = 'was there' then 1.8 when tie = 'connected there' then 1.5 when not is_notable then 0.7 else 1.2
    end as fit,
    false as is_debt,
    cast(starts_on - 3 as date) as due_on,
    to_json(struct_pack(
        event := title, starts_on := starts_on, place := place, tie := tie, tie_on := tie_on, tie_title := tie_title
    )) as facts,
from nearest
where is_notable or days_since_contact >= 60
