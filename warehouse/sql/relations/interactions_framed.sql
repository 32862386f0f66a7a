-- One row per interaction that began by the end of as_of, drafts, spam and what was cancelled left out: what it was to
-- the owner.
-- is_private: Whether a LinkedIn message belongs to a conversation of two.
-- interaction_key: As in parties_attributed.
-- account_key: Of the owner's address that it went through; where none is told, the usual one of that file.
-- addressed_count: People it was addressed to; of a meeting, those whom each of them met, more than seven if the owner
--   came as one of a group.
-- is_from_owner, is_to_owner: Whether the owner sent it; whether it reached the owner, be it as Bcc or by an alias.
-- is_bulk: Whether it bears the marks of a machine or a list, or went to more than 50 people.
-- is_automatic: Whether these marks are of a kind that no human message bears.
-- is_missed: Whether it is a meeting that had not ended by then, or that the owner declined.
-- grain: interaction_key
-- not null: kind, addressed_count, is_from_owner, is_to_owner, is_bulk, is_automatic, is_missed, is_private
with owner as (
    select timezone(time_zone, cast(getvariable('as_of') as timestamp) + interval 1 day) as closes_at
    from staging.owner
),

kept as (
    select hash(interaction_id) as interaction_key
    from staging.meetings_kept
),

happened as (
    select
        -- One byte: of 2.4 million rows, a column of short texts takes .15 seconds to write, one of these .02.
        cast(interactions.kind as enum(
            'email', 'meeting', 'linkedin_message', 'invitation', 'connection', 'recommendation', 'endorsement',
            'industry_event'
        )) as kind,
        interactions.source_path,
        interactions.occurred_at,
        interactions.occurred_on,
        counted.*,
        coalesce(interactions.bulk_evidence, '') as bulk_evidence,
        regexp_matches(
            coalesce(interactions.bulk_evidence, ''),
            'auto-submitted|x-autore|auto_reply|calendar|multipart/report|sponsored'
        ) as is_machine_made,
        counted.is_declined_by_owner
        or coalesce(interactions.ended_at, interactions.occurred_at) > owner.closes_at as is_missed,
        kept.interaction_key is not null as is_kept,
        case
            when interactions.kind <> 'meeting' then counted.recipient_count
            -- Who was invited as one of a group is not told how many they were.
            when kept.interaction_key is not null and counted.has_sender and not counted.has_owner
                then greatest(counted.party_count - 1, 8)
            else counted.party_count - 1
        end as addressed_count,
    from staging.interactions as interactions
    inner join relations.parties_counted as counted
        on hash(interactions.interaction_id) = counted.interaction_key
    left join kept on counted.interaction_key = kept.interaction_key
    cross join owner
    where interactions.state = 'confirmed' and interactions.occurred_at < owner.closes_at
)

select
    happened.interaction_key,
    happened.kind,
    coalesce(happened.account_key, files.usual_account_key) as account_key,
    greatest(happened.addressed_count, 1) as addressed_count,
    happened.is_from_owner,
    not happened.is_from_owner
    and (
        happened.has_owner
        or (happened.kind = 'email' and happened.bulk_evidence = '' and coalesce(files.is_own, false))
        -- A calendar need not list its own holder: it is the owner's, or nobody else called this meeting.
        or (happened.kind = 'meeting' and (happened.is_kept or not happened.has_sender))
    ) as is_to_owner,
    -- The owner is no list, whatever a list wrote on its copy; an out-of-office notice is a machine's, though.
    happened.addressed_count > 50 or happened.is_machine_made
    or (happened.bulk_evidence <> '' and not happened.is_from_owner) as is_bulk,
    happened.addressed_count > 50 or happened.is_machine_made as is_automatic,
    happened.is_missed,
    happened.interaction_key in (select interaction_key from relations.private_messages) as is_private,
    happened.occurred_at,
    happened.occurred_on,
from happened
left join relations.files_owned as files on happened.source_path = files.source_path
