-- One row per person who recommended the owner, and whom the owner, going by the exports, never recommended.
-- grain: person_id
with recommended as (
    select
        person_id,
        max(occurred_on) filter (where direction = 'inbound') as received_on,
        arg_max(interaction_id, (occurred_at, interaction_id)) filter (where direction = 'inbound') as interaction_id,
    from main.interactions
    where kind = 'recommendation'
    group by person_id
    having bool_and(direction = 'inbound')
)

select
    considered.person_id,
    'show_appreciation' as family,
    'recommendation to return' as occasion,
    recommended.interaction_id as fact_key,
    concat('Recommend ', considered.full_name, ' in return') as title,
    concat(
        'Recommended you on ', strftime(recommended.received_on, '%-d %b %Y'),
        '; your exports hold no recommendation of theirs by you. You know each other from ', considered.contact_days,
        ' days of contact since ', strftime(considered.first_contact_on, '%b %Y'), '.'
    ) as reason,
    0.8 as fit,
    true as is_debt,
    cast(getvariable('as_of') as date) + 14 as due_on,
    to_json(struct_pack(
        received_on := recommended.received_on, contact_days := considered.contact_days,
        interaction_id := recommended.interaction_id
    )) as facts,
from relations.people_considered as considered
inner join recommended on considered.person_id = recommended.person_id
-- One can only recommend whom one knows; a fresh one is thanked for first.
where
    considered.contact_days >= 5 and not considered.is_waiting
    and recommended.received_on <= cast(getvariable('as_of') as date) - 14
