-- One row per person whose tie cools or was strong once: grown silent for longer than usual, but known well.
-- grain: person_id
with last_contacts as (
    select
        *,
        case
            when last_direction = 'inbound' then 'They last wrote on '
            when last_direction = 'outbound' then 'You last wrote on '
            when last_contact_kind = 'meeting' then 'You last met on '
            else 'Last contact on '
        end as last_contact_text,
        strftime(last_contact_on, '%-d %b %Y') as last_contact_day,
    from relations.people_considered
    where days_since_contact >= 21 and contact_days >= 4 and status in ('cooling', 'dormant')
)

select
    person_id,
    'keep_in_touch' as family,
    case status when 'cooling' then 'cooling' else 'strong once' end as occasion,
    cast(last_contact_on as text) as fact_key,
    'Write to ' || full_name as title,
    concat(
        last_contact_text, last_contact_day, ' (', days_since_contact, ' days); your longest silence before was ',
        longest_silence_days, '. ', contact_days, ' days of contact since ', strftime(first_contact_on, '%b %Y'),
        case when relation = 'former_colleague' then concat(', colleagues at ', shared_employer) end, '.'
    ) as reason,
    -- The more unusual the silence, the better the reason.
    0.6 + 0.4 * least(overdue_ratio, 1) as fit,
    false as is_debt,
    cast(getvariable('as_of') as date) + 7 as due_on,
    to_json(struct_pack(
        last_contact_on := last_contact_on, days_since_contact := days_since_contact,
        longest_silence_days := longest_silence_days, contact_days := contact_days,
        overdue_ratio := round(overdue_ratio, 2)
    )) as facts,
from last_contacts
where overdue_ratio >= 0.5 and (status = 'cooling' or peak_strength >= 2)
