-- One row per person and concrete reason to act: what the triggers found, each named in its own model.
-- occasion: Which trigger.
-- fit: How good the occasion is, 1 for a usual one.
-- is_debt: Whether the owner owes something, however warm the tie is.
-- arose_on: Since when, where that is known: a debt younger than the last decision is not covered by it.
-- grain: action_id
-- not null: person_id, family, occasion, title, reason, fit, is_debt
with found as (
    select * from relations.replies_owed
    union all by name
    select * from relations.cadences_missed
    union all by name
    select * from relations.ties_fading
    union all by name
    select * from relations.channels_lost
    union all by name
    select * from relations.gifts_unanswered
    union all by name
    select * from relations.farewells_due
    union all by name
    select * from relations.recommendations_to_return
    union all by name
    select * from relations.positions_changed
    union all by name
    select * from relations.moves_noticed
    union all by name
    select * from relations.favours_owed
    union all by name
    select * from relations.positions_shared
    union all by name
    select * from relations.events_ahead
    union all by name
    select * from relations.events_behind
    union all by name
    select * from relations.dates_ahead
    union all by name
    select * from relations.topics_left
    union all by name
    select * from relations.skills_shared
    union all by name
    select * from relations.introductions_possible
)

select
    -- The letter keeps spreadsheets from taking "12e3456789" for a number.
    concat('a', md5(concat_ws(chr(31), person_id, family, occasion, fact_key))[1:11]) as action_id,
    *,
from found
where reason is not null and title is not null
