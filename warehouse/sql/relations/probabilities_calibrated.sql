-- One row per tie and cutoff asked for: the probability of personal contact within the horizon, as it is and after one
-- contact more, calibrated on the ego's own history where that suffices.
-- grain: cutoff_on, ego, person_key
-- not null: p_contact, p_after_contact, is_calibrated
with scaled as (
    select
        odds.cutoff_on,
        odds.ego,
        odds.person_key,
        odds.is_contacted,
        calibrations.slope is not null as is_calibrated,
        coalesce(calibrations.intercept, 0) + coalesce(calibrations.slope, 1) * odds.logit as logit,
        odds.logit as raw_logit,
    from relations.odds_estimated as odds
    inner join relations.cutoffs as cutoffs on odds.cutoff_on = cutoffs.cutoff_on and cutoffs.is_estimated
    left join relations.calibrations as calibrations
        on odds.cutoff_on = calibrations.cutoff_on and odds.ego = calibrations.ego
)

select
    now.cutoff_on,
    now.ego,
    now.person_key,
    now.is_calibrated,
    1 / (1 + exp(-now.raw_logit)) as p_uncalibrated,
    1 / (1 + exp(-now.logit)) as p_contact,
    1 / (1 + exp(-greatest(now.logit, coalesce(later.logit, now.logit)))) as p_after_contact,
from scaled as now
left join scaled as later
    on
        now.cutoff_on = later.cutoff_on
        and now.ego = later.ego
        and now.person_key = later.person_key
        and later.is_contacted
where not now.is_contacted
