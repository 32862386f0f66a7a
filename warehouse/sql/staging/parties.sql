-- One row per interaction: the addresses of all its parties.
-- grain: interaction_id
select
    versions.interaction_id,
    list_sort(list(distinct lower(trim(participants.email)))) as emails,
from staging.versions as versions
inner join landing.participants as participants
    on versions.unit_id = participants.unit_id and versions.interaction_number = participants.interaction_number
where versions.version_rank = 1 and participants.email <> ''
group by versions.interaction_id
