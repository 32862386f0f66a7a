-- One row per cutoff and tenth of probability: what p_contact_90d promised, and what came of it.
-- grain: cutoff_on, from_p
select
    cutoff_on,
    least(floor(p * 10), 9) / 10 as from_p,
    avg(p) as promised,
    count(*) filter (where has_contact) / count(*) as observed,
    count(*) filter (where has_contact) as positive_count,
    count(*) as tie_count,
from backtest.scores
where score = 'p_contact_90d'
group by cutoff_on, least(floor(p * 10), 9)
