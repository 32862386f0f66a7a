-- One row per tie and stretch of days between two cutoffs, named for the cutoff that ends it: what its contact days
-- amount to on that day. So that several cutoffs cost hardly more than one.
-- decayed_*, weighted_365d: Sums of days, each worth half as much after so many days (docs/method.md).
-- grain: ended_on, ego, person_key
-- not null: last_seen_on, personal_count, group_90d, weighted_365d
with days as (
    select
        contact_days.contact_on,
        min(cutoffs.cutoff_on) as ended_on,
        min(cutoffs.cutoff_on) - contact_days.contact_on as age_days,
    from (select distinct contact_on from relations.contact_days) as contact_days
    inner join relations.cutoffs as cutoffs on contact_days.contact_on <= cutoffs.cutoff_on
    group by contact_days.contact_on
),

-- Sums of decimals do not depend on the order of the rows, as sums of doubles do: the same input, the same bits.
decays as (
    select
        *,
        cast(pow(2, -age_days / 30.0) as decimal(18, 12)) as decayed_30d,
        cast(pow(2, -age_days / 90.0) as decimal(18, 12)) as decayed_90d,
        cast(pow(2, -age_days / 365.0) as decimal(18, 12)) as decayed_365d,
    from days
)

select
    decays.ended_on,
    contact_days.ego,
    contact_days.person_key,
    min(contact_days.contact_on) filter (where contact_days.is_personal) as first_contact_on,
    max(contact_days.contact_on) filter (where contact_days.is_personal) as last_contact_on,
    max(contact_days.contact_on) as last_seen_on,
    max(contact_days.silence_days) as longest_silence_days,
    count(*) filter (where contact_days.is_personal) as personal_count,
    coalesce(sum(decays.decayed_30d) filter (where contact_days.is_personal), 0) as personal_30d,
    coalesce(sum(decays.decayed_90d) filter (where contact_days.is_personal), 0) as personal_90d,
    coalesce(sum(decays.decayed_90d) filter (where not contact_days.is_personal), 0) as group_90d,
    sum(cast(contact_days.weight * decays.decayed_365d as decimal(18, 12))) as weighted_365d,
    coalesce(sum(decays.decayed_365d) filter (where contact_days.is_inbound), 0) as inbound_365d,
    coalesce(sum(decays.decayed_365d) filter (where contact_days.is_outbound), 0) as outbound_365d,
from relations.contact_days as contact_days
inner join decays on contact_days.contact_on = decays.contact_on
group by decays.ended_on, contact_days.ego, contact_days.person_key
