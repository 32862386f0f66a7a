-- One row per person who did the owner a kindness on LinkedIn at least 14 days ago, and has not heard since: the
-- greatest and latest kindness counts.
-- grain: person_id
with received as (
    select
        person_id,
        kind,
        subject,
        interaction_id,
        occurred_at,
        occurred_on,
        count(*) over (partition by person_id, kind) as gift_count,
    from main.interactions
    where
        direction = 'inbound'
        and (kind in ('recommendation', 'endorsement') or (kind = 'invitation' and has_text))
        -- An endorsement of years ago is no occasion any more; a recommendation is kept for longer.
        and occurred_on <= cast(getvariable('as_of') as date) - 14
        and occurred_on
        >= cast(getvariable('as_of') as date) - case kind when 'recommendation' then 730 else 365 end
),

unanswered as (
    select
        received.*,
        considered.full_name,
        strftime(received.occurred_on, '%-d %b %Y') as received_day,
    from received
    inner join relations.people_considered as considered on received.person_id = considered.person_id
    left join relations.words_had as words on received.person_id = words.person_id
    where
        received.occurred_at > coalesce(considered.last_turned_to_at, '-infinity')
        and received.occurred_on > coalesce(words.last_written_on, '-infinity')
        -- A connection has a day, but no hour.
        and (received.kind <> 'invitation' or received.occurred_on > coalesce(words.connected_on, '-infinity'))
    qualify row_number() over (
        partition by received.person_id
        order by
            list_position(['recommendation', 'invitation', 'endorsement'], received.kind),
            received.occurred_at desc,
            received.interaction_id
    ) = 1
)

select
    person_id,
    'show_appreciation' as family,
    kind || ' unanswered' as occasion,
    interaction_id as fact_key,
    case kind
        when 'recommendation' then 'Thank ' || full_name || ' for the recommendation'
        when 'endorsement' then 'Thank ' || full_name || ' for the endorsement'
        else 'Answer the invitation from ' || full_name
    end as title,
    case kind
        when 'recommendation' then concat('Recommended you on ', received_day, '; you have not written since.')
        when 'endorsement'
            then concat(
                'Endorsed you for ', subject,
                case when gift_count > 1 then concat(' and ', gift_count - 1, ' more') end,
                ' on ', received_day, '; you have not written since.'
            )
        else concat('Invited you to connect on ', received_day, ', with a note of their own; you have not answered.')
    end as reason,
    case kind when 'recommendation' then 5.0 when 'invitation' then 2.5 else 1.0 end as fit,
    true as is_debt,
    cast(getvariable('as_of') as date) + 3 as due_on,
    occurred_on as arose_on,
    to_json(struct_pack(
        received_on := occurred_on, kind := kind, skill := nullif(subject, ''), interaction_id := interaction_id
    )) as facts,
from unanswered
