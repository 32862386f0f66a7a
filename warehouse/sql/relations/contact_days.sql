-- One row per day of contact with a person: a thread of twenty mails is one contact.
-- weight: 1 for personal contact; for group contact less, the more people were addressed.
-- silence_days: Days since the personal contact before, for days of personal contact.
-- grain: ego, person_id, contact_on
with days as (
    select
        ego,
        person_id,
        contact_on,
        bool_or(is_personal) as is_personal,
        bool_or(is_personal and direction in ('inbound', 'mutual')) as is_inbound,
        bool_or(is_personal and direction in ('outbound', 'mutual')) as is_outbound,
        max(case when is_personal then 1.0 else 1 / log2(1 + greatest(addressed_count, 1)) end) as weight,
    from relations.contact_events
    group by ego, person_id, contact_on
)

select
    ego,
    person_id,
    is_personal,
    is_inbound,
    is_outbound,
    weight,
    contact_on,
    case
        when is_personal
            then contact_on - lag(contact_on) over (partition by ego, person_id, is_personal order by contact_on)
    end as silence_days,
from days
