-- One row per tie and cutoff: what its contact days up to that day amount to (docs/method.md).
-- days_since_seen: Days since the last contact of any kind, be it in a group.
-- grain: cutoff_on, ego, person_key
-- not null: last_contact_on, tie_strength
with brought_forward as (
    select
        cutoffs.cutoff_on,
        stretches.*,
        pow(2, -(cutoffs.cutoff_on - stretches.ended_on) / 30.0) as kept_30d,
        pow(2, -(cutoffs.cutoff_on - stretches.ended_on) / 90.0) as kept_90d,
        pow(2, -(cutoffs.cutoff_on - stretches.ended_on) / 365.0) as kept_365d,
    from relations.stretches_summed as stretches
    inner join relations.cutoffs as cutoffs on stretches.ended_on <= cutoffs.cutoff_on
),

-- Of decimals, for the same reason as in stretches_summed.
summed as (
    select
        cutoff_on,
        ego,
        person_key,
        min(first_contact_on) as first_contact_on,
        max(last_contact_on) as last_contact_on,
        max(longest_silence_days) as longest_silence_days,
        cast(sum(personal_count) as bigint) as contact_days,
        cast(sum(cast(kept_30d * personal_30d as decimal(18, 12))) as double) as personal_30d,
        cast(sum(cast(kept_90d * personal_90d as decimal(18, 12))) as double) as personal_90d,
        cast(sum(cast(kept_90d * group_90d as decimal(18, 12))) as double) as group_90d,
        cast(sum(cast(kept_365d * weighted_365d as decimal(18, 12))) as double) as weighted_365d,
        cast(sum(cast(kept_365d * inbound_365d as decimal(18, 12))) as double) as inbound_365d,
        cast(sum(cast(kept_365d * outbound_365d as decimal(18, 12))) as double) as outbound_365d,
        cutoff_on - max(last_contact_on) as days_since_contact,
        cutoff_on - max(last_seen_on) as days_since_seen,
    from brought_forward
    group by cutoff_on, ego, person_key
    -- Who was only ever one of many has not been in personal contact, and has no recency.
    having sum(personal_count) > 0
)

select
    summed.* exclude (group_90d),
    coalesce(recent.contacts_90d, 0) as contacts_90d,
    coalesce(recent.contacts_365d, 0) as contacts_365d,
    coalesce(recent.contact_weeks_26w, 0) as contact_weeks_26w,
    summed.personal_90d + 0.1 * summed.group_90d as tie_strength,
    (summed.last_contact_on - summed.first_contact_on + 180) / (summed.contact_days + 1.0) as cadence_days,
    (least(summed.outbound_365d, summed.inbound_365d) + 0.25)
    / (greatest(summed.outbound_365d, summed.inbound_365d) + 0.5) as reciprocity,
    case when summed.contact_days >= 4 then summed.days_since_contact / greatest(summed.longest_silence_days, 14.0) end
        as overdue_ratio,
from summed
left join relations.days_counted as recent
    on summed.cutoff_on = recent.cutoff_on and summed.ego = recent.ego and summed.person_key = recent.person_key
