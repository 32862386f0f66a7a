-- One row per person and employer of the owner's that ties them: what was seen of them in the owner's time there.
-- is_shared: Whether that makes them colleagues: an address there, or that company told and no other known in that
--   time; but not where the exports reach back into that time and the first contact of all came after it.
-- day_count, meeting_count: Days of contact and meetings in that time.
-- grain: person_id, employer_key
-- not null: is_shared, day_count, meeting_count
with reach as (
    select min(occurred_on) as first_on
    from main.interactions
),

tied as (
    select
        at_employers.*,
        employers.company,
        employers.started_on,
        employers.finished_on,
        -- Farewells and accounts that live on for a month still belong to the job.
        coalesce(employers.finished_on + 31, cast(getvariable('as_of') as date)) as last_on,
    from relations.people_at_employers as at_employers
    inner join relations.employers_held as employers on at_employers.employer_key = employers.employer_key
),

counted as (
    select
        tied.person_id,
        tied.employer_key,
        count(distinct interactions.occurred_on)
        filter (where interactions.occurred_on between tied.started_on and tied.last_on) as day_count,
        count(*) filter (
            where interactions.kind = 'meeting' and interactions.occurred_on between tied.started_on and tied.last_on
        ) as meeting_count,
        min(interactions.occurred_on) filter (where interactions.kind = 'connection') as connected_on,
        min(interactions.occurred_on) as first_contact_on,
    from tied
    inner join main.interactions as interactions on tied.person_id = interactions.person_id
    where interactions.is_contact
    group by tied.person_id, tied.employer_key
)

select
    tied.person_id,
    tied.employer_key,
    tied.company,
    tied.site,
    tied.is_told,
    tied.finished_on is null as is_present,
    (tied.site is not null or elsewhere.person_id is null)
    and not (
        counted.first_contact_on is not null
        and counted.first_contact_on > tied.last_on
        and reach.first_on < coalesce(tied.finished_on, tied.last_on) - 90
    ) as is_shared,
    tied.started_on,
    tied.finished_on,
    counted.connected_on,
    counted.connected_on between tied.started_on and tied.last_on as is_connected_then,
    coalesce(counted.day_count, 0) as day_count,
    coalesce(counted.meeting_count, 0) as meeting_count,
from tied
left join counted on tied.person_id = counted.person_id and tied.employer_key = counted.employer_key
left join relations.people_elsewhere as elsewhere
    on tied.person_id = elsewhere.person_id and tied.employer_key = elsewhere.employer_key
cross join reach
