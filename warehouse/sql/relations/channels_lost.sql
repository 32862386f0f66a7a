-- One row per person, well known once, whom the owner can only reach at an employer's that was left: the job took the
-- channel with it.
-- grain: person_id
select
    person_id,
    'keep_in_touch' as family,
    'channel lost' as occasion,
    cast(known_until as text) as fact_key,
    'Find ' || full_name || ' again' as title,
    concat(
        'Your exports know them only through a work account that ends on ', strftime(known_until, '%-d %b %Y'), ': ',
        contact_days, ' days of contact until ', strftime(last_contact_on, '%-d %b %Y'),
        ', and nothing can be seen since. Look for them on LinkedIn.'
    ) as reason,
    0.6 as fit,
    false as is_debt,
    cast(getvariable('as_of') as date) + 7 as due_on,
    to_json(struct_pack(
        known_until := known_until, last_contact_on := last_contact_on, contact_days := contact_days
    )) as facts,
from relations.people_considered
where status = 'unknown_since_exit' and peak_strength >= 2
