-- One row per interaction and party to it: a person, the owner (whatever the address), or who is neither.
-- interaction_key: The hash of the interaction's id, for joins (64 bits: two of a million interactions share one with
--   a probability of 3 in 10⁸, and are found out by the grain of interactions_framed).
-- party_key: The key of the person; 0 of the owner; below 0 of a machine, a list or a room, and of who has no name
--   at all.
-- account_key: Of the address at which the owner took part.
-- grain: interaction_key, party_key
-- not null: is_owner, is_person, is_sender, is_recipient, is_declined
with told as (
    select
        hash(participants.interaction_id) as interaction_key,
        case
            when participants.is_owner then 0
            else coalesce(parties.party_key, -1_000_000_000 - cast(participants.participant_number as integer))
        end as party_key,
        case when participants.is_owner then parties.account_key end as account_key,
        case when participants.role in ('from', 'organizer') then 1 else 2 end
        | case participants.partstat
            when '' then 0 when 'accepted' then 4 when 'tentative' then 4 when 'declined' then 8 else 0
        end as part,
    from staging.participants as participants
    left join relations.parties_known as parties on participants.identity_id = parties.identity_id
    -- Rooms and projectors are invited, but come with the people; who of a group came, nobody tells.
    where coalesce(participants.cutype, '') not in ('group', 'resource', 'room')
),

-- One bit for each thing done (1 sent, 2 got it, 4 comes, 8 declined): an aggregate for each took half as long again,
-- for three million parties.
merged as (
    select
        interaction_key,
        party_key,
        min(account_key) as account_key,
        bit_or(part) as parts,
    from told
    group by interaction_key, party_key
)

select
    interaction_key,
    party_key,
    account_key,
    party_key = 0 as is_owner,
    party_key > 0 as is_person,
    (parts & 1) > 0 as is_sender,
    (parts & 2) > 0 as is_recipient,
    -- Who accepted at one address and declined at another comes.
    (parts & 12) = 8 as is_declined,
from merged
