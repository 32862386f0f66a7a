-- One row per person who was at an event of the last 14 days with the owner, or connected during it, and to whom the
-- owner has not written since: the last one; of each event the three who matter most.
-- grain: person_id
with ended as (
    select *
    from relations.events_attended
    where
        is_notable and party_count <= 51
        and ends_on between cast(getvariable('as_of') as date) - 14 and cast(getvariable('as_of') as date) - 1
),

met as (
    select
        ended.interaction_id,
        people.person_id,
        'met there' as tie,
        ended.starts_on as tie_on,
    from ended
    inner join relations.parties_attributed as parties on hash(ended.interaction_id) = parties.interaction_key
    inner join relations.people_keyed as people on parties.party_key = people.person_key
    where parties.is_person and not parties.is_declined
    union all
    select
        ended.interaction_id,
        interactions.person_id,
        'new from there' as tie,
        interactions.occurred_on as tie_on,
    from ended
    inner join main.interactions as interactions
        on interactions.occurred_on between ended.starts_on and ended.ends_on + 3
    where interactions.kind = 'connection' and ended.kind = 'industry_event'
),

unwritten as (
    select
        met.*,
        ended.title,
        ended.starts_on,
        considered.full_name,
        strftime(ended.starts_on, '%-d %b %Y') as event_day,
        strftime(met.tie_on, '%-d %b %Y') as tie_day,
    from met
    inner join ended on met.interaction_id = ended.interaction_id
    inner join relations.people_considered as considered on met.person_id = considered.person_id
    left join relations.words_had as words on met.person_id = words.person_id
    where
        coalesce(words.last_written_on, '-infinity') < ended.starts_on
        and coalesce(words.last_met_on, '-infinity') <= ended.ends_on
    qualify
        row_number() over (partition by met.person_id order by ended.ends_on desc, met.tie, met.interaction_id) = 1
        and row_number() over (partition by met.interaction_id order by considered.value desc, met.person_id) <= 3
)

select
    person_id,
    'attend_event' as family,
    tie as occasion,
    interaction_id as fact_key,
    concat('Follow up with ', full_name, ' after "', title, '"') as title,
    concat(
        case tie
            when 'met there' then concat('You were both at "', title, '" on ', event_day)
            else concat('You connected on ', tie_day, ', around "', title, '" of ', event_day)
        end,
        '; you have not written since.'
    ) as reason,
    case tie when 'met there' then 1.6 else 1.8 end as fit,
    -- A new acquaintance is lost if nobody writes.
    tie = 'new from there' as is_debt,
    cast(getvariable('as_of') as date) + 3 as due_on,
    to_json(struct_pack(event := title, starts_on := starts_on, tie := tie, tie_on := tie_on)) as facts,
from unwritten
