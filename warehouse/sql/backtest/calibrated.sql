-- One row per cutoff: the log loss (in nats) of the odds before and after calibration, over the egos whose own history
-- sufficed for it.
-- grain: cutoff_on
select
    scores.cutoff_on,
    avg(-ln(case when scores.has_contact then scores.p + 1e-9 else 1 - scores.p + 1e-9 end))
    filter (where scores.score = 'p_uncalibrated') as log_loss_before,
    avg(-ln(case when scores.has_contact then scores.p + 1e-9 else 1 - scores.p + 1e-9 end))
    filter (where scores.score = 'p_contact_90d') as log_loss_after,
    count(distinct scores.ego) as ego_count,
    count(*) filter (where scores.score = 'p_contact_90d') as tie_count,
from backtest.scores as scores
inner join relations.calibrations as calibrations
    on scores.cutoff_on = calibrations.cutoff_on and scores.ego = calibrations.ego
where scores.score in ('p_uncalibrated', 'p_contact_90d')
group by scores.cutoff_on
