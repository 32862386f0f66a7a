-- One row per person whom the user tagged, or wants to be in touch with at a rhythm of their own.
-- wanted_days: Every so many days; said of the person, else of one of their tags (the shortest).
-- wanted_for: That tag, with its #; null where it was said of the person.
-- grain: person_id
-- not null: tags
with said as (
    select
        decision,
        key,
        lower(trim(value)) as value,
        struct_pack(decided_at := decided_at, decision_number := decision_number) as said_at,
    from staging.decisions
    where
        decision in ('tag', 'untag', 'cadence')
        and cast(decided_at as date) <= cast(getvariable('as_of') as date)
),

rhythms as (
    select
        keys.person_id,
        said.key,
        try_cast(arg_max(said.value, said.said_at) as integer) as wanted_days,
    from said
    left join relations.keys_of_people as keys on said.key = keys.key
    where said.decision = 'cadence'
    group by keys.person_id, said.key
),

tagged as (
    select
        keys.person_id,
        said.value as tag,
        arg_max(said.decision, said.said_at) as last_word,
    from said
    inner join relations.keys_of_people as keys on said.key = keys.key
    where said.decision in ('tag', 'untag') and said.value <> ''
    group by keys.person_id, said.value
),

wishes as (
    select
        tagged.person_id,
        tagged.tag,
        rhythms.key as wanted_for,
        rhythms.wanted_days,
    from tagged
    left join rhythms on rhythms.key = concat('#', tagged.tag)
    where tagged.last_word = 'tag'
    union all
    select
        person_id,
        null as tag,
        null as wanted_for,
        wanted_days,
    from rhythms
    where person_id is not null
),

chosen as (
    select
        person_id,
        list(tag order by tag) filter (where tag is not null) as tags,
        min(struct_pack(is_of_tag := tag is not null, wanted_days := wanted_days, wanted_for := wanted_for)) filter (
            where wanted_days > 0
        ) as wish,
    from wishes
    group by person_id
)

select
    person_id,
    coalesce(tags, []) as tags,
    wish.wanted_days,
    wish.wanted_for,
from chosen
