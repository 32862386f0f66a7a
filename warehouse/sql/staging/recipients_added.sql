-- One row per recipient whom a table tells in a row of its own: the trace of a message has one for each, of which
-- `versions` takes one. Where the message itself is there, it tells its recipients better than any table.
-- grain: interaction_id, participant_number
with mails as (
    select
        interaction_id,
        party_count,
    from staging.versions
    where is_table and version_rank = 1
),

recipients as (
    select
        versions.interaction_id,
        versions.version_rank,
        mails.party_count,
        participants.*,
    from staging.versions as versions
    inner join mails on versions.interaction_id = mails.interaction_id
    inner join landing.participants as participants
        on versions.unit_id = participants.unit_id and versions.interaction_number = participants.interaction_number
    where versions.is_table and participants.role <> 'from'
    qualify
        row_number() over (
            partition by versions.interaction_id, lower(trim(participants.email)), participants.name
            order by versions.version_rank, participants.participant_number
        ) = 1
)

select
    * exclude (version_rank, party_count, participant_number),
    party_count + row_number() over (partition by interaction_id order by version_rank, participant_number)
        as participant_number,
from recipients
where version_rank > 1
