-- How well each score told on one day ($1) who would be in contact, from the plainest to the mart's own.
select
    score,
    auc as roc_auc,
    pr_auc,
    brier,
    log_loss,
    tie_count,
    positive_count,
from backtest.metrics
where cutoff_on = $1
order by
    list_position(
        [
            'recency_per_median_gap', 'recency', 'decayed_count', 'tie_strength', 'p_uncalibrated', 'p_contact_90d'
        ],
        score
    )
