-- One row per record that two generations of LinkedIn archives may both tell, with what stays the same from one to the
-- other, which is who, with whom, when, and of an endorsement the skill.
-- grain: unit_id, interaction_number
-- not null: signature, is_old
with named as (
    select
        records.unit_id,
        records.interaction_number,
        participants.role = 'from' as is_sender,
        regexp_extract_all(lower(strip_accents(participants.name)), '[\p{L}\p{N}]+') as words,
    from staging.linkedin_records as records
    inner join landing.participants as participants
        on records.unit_id = participants.unit_id and records.interaction_number = participants.interaction_number
),

parties as (
    select
        unit_id,
        interaction_number,
        array_to_string(list_sort(flatten(list(words) filter (where is_sender))), ' ') as sender,
        array_to_string(list_sort(flatten(list(words) filter (where not is_sender))), ' ') as others,
    from named
    group by unit_id, interaction_number
)

select
    records.unit_id,
    records.interaction_number,
    records.natural_key,
    concat_ws(
        chr(31),
        records.kind,
        coalesce(parties.sender, ''),
        coalesce(parties.others, ''),
        case records.kind when 'endorsement' then records.subject else '' end,
        records.told_at
    ) as signature,
    records.is_old,
    records.occurred_at,
from staging.linkedin_records as records
inner join parties
    on records.unit_id = parties.unit_id and records.interaction_number = parties.interaction_number
-- Nobody is told from nobody.
where parties.sender <> '' or parties.others <> ''
