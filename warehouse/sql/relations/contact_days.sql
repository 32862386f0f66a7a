-- One row per day of contact with a person: a thread of twenty mails is one contact.
-- weight: 1 for personal contact; for group contact less, the more people were addressed.
-- silence_days: Days since the personal contact before, for days of personal contact.
-- strength: The tie strength at the end of that day: days of contact so far, each worth half as much after 90 days,
--   days of group contact a tenth.
-- grain: ego, person_id, contact_on
with days as (
    select
        ego,
        person_id,
        contact_on,
        bool_or(is_personal) as is_personal,
        bool_or(is_personal and direction in ('inbound', 'mutual')) as is_inbound,
        bool_or(is_personal and direction in ('outbound', 'mutual')) as is_outbound,
        max(case when is_personal then 1.0::double else 1 / log2(1 + greatest(addressed_count, 1)) end) as weight,
    from relations.contact_events
    group by ego, person_id, contact_on
),

-- Weights that grow with the date make one running sum of all strengths; the anchor cancels out.
anchored as (
    select
        *,
        pow(2, (contact_on - date '2000-01-01') / 90.0) as growth,
    from days
)

select
    ego,
    person_id,
    is_personal,
    is_inbound,
    is_outbound,
    weight,
    sum(case when is_personal then growth else 0.1 * growth end) over history / growth as strength,
    contact_on,
    case
        when is_personal
            then contact_on - lag(case when is_personal then contact_on end ignore nulls) over history
    end as silence_days,
from anchored
window history as (partition by ego, person_id order by contact_on rows between unbounded preceding and current row)
