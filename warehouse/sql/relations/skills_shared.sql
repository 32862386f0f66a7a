-- One row per person with whom the owner shares at least two endorsed skills, whoever endorsed whom.
-- grain: person_id
with endorsed as (
    select
        person_id,
        trim(any_value(subject order by subject)) as skill,
        bool_or(direction = 'inbound') as is_received,
        bool_or(direction = 'outbound') as is_given,
        max(occurred_on) as endorsed_on,
    from main.interactions
    where kind = 'endorsement' and trim(subject) <> ''
    group by person_id, lower(trim(subject))
),

shared as (
    select
        person_id,
        array_to_string(list(skill order by skill), ' and ') as skills,
        count(*) as skill_count,
        bool_or(is_received) as is_received,
        bool_or(is_given) as is_given,
        max(endorsed_on) as endorsed_on,
    from endorsed
    group by person_id
    having count(*) >= 2
)

select
    considered.person_id,
    'collaborate' as family,
    'skills shared' as occasion,
    lower(shared.skills) as fact_key,
    concat('Propose something on ', shared.skills, ' to ', considered.full_name) as title,
    concat(
        case
            when shared.is_received and shared.is_given then 'You endorsed each other for '
            when shared.is_received then 'They endorsed you for '
            else 'You endorsed them for '
        end,
        shared.skills, ' (last on ', strftime(shared.endorsed_on, '%-d %b %Y'), ')',
        '; now ' || considered.position || coalesce(' at ' || considered.company, ''),
        '. ' || upper(considered.last_contact_text[1]) || considered.last_contact_text[2:] || ' on '
        || considered.last_contact_day, '.'
    ) as reason,
    1.2 + 0.1 * least(shared.skill_count, 5) as fit,
    false as is_debt,
    cast(getvariable('as_of') as date) + 21 as due_on,
    to_json(struct_pack(
        skills := shared.skills, endorsed_on := shared.endorsed_on, position := considered.position,
        company := considered.company
    )) as facts,
from shared
inner join relations.people_considered as considered on shared.person_id = considered.person_id
