-- One row per person whose last message, of two days to two months ago, is unanswered. An answer is owed where it is at
-- most 30 days old, opened the matter, and the owner usually answers that person; else it is an occasion like others.
-- grain: person_id
with last_messages as (
    select
        considered.*,
        considered.you_answered_count >= 0.7 * considered.they_asked_count as is_usual,
        interactions.subject,
        interactions.kind,
        interactions.occurred_on as asked_on,
        cast(getvariable('as_of') as date) - interactions.occurred_on as waiting_days,
        regexp_matches(coalesce(interactions.subject, ''), '(?i)^\s*(re|aw|sv|vs|antw|odp|r|rif|res)\s*:')
        or coalesce(considered.last_outbound_on >= interactions.occurred_on - 14, false) as is_answer,
    from relations.people_considered as considered
    inner join main.interactions as interactions
        on considered.last_inbound_id = interactions.interaction_id and considered.person_id = interactions.person_id
    left join relations.words_had as words on considered.person_id = words.person_id
    where
        considered.owes_reply and interactions.addressed_count <= 3
        -- A letter to many that reached them, too, may have been the answer.
        and coalesce(words.last_written_on, '-infinity') <= interactions.occurred_on
),

judged as (
    select
        *,
        waiting_days <= 30 and is_usual and not is_answer as is_owed,
    from last_messages
    where
        -- Whom one meets every week anyway, one answers when one meets.
        waiting_days between case when contacts_90d >= 13 then 7 else 2 end and 60
        and (not is_answer or is_usual)
)

select
    person_id,
    'keep_in_touch' as family,
    case when is_owed then 'reply owed' else 'message unanswered' end as occasion,
    last_inbound_id as fact_key,
    'Reply to ' || full_name as title,
    concat(
        'Wrote to you ', case kind when 'linkedin_message' then 'on LinkedIn ' end, 'on ',
        strftime(asked_on, '%-d %b %Y'), ' (', waiting_days, ' days ago)',
        ': "' || nullif(trim(subject), '') || '"', '; you have not answered.',
        case
            when they_asked_count >= 3
                then concat(
                    ' You answered ', you_answered_count, ' of the ', they_asked_count,
                    ' conversations that they opened in three years.'
                )
        end
    ) as reason,
    0.9 as fit,
    is_owed as is_debt,
    cast(getvariable('as_of') as date) as due_on,
    asked_on as arose_on,
    to_json(struct_pack(
        asked_on := asked_on, subject := subject, kind := kind, interaction_id := last_inbound_id,
        waiting_days := waiting_days
    )) as facts,
from judged
