-- One row per person whose tie cools or was strong once: grown silent for longer than usual, but known well.
-- grain: person_id
with last_contacts as (
    select considered.*
    from relations.people_considered as considered
    left join relations.wishes_known as wishes on considered.person_id = wishes.person_id
    where
        considered.days_since_contact >= 21 and considered.contact_days >= 4
        and considered.status in ('cooling', 'dormant')
        -- A rhythm that the user wants goes before the one estimated.
        and wishes.wanted_days is null
)

select
    person_id,
    'keep_in_touch' as family,
    case status when 'cooling' then 'cooling' else 'strong once' end as occasion,
    cast(last_contact_on as text) as fact_key,
    'Write to ' || full_name as title,
    concat(
        upper(last_contact_text[1]), last_contact_text[2:], ' on ', last_contact_day, ' (', days_since_contact,
        ' days ago); your longest silence before was ', longest_silence_days,
        case longest_silence_days when 1 then ' day. ' else ' days. ' end,
        contact_text, ' since ', strftime(first_contact_on, '%b %Y'),
        case relation
            when 'former_colleague' then concat('; colleagues at ', shared_employer, ' then')
            when 'colleague' then concat('; colleagues at ', shared_employer)
        end, '.'
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
