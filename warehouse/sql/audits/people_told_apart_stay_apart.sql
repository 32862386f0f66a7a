-- Two identities that the user told apart are never one person.
select matches.identity_id_a
from main.matches as matches
inner join main.identities as left_identity on matches.identity_id_a = left_identity.identity_id
inner join main.identities as right_identity on matches.identity_id_b = right_identity.identity_id
where matches.decision = 'different' and left_identity.person_id = right_identity.person_id
