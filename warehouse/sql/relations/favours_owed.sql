-- One row per person who gave more than they got: they answer the owner, and wait for answers themselves.
-- grain: person_id
select
    person_id,
    'offer_help' as family,
    'gave more' as occasion,
    concat_ws(' ', answered_count, you_answered_count) as fact_key,
    'Ask ' || full_name || ' what you can do for them' as title,
    concat(
        'In three years they answered ', answered_count, ' of the ', asked_count, ' conversations that you opened; you',
        ' answered ', you_answered_count, ' of their ', they_asked_count, '. ', upper(last_contact_text[1]),
        last_contact_text[2:], ' on ', last_contact_day, '.'
    ) as reason,
    1.2 as fit,
    false as is_debt,
    cast(getvariable('as_of') as date) + 14 as due_on,
    to_json(struct_pack(
        answered_count := answered_count, asked_count := asked_count, you_answered_count := you_answered_count,
        they_asked_count := they_asked_count, last_contact_on := last_contact_on
    )) as facts,
from relations.people_considered
where
    asked_count >= 3 and answered_count >= 0.5 * asked_count
    and they_asked_count >= 3 and you_answered_count <= 0.5 * they_asked_count
    and they_asked_count - you_answered_count >= 3
    and answered_count / asked_count - you_answered_count / they_asked_count >= 0.3
    and days_since_contact >= 21
