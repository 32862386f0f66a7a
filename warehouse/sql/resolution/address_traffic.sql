-- One row per address in mail and meetings: how much came from it, what of that a machine sent, and what went to it.
-- grain: email
with parties as (
    select
        participants.interaction_id,
        participants.email,
        participants.role,
        participants.cutype,
        participants.name,
        interactions.kind,
        interactions.bulk_evidence,
        bool_or(participants.is_owner and participants.role in ('from', 'organizer'))
            over (partition by participants.interaction_id) as is_from_owner,
    from staging.participants as participants
    inner join staging.interactions as interactions on participants.interaction_id = interactions.interaction_id
    where interactions.kind in ('email', 'meeting') and interactions.state in ('confirmed', 'cancelled')
),

letters as (
    select distinct
        senders.email as sender,
        recipients.email as recipient,
    from parties as senders
    inner join parties as recipients on senders.interaction_id = recipients.interaction_id
    where senders.kind = 'email' and senders.role = 'from' and recipients.role <> 'from'
),

-- By whomever, since not every address of the owner's may be known.
answered as (
    select distinct letters.sender as email
    from letters
    inner join letters as replies on letters.sender = replies.recipient and letters.recipient = replies.sender
    where letters.sender <> letters.recipient
)

select
    parties.email,
    count(*) filter (where kind = 'email' and role = 'from') as sent_count,
    count(*) filter (where kind = 'email' and role = 'from' and bulk_evidence <> '') as bulk_count,
    -- A letter to a mailing list bears the marks of the list, but is a person's.
    count(*) filter (where kind = 'email' and role = 'from' and contains(bulk_evidence, 'list-id')) as list_count,
    count(*) filter (where kind = 'email' and role <> 'from' and is_from_owner) as received_count,
    count(*) filter (where kind = 'meeting') as meeting_count,
    count(*) filter (where cutype in ('resource', 'room')) as resource_count,
    count(*) filter (where cutype = 'group') as group_count,
    -- Names such as "Ana Silva via DocuSign".
    count(distinct name) filter (where regexp_matches(name, '(?i)\svia\s')) as via_count,
    -- Whether anybody whom it wrote to has written to it.
    bool_or(answered.email is not null) as is_answered,
from parties
left join answered on parties.email = answered.email
where parties.email is not null
group by parties.email
