-- No person has two LinkedIn profiles, unless the user said that they are the same, or they are the owner's own. One
-- that was renamed is one, and a number that messages tell in place of a profile is none.
select identities.person_id
from main.identities as identities
inner join main.people as people on identities.person_id = people.person_id
where
    identities.newest_profile_url is not null and not people.is_owner
    and not exists (
        select 1
        from main.matches as matches
        inner join main.identities as told on matches.identity_id_a = told.identity_id
        where matches.decision = 'same' and told.person_id = identities.person_id
    )
group by identities.person_id
having count(distinct identities.newest_profile_url) > 1
