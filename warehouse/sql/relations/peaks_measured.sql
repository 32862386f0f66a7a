-- One row per tie: the highest month-end value that its strength ever had (the unfinished month ends with as_of).
-- The strength only falls between contacts, so the months with contact hold the highest value.
-- grain: ego, person_id
-- not null: peak_strength
with days as (
    select
        ego,
        person_id,
        contact_on,
        least(last_day(contact_on), cast(getvariable('as_of') as date)) as month_end_on,
        -- Weights grow with the date, so that one running sum serves every month.
        case when is_personal then 1.0 else 0.1 end
        * pow(2, (contact_on - cast(getvariable('as_of') as date)) / 90.0) as scaled_weight,
    from relations.contact_days
    where contact_on <= cast(getvariable('as_of') as date)
),

running as (
    select
        *,
        sum(scaled_weight) over (
            partition by ego, person_id order by contact_on rows between unbounded preceding and current row
        ) as scaled_strength,
    from days
)

select
    ego,
    person_id,
    max(scaled_strength * pow(2, (cast(getvariable('as_of') as date) - month_end_on) / 90.0)) as peak_strength,
from running
group by ego, person_id
