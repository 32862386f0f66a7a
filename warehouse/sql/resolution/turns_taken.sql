-- One row per pair of work addresses at two employers that come together in a candidate pair and were in use in the
-- same time: how often use changed from one to the other. Who changes jobs does it once; namesakes go on taking turns.
-- grain: canonical_a, canonical_b
-- not null: turn_count
with pairs as (
    select distinct
        least(a.canonical_email, b.canonical_email) as canonical_a,
        greatest(a.canonical_email, b.canonical_email) as canonical_b,
    from resolution.candidate_pairs as pairs
    inner join resolution.records as a on pairs.record_a = a.record_number
    inner join resolution.records as b on pairs.record_b = b.record_number
    where
        a.is_work_address and b.is_work_address and a.site_label <> b.site_label
        and a.first_used_on <= b.last_used_on and b.first_used_on <= a.last_used_on
),

days as (
    select distinct
        addresses.canonical_email,
        interactions.occurred_on,
    from staging.participants as participants
    inner join staging.interactions as interactions on participants.interaction_id = interactions.interaction_id
    inner join resolution.addresses as addresses on participants.email = addresses.email
    where interactions.kind in ('email', 'meeting')
),

used as (
    select
        pairs.canonical_a,
        pairs.canonical_b,
        days.canonical_email,
        days.occurred_on,
    from pairs
    inner join days on days.canonical_email in (pairs.canonical_a, pairs.canonical_b)
),

followed as (
    select
        canonical_a,
        canonical_b,
        canonical_email <> lag(canonical_email) over (
            partition by canonical_a, canonical_b
            order by occurred_on, canonical_email
        ) as is_turn,
    from used
)

select
    canonical_a,
    canonical_b,
    count(*) filter (where is_turn) as turn_count,
from followed
group by canonical_a, canonical_b
