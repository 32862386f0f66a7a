-- One row per tie: the highest value that its strength ever had at the end of a month (the unfinished one ends with
-- as_of). Strength only falls between contacts, so a month with contact holds the highest value.
-- grain: ego, person_key
-- not null: peak_strength
with month_ends as (
    select
        ego,
        person_key,
        strength,
        least(last_day(contact_on), cast(getvariable('as_of') as date)) - contact_on as rest_days,
    from relations.contact_days
    where contact_on <= cast(getvariable('as_of') as date)
)

select
    ego,
    person_key,
    max(strength * pow(2, -rest_days / 90.0)) as peak_strength,
from month_ends
group by ego, person_key
