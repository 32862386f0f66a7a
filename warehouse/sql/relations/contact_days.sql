-- One row per day of contact with a person: a thread of twenty mails is one contact.
-- weight: 1 for personal contact; for group contact less, the more people were addressed.
-- silence_days: Days since the personal contact before, for days of personal contact.
-- strength: The tie strength at the end of that day: days of contact so far, each worth half as much after 90 days,
--   days of group contact a tenth.
-- grain: ego, person_key, contact_on
with days as (
    select
        ego,
        person_key,
        contact_on,
        -- Of personal contacts, a bit for either direction.
        bit_or(
            case when is_personal then case direction when 'inbound' then 1 when 'outbound' then 2 else 3 end else 0 end
        ) as directions,
        min(case when is_personal then 1 else greatest(addressed_count, 1) end) as addressed_count,
    from relations.contact_events
    group by ego, person_key, contact_on
),

-- Weights that grow with the date make one running sum of all strengths; the anchor cancels out.
anchored as (
    select
        *,
        directions > 0 as is_personal,
        -- A calendar may tell of 1601 (an empty date of Windows), whose growth no double holds: before 1780 it is one.
        pow(2, greatest(contact_on - date '2000-01-01', -80000) / 90.0) as growth,
    from days
)

select
    ego,
    person_key,
    is_personal,
    (directions & 1) > 0 as is_inbound,
    (directions & 2) > 0 as is_outbound,
    1 / log2(1 + addressed_count) as weight,
    -- Rounded, because the last digits of a sum of doubles depend on how the rows were shared out among threads.
    round(sum(case when is_personal then growth else 0.1 * growth end) over history / growth, 6) as strength,
    contact_on,
    case
        when is_personal
            then contact_on - lag(case when is_personal then contact_on end ignore nulls) over history
    end as silence_days,
from anchored
window history as (partition by ego, person_key order by contact_on rows between unbounded preceding and current row)
