-- One row per interaction: the addresses of all its parties.
-- grain: interaction_id
with parties as (
    select
        versions.interaction_id,
        participants.email,
    from staging.versions as versions
    inner join landing.participants as participants
        on versions.unit_id = participants.unit_id and versions.interaction_number = participants.interaction_number
    where versions.version_rank = 1
    union all
    select
        interaction_id,
        email,
    from staging.recipients_added
)

select
    interaction_id,
    list_sort(list(distinct lower(trim(email)))) as emails,
from parties
where email <> ''
group by interaction_id
