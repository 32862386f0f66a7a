-- One row per identity: the party to an interaction that it stands for.
-- party_key: The key of the person; below 0 one of its own, for a machine, a list or a room.
-- account_key: Of an identity of the owner's, the key of the mailbox that its address reaches.
-- grain: identity_id
-- not null: party_key
select
    identities.identity_id,
    cast(
        -- A person's name on the address of a machine is not that person.
        coalesce(case when excluded.email is null then people.person_key end, -row_number() over ()) as integer
    ) as party_key,
    accounts.account_key,
from staging.identities as identities
left join resolution.persons_of as persons_of on identities.identity_id = persons_of.identity_id
left join relations.people_keyed as people on persons_of.person_id = people.person_id
left join resolution.excluded_addresses as excluded on identities.email = excluded.email
left join resolution.addresses as addresses on identities.email = addresses.email
left join relations.accounts_keyed as accounts
    on addresses.canonical_email = accounts.canonical_email and identities.is_owner
