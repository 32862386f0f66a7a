-- One row per person with whom the user wants to be in touch every so many days, and has not been for longer.
-- grain: person_id
with wanted as (
    select
        considered.*,
        wishes.wanted_days,
        wishes.wanted_for,
        coalesce(counted.suggested_count, 0) as suggested_count,
        -- Half as long again for each three weeks in which it was suggested in vain.
        cast(wishes.wanted_days * (1 + 0.5 * coalesce(counted.patience, 0)) as integer) as due_days,
    from relations.people_considered as considered
    inner join relations.wishes_known as wishes on considered.person_id = wishes.person_id
    left join relations.suggestions_counted as counted on considered.person_id = counted.person_id
    where wishes.wanted_days is not null
)

select
    person_id,
    'keep_in_touch' as family,
    'cadence' as occasion,
    cast(last_contact_on as text) as fact_key,
    'Write to ' || full_name as title,
    concat(
        'You want to be in touch every ', case wanted_days when 1 then 'day' else concat(wanted_days, ' days') end,
        ' (' || wanted_for || ')',
        case
            when due_days > wanted_days
                then concat(', which became ', due_days, ' after ', suggested_count, ' suggestions left undone')
        end,
        '; ', days_since_contact, case days_since_contact when 1 then ' day' else ' days' end, ' since ',
        last_contact_text, ' on ', last_contact_day, '.'
    ) as reason,
    1.5 as fit,
    false as is_debt,
    cast(getvariable('as_of') as date) + 7 as due_on,
    to_json(struct_pack(
        wanted_days := wanted_days, wanted_for := wanted_for, due_days := due_days,
        last_contact_on := last_contact_on, days_since_contact := days_since_contact
    )) as facts,
from wanted
where days_since_contact >= due_days
