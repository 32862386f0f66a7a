-- Both sides of every match are identities, and a pair is listed once, the smaller key first.
select matches.identity_id_a
from main.matches as matches
left join main.identities as left_identity on matches.identity_id_a = left_identity.identity_id
left join main.identities as right_identity on matches.identity_id_b = right_identity.identity_id
where
    left_identity.identity_id is null or right_identity.identity_id is null
    or matches.identity_id_a >= matches.identity_id_b
