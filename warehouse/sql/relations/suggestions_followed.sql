-- One row per suggestion that was put before the user, or held out, and what followed.
-- done_on: Day of the first contact by the owner within 45 days (a message to them, or a meeting), which does it.
-- answered_on: Day on which they answered that within 30 days; of a meeting, its own.
-- said_on: Day on which the owner said that it is done.
-- contacted_on: Day of the first personal contact within 30 days, whoever made it.
-- grain: person_id, action_id, suggested_on
-- not null: is_held_out
with followed as (
    select
        made.person_id,
        made.action_id,
        made.suggested_on,
        interactions.direction,
        interactions.occurred_at,
        interactions.occurred_on,
        -- In the order of its fields: the later contact is the greater.
        struct_pack(
            sent_at := interactions.occurred_at, kind := interactions.kind, direction := interactions.direction,
            occurred_on := interactions.occurred_on
        ) as contact,
    from relations.suggestions_made as made
    inner join main.interactions as interactions on made.person_id = interactions.person_id
    where
        interactions.is_personal
        -- Of the day itself too: who had been written to by then would not have been suggested, but for a birthday.
        and interactions.occurred_on >= made.suggested_on + case made.occasion when 'birthday' then 1 else 0 end
        and interactions.occurred_on <= made.suggested_on + 75
),

done as (
    select
        person_id,
        action_id,
        suggested_on,
        min(occurred_on) filter (where occurred_on <= suggested_on + 30) as contacted_on,
        min(contact) filter (
            where direction <> 'inbound' and occurred_on <= suggested_on + 45
        ) as contact,
    from followed
    group by person_id, action_id, suggested_on
),

answered as (
    select
        done.person_id,
        done.action_id,
        done.suggested_on,
        min(followed.occurred_on) as answered_on,
    from done
    inner join followed
        on
            done.person_id = followed.person_id
            and done.action_id = followed.action_id
            and done.suggested_on = followed.suggested_on
    where
        (followed.direction = 'inbound' or done.contact.direction = 'mutual')
        and followed.occurred_at >= done.contact.sent_at
        and followed.occurred_on <= done.contact.occurred_on + 30
    group by done.person_id, done.action_id, done.suggested_on
)

select
    made.*,
    done.contact.kind as done_by,
    done.contact.occurred_on as done_on,
    answered.answered_on,
    said.said_on,
    done.contacted_on,
from relations.suggestions_made as made
left join done
    on
        made.person_id = done.person_id and made.action_id = done.action_id and made.suggested_on = done.suggested_on
left join answered
    on
        made.person_id = answered.person_id
        and made.action_id = answered.action_id
        and made.suggested_on = answered.suggested_on
left join relations.suggestions_said_done as said
    on
        made.person_id = said.person_id and made.action_id = said.action_id and made.suggested_on = said.suggested_on
