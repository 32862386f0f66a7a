-- What p_contact_90d promised on one day ($1), by tenths, and what came of it.
select
    from_p,
    promised,
    observed,
    positive_count,
    tie_count,
from backtest.reliability
where cutoff_on = $1
order by from_p
