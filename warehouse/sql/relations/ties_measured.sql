-- One row per tie and cutoff: what its contact days up to that day amount to (docs/method.md).
-- grain: cutoff_on, ego, person_id
-- not null: last_contact_on, tie_strength
with aged as (
    select
        cutoffs.cutoff_on,
        contact_days.*,
        cutoffs.cutoff_on - contact_days.contact_on as age_days,
    from relations.contact_days as contact_days
    inner join relations.cutoffs as cutoffs on contact_days.contact_on <= cutoffs.cutoff_on
),

-- Sums of decimals do not depend on the order of the rows, as sums of doubles do: the same input, the same bits.
decayed as (
    select
        *,
        cast(pow(2, -age_days / 30.0) as decimal(18, 12)) as decayed_30d,
        cast(pow(2, -age_days / 90.0) as decimal(18, 12)) as decayed_90d,
        cast(pow(2, -age_days / 365.0) as decimal(18, 12)) as decayed_365d,
        cast(weight * pow(2, -age_days / 365.0) as decimal(18, 12)) as weighted_365d,
    from aged
),

measured as (
    select
        cutoff_on,
        ego,
        person_id,
        min(contact_on) filter (where is_personal) as first_contact_on,
        max(contact_on) filter (where is_personal) as last_contact_on,
        max(silence_days) as longest_silence_days,
        count(*) filter (where is_personal) as contact_days,
        count(*) filter (where is_personal and age_days < 90) as contacts_90d,
        count(*) filter (where is_personal and age_days < 365) as contacts_365d,
        -- One bit a week, for counting distinct weeks is dear.
        bit_count(
            coalesce(
                bit_or(cast(1 as bigint) << least(age_days // 7, 27)) filter (where is_personal and age_days <= 182), 0
            )
        ) as contact_weeks_26w,
        coalesce(cast(sum(decayed_30d) filter (where is_personal) as double), 0) as personal_30d,
        cast(sum(decayed_90d) filter (where is_personal) as double) as personal_90d,
        cast(sum(weighted_365d) as double) as weighted_365d,
        cast(sum(decayed_90d * case when is_personal then 1.0 else 0.1 end) as double) as tie_strength,
        coalesce(cast(sum(decayed_365d) filter (where is_inbound) as double), 0) as inbound_365d,
        coalesce(cast(sum(decayed_365d) filter (where is_outbound) as double), 0) as outbound_365d,
    from decayed
    group by cutoff_on, ego, person_id
    -- Who was only ever one of many has not been in personal contact, and has no recency.
    having count(*) filter (where is_personal) > 0
)

select
    *,
    cutoff_on - last_contact_on as days_since_contact,
    (last_contact_on - first_contact_on + 180) / (contact_days + 1.0) as cadence_days,
    (least(outbound_365d, inbound_365d) + 0.25) / (greatest(outbound_365d, inbound_365d) + 0.5) as reciprocity,
    case when contact_days >= 4 then (cutoff_on - last_contact_on) / greatest(longest_silence_days, 14.0) end
        as overdue_ratio,
from measured
