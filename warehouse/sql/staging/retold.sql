-- One row per LinkedIn record that an archive tells under a key of its own generation, though another archive tells the
-- same one: with the key of the newest generation, or else of the first of the old archives.
-- grain: unit_id, interaction_number
-- not null: natural_key
with known as (
    select
        signature,
        natural_key,
        -- Two messages of one minute are told apart by their order.
        row_number() over (partition by signature order by min(occurred_at), natural_key) as place,
    from staging.linkedin_signatures
    where not is_old
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
