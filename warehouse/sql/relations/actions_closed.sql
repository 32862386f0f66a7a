-- One row per person whom the owner got in touch with after a suggestion, in the last 30 days, as the exports show it.
-- grain: person_id
-- not null: action_id, title, reason
with latest as (
    select *
    from relations.suggestions_followed
    where done_on > cast(getvariable('as_of') as date) - 30 and not is_held_out
    qualify row_number() over (partition by person_id order by suggested_on desc, action_id) = 1
)

select
    latest.person_id,
    latest.action_id,
    coalesce(nullif(latest.family, ''), 'keep_in_touch') as family,
    concat(
        case latest.family
            when 'show_appreciation' then 'Thank '
            when 'offer_help' then 'Offer help to '
            when 'attend_event' then 'Write about an event to '
            when 'collaborate' then 'Propose something to '
            else case latest.occasion when 'reply owed' then 'Reply to ' else 'Write to ' end
        end,
        considered.full_name
    ) as title,
    concat(
        'Suggested on ', strftime(latest.suggested_on, '%-d %b %Y'), '; you ',
        case latest.done_by
            when 'meeting' then 'met'
            when 'connection' then 'connected'
            when 'recommendation' then 'recommended them'
            else 'wrote'
        end,
        ' on ', strftime(latest.done_on, '%-d %b %Y'),
        case
            when latest.done_by in ('meeting', 'connection') then ''
            when latest.answered_on is not null
                then concat(', and they answered on ', strftime(latest.answered_on, '%-d %b %Y'))
            else ', with no answer so far'
        end,
        '.'
    ) as reason,
    considered.channel,
    'done' as state,
    to_json(struct_pack(
        occasion := latest.occasion, suggested_on := latest.suggested_on, done_by := latest.done_by,
        done_on := latest.done_on, answered_on := latest.answered_on
    )) as evidence,
    0 as priority,
    false as is_this_week,
    false as is_held_out,
from latest
inner join relations.people_considered as considered on latest.person_id = considered.person_id
left join relations.decisions_taken as decided on latest.person_id = decided.person_id
where decided.state is null or decided.state = 'done'
