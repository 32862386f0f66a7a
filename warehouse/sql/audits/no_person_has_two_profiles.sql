-- No person has two LinkedIn profiles, unless the user said that they are the same, a later archive tells the one under
-- the address of the other, one is a number that messages tell in place of an address, or they are the owner's own.
select identities.person_id
from main.identities as identities
inner join main.people as people on identities.person_id = people.person_id
where
    not people.is_owner and not regexp_matches(identities.profile_url, '/in/acoa[\w-]{20,}$')
    and not exists (
        select 1
        from main.matches as matches
        inner join main.identities as told on matches.identity_id_a = told.identity_id
        where
            (matches.decision = 'same' or matches.reason like '%one LinkedIn profile under two addresses%')
            and told.person_id = identities.person_id
    )
group by identities.person_id
having count(distinct identities.profile_url) > 1
