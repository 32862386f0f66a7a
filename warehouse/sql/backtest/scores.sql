-- One row per tie, cutoff asked for whose outcome is known, and score: how each score would have ranked the ties then.
-- value: The score; more of it promises contact.
-- p: Its probability: its own, or (for scores that are none) the share of ties with contact in the same twentieth of
-- the scores at the cutoff a horizon before.
-- grain: cutoff_on, ego, person_key, score
with gaps as (
    select
        cutoffs.cutoff_on,
        contact_days.ego,
        contact_days.person_key,
        median(contact_days.silence_days) as median_silence_days,
    from relations.cutoffs as cutoffs
    inner join relations.contact_days as contact_days on cutoffs.cutoff_on >= contact_days.contact_on
    where contact_days.silence_days is not null
    group by cutoffs.cutoff_on, contact_days.ego, contact_days.person_key
),

told as (
    select
        ties.cutoff_on,
        ties.ego,
        ties.person_key,
        outcomes.has_contact,
        cast(-ties.days_since_contact as double) as recency,
        -- With one contact day there is no gap yet: a quarter stands in.
        -ties.days_since_contact / greatest(coalesce(gaps.median_silence_days, 90), 1) as recency_per_median_gap,
        ties.personal_90d as decayed_count,
        ties.tie_strength,
        probabilities.p_uncalibrated,
        probabilities.p_contact as p_contact_90d,
    from relations.ties_measured as ties
    inner join relations.outcomes_observed as outcomes
        on ties.cutoff_on = outcomes.cutoff_on and ties.ego = outcomes.ego and ties.person_key = outcomes.person_key
    left join relations.probabilities_calibrated as probabilities
        on
            ties.cutoff_on = probabilities.cutoff_on
            and ties.ego = probabilities.ego
            and ties.person_key = probabilities.person_key
    left join gaps on ties.cutoff_on = gaps.cutoff_on and ties.ego = gaps.ego and ties.person_key = gaps.person_key
),

listed as (
    unpivot told
    on recency, recency_per_median_gap, decayed_count, tie_strength, p_uncalibrated, p_contact_90d
    into name score value value
),

twentieths as (
    select
        *,
        ntile(20) over (partition by cutoff_on, score order by value, ego, person_key) as twentieth,
    from listed
),

shares as (
    select
        cutoffs.cutoff_on,
        twentieths.score,
        twentieths.twentieth,
        case twentieths.twentieth when 1 then '-infinity' else min(twentieths.value) end as from_value,
        (count(*) filter (where twentieths.has_contact) + 1) / (count(*) + 2) as p,
    from relations.cutoffs as cutoffs
    inner join twentieths on cutoffs.cutoff_on - cutoffs.horizon_days = twentieths.cutoff_on
    group by cutoffs.cutoff_on, twentieths.score, twentieths.twentieth
)

select
    listed.cutoff_on,
    listed.ego,
    listed.person_key,
    listed.score,
    listed.value,
    case when listed.score like 'p\_%' escape '\' then listed.value else shares.p end as p,
    listed.has_contact,
from listed
inner join relations.cutoffs as cutoffs on listed.cutoff_on = cutoffs.cutoff_on and cutoffs.is_estimated
asof left join shares
    on listed.cutoff_on = shares.cutoff_on and listed.score = shares.score and listed.value >= shares.from_value
