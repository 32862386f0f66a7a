-- One row per LinkedIn record that an archive tells under another key than the one it goes by: a key of an older
-- generation, of which the newest is taken, or else that of the first of the old archives; or one with the address that
-- a profile had before or has since, of which the first in order is taken.
-- grain: unit_id, interaction_number
-- not null: natural_key
with keys as (
    select
        signature,
        occurred_at,
        natural_key,
        list(distinct unit_id) as unit_ids,
    from staging.linkedin_signatures
    where not is_old
    group by signature, occurred_at, natural_key
),

-- What one archive tells under two keys are two records.
renamed as (
    select
        signature,
        occurred_at,
        min(natural_key) as natural_key,
    from keys
    group by signature, occurred_at
    having count(*) > 1 and len(list_distinct(flatten(list(unit_ids)))) = sum(len(unit_ids))
),

new as (
    select
        told.* exclude (natural_key),
        coalesce(renamed.natural_key, told.natural_key) as natural_key,
        renamed.natural_key <> told.natural_key as is_renamed,
    from staging.linkedin_signatures as told
    left join renamed on told.signature = renamed.signature and told.occurred_at = renamed.occurred_at
    where not told.is_old
),

known as (
    select
        signature,
        natural_key,
        -- Two messages of one minute are told apart by their order.
        row_number() over (partition by signature order by min(occurred_at), natural_key) as place,
    from new
    group by signature, natural_key
),

old as (
    select
        signature,
        unit_id,
        natural_key,
        row_number() over (partition by signature, unit_id order by min(occurred_at), natural_key) as place,
    from staging.linkedin_signatures
    where is_old
    group by signature, unit_id, natural_key
),

united as (
    select
        old.*,
        coalesce(known.natural_key, min(old.natural_key) over (partition by old.signature, old.place)) as united_key,
    from old
    left join known on old.signature = known.signature and old.place = known.place
)

select
    told.unit_id,
    told.interaction_number,
    united.united_key as natural_key,
from staging.linkedin_signatures as told
inner join united
    on told.signature = united.signature and told.unit_id = united.unit_id and told.natural_key = united.natural_key
where told.is_old and united.united_key <> told.natural_key
union all
select
    unit_id,
    interaction_number,
    natural_key,
from new
where is_renamed
