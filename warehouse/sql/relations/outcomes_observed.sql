-- One row per tie and cutoff whose horizon is over: whether there was personal contact within it.
-- grain: cutoff_on, ego, person_key
with elapsed as (
    select
        cutoff_on,
        horizon_days,
    from relations.cutoffs
    where cutoff_on + horizon_days <= cast(getvariable('as_of') as date)
),

contacted as (
    select distinct
        elapsed.cutoff_on,
        contact_days.ego,
        contact_days.person_key,
    from elapsed
    inner join relations.contact_days as contact_days
        on contact_days.contact_on between elapsed.cutoff_on + 1 and elapsed.cutoff_on + elapsed.horizon_days
    where contact_days.is_personal
)

select
    ties.cutoff_on,
    ties.ego,
    ties.person_key,
    contacted.person_key is not null as has_contact,
from relations.ties_measured as ties
inner join elapsed on ties.cutoff_on = elapsed.cutoff_on
left join contacted
    on
        ties.cutoff_on = contacted.cutoff_on
        and ties.ego = contacted.ego
        and ties.person_key = contacted.person_key
