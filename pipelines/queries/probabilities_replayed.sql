-- The replay of the day of the run ($1) against what the run published: the same models, so the same probabilities.
with latest as (
    select count(*) filter (where outcomes.has_contact) as latest_positives,
    from relations.outcomes_observed as outcomes
    inner join relations.cutoffs as cutoffs on outcomes.cutoff_on = cutoffs.cutoff_on
    where cutoffs.cutoff_on + cutoffs.horizon_days = cast($1 as date)
),

compared as (
    -- Sums of other stretches of days differ in their last digits.
    select round(max(abs(probabilities.p_contact - relationships.p_contact_90d)), 9) as greatest_difference,
    from relations.probabilities_calibrated as probabilities
    inner join main.relationships as relationships on probabilities.person_key = relationships.person_id
    where probabilities.cutoff_on = cast($1 as date)
)

select
    latest.latest_positives,
    compared.greatest_difference,
from latest
cross join compared
