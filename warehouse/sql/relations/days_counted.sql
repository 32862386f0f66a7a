-- One row per cutoff and tie with personal contact in the year up to it: its days and weeks of contact.
-- grain: cutoff_on, ego, person_key
-- not null: contacts_90d, contacts_365d, contact_weeks_26w
with aged as (
    select
        cutoffs.cutoff_on,
        contact_days.ego,
        contact_days.person_key,
        cutoffs.cutoff_on - contact_days.contact_on as age_days,
    from relations.contact_days as contact_days
    inner join relations.cutoffs as cutoffs
        on contact_days.contact_on between cutoffs.cutoff_on - 364 and cutoffs.cutoff_on
    where contact_days.is_personal
)

select
    cutoff_on,
    ego,
    person_key,
    count(*) filter (where age_days < 90) as contacts_90d,
    count(*) as contacts_365d,
    -- One bit a week, for counting distinct weeks is dear.
    bit_count(coalesce(bit_or(cast(1 as bigint) << least(age_days // 7, 27)) filter (where age_days <= 182), 0))
        as contact_weeks_26w,
from aged
group by cutoff_on, ego, person_key
