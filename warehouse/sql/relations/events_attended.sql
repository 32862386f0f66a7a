-- One row per gathering, past or to come: an industry event, or a meeting of three or more that is not one of a series.
-- is_notable: Whether it is more than one more meeting: an event, or half a working day and longer.
-- edition_key: Its name without years and numbers: what the editions of an event have in common.
-- grain: interaction_id
-- not null: title, edition_key, starts_on, ends_on, is_ahead
with named as (
    select
        interactions.interaction_id,
        interactions.kind,
        trim(interactions.subject) as title,
        coalesce(trim(interactions.place), '') as place,
        trim(regexp_replace(lower(strip_accents(interactions.subject)), '[^\pL]+', ' ', 'g')) as edition_key,
        interactions.occurred_on as starts_on,
        greatest(
            interactions.occurred_on,
            -- An event that lasts whole days ends with the midnight after them.
            cast(timezone(owner.time_zone, interactions.ended_at) - interval 1 second as date)
        ) as ends_on,
        interactions.occurred_on > cast(getvariable('as_of') as date) as is_ahead,
        counted.party_count,
        interactions.kind = 'industry_event' or interactions.is_all_day
        or coalesce(interactions.ended_at - interactions.occurred_at >= interval 150 minutes, false) as is_notable,
    from staging.interactions as interactions
    inner join relations.parties_counted as counted on hash(interactions.interaction_id) = counted.interaction_key
    cross join staging.owner as owner
    where
        interactions.state = 'confirmed' and not counted.is_declined_by_owner
        and (
            interactions.kind = 'industry_event'
            or (
                interactions.kind = 'meeting' and not interactions.is_recurring
                and (counted.party_count >= 3 or interactions.is_all_day)
            )
        )
)

select *
from named
where len(edition_key) >= 5
