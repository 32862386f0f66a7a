-- One row per person with whom a conversation of two stopped: its subject is where to take it up.
-- grain: person_id
with last_messages as (
    select
        interactions.person_id,
        interactions.thread_id,
        interactions.subject,
        interactions.occurred_on,
    from main.interactions as interactions
    inner join relations.people_considered as considered on interactions.person_id = considered.person_id
    where
        interactions.is_personal and interactions.kind in ('email', 'linkedin_message')
        and interactions.addressed_count <= 2 and trim(interactions.subject) <> ''
        and interactions.occurred_on >= considered.last_contact_on - 120
        and considered.status in ('cooling', 'dormant') and considered.contact_days >= 3
        and considered.days_since_contact >= 21
    qualify row_number() over (
        partition by interactions.person_id order by interactions.occurred_at desc, interactions.interaction_id
    ) = 1
),

topics as (
    select
        *,
        trim(regexp_replace(subject, '(?i)^(\s*(re|fwd?|aw|wg|sv|vs|antw|odp|tr|rv|rif|res)\s*:)+\s*', '')) as topic,
    from last_messages
)

select
    topics.person_id,
    'be_genuine' as family,
    'last topic' as occasion,
    topics.thread_id as fact_key,
    concat('Take up "', topics.topic, '" with ', considered.full_name) as title,
    concat(
        'Your last conversation by mail or message, "', topics.topic, '", stopped on ',
        strftime(topics.occurred_on, '%-d %b %Y'),
        case
            when considered.last_contact_on > topics.occurred_on
                then concat('; ', considered.last_contact_text, ' on ', considered.last_contact_day)
        end,
        ', ', considered.days_since_contact, ' days ago. ', considered.contact_text, ' in all.'
    ) as reason,
    0.85 as fit,
    false as is_debt,
    cast(getvariable('as_of') as date) + 7 as due_on,
    to_json(struct_pack(
        topic := topics.topic, wrote_on := topics.occurred_on, days_since_contact := considered.days_since_contact,
        contact_days := considered.contact_days
    )) as facts,
from topics
inner join relations.people_considered as considered on topics.person_id = considered.person_id
where
    -- A word or an invitation made by a calendar is no topic.
    len(topics.topic) >= 8 and contains(topics.topic, ' ')
    and not regexp_matches(
        topics.topic, '(?i)^(invitation|accepted|declined|tentative|updated|canceled|cancelled)\b.*:'
    )
