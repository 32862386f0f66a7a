-- One row per person who was ever suggested: how often that was left undone, and how long they are left alone for it.
-- suggested_count: Weeks in which they were shown since the last contact, and nothing came of it.
-- shown_on: When they were put on the list of the running week (seven days), if they were.
-- rests_until: After three weeks in vain, four weeks pass before the next suggestion; after six, eight, and so on.
-- is_done_now: Whether the owner got in touch after the suggestion of the running week.
-- grain: person_id
-- not null: suggested_count, is_done_now
with aged as (
    select
        followed.*,
        (cast(getvariable('as_of') as date) - followed.suggested_on) // 7 as age_weeks,
        followed.suggested_on > coalesce(assessed.last_contact_on, '-infinity') as is_since_contact,
    from relations.suggestions_followed as followed
    left join relations.relationships_assessed as assessed on followed.person_id = assessed.person_id
),

counted as (
    select
        person_id,
        count(distinct age_weeks) filter (where age_weeks >= 1 and is_since_contact) as suggested_count,
        max(suggested_on) as last_suggested_on,
        max(suggested_on) filter (where not is_held_out) as last_shown_on,
        bool_or(not is_held_out and done_on is not null and age_weeks = 0) as is_done_now,
    from aged
    group by person_id
)

select
    person_id,
    suggested_count,
    cast(suggested_count // 3 as integer) as patience,
    last_suggested_on,
    case when last_shown_on > cast(getvariable('as_of') as date) - 7 then last_shown_on end as shown_on,
    case when suggested_count >= 3 then last_suggested_on + cast(28 * (suggested_count // 3) as integer) end
        as rests_until,
    is_done_now,
from counted
