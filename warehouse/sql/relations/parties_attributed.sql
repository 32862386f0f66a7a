-- One row per interaction and party to it: a person, the owner (whatever the address), or who is neither.
-- party_id: The person; the identity of a machine, a list or a room; the place in the list of who has no name at all.
-- is_person: Whether it is a person other than the owner, with relations of their own.
-- grain: interaction_id, party_id
-- not null: is_owner, is_person, is_sender, is_recipient, is_declined
with identified as (
    select
        persons_of.identity_id,
        people.person_id,
        people.is_owner,
    from resolution.persons_of as persons_of
    inner join main.people as people on persons_of.person_id = people.person_id
    inner join staging.identities as identities on persons_of.identity_id = identities.identity_id
    left join resolution.excluded_addresses as excluded on identities.email = excluded.email
    -- A person's name on the address of a machine is not that person.
    where excluded.email is null
),

named as (
    select
        participants.interaction_id,
        participants.role in ('from', 'organizer') as sends,
        -- Who accepted at one address and declined at another comes.
        case participants.partstat when 'accepted' then 2 when 'tentative' then 2 when 'declined' then 1 else 0 end
            as answer,
        participants.is_owner or coalesce(identified.is_owner, false) as is_owner,
        identified.person_id,
        coalesce(participants.identity_id, cast(participants.participant_number as text)) as fallback_id,
    from staging.participants as participants
    left join identified on participants.identity_id = identified.identity_id
    -- Rooms and projectors are invited, but come with the people.
    where coalesce(participants.cutype, '') not in ('resource', 'room')
),

keyed as (
    select
        *,
        case when is_owner then 'owner' else coalesce(person_id, fallback_id) end as party_id,
        not is_owner and person_id is not null as is_person,
    from named
)

select
    interaction_id,
    party_id,
    is_owner,
    is_person,
    bool_or(sends) as is_sender,
    bool_or(not sends) as is_recipient,
    max(answer) = 1 as is_declined,
from keyed
group by interaction_id, party_id, is_owner, is_person
