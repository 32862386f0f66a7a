-- The owner's addresses, the latest in use first.
select identities.email
from identities
inner join people on identities.person_id = people.person_id
where people.is_owner and identities.email is not null
group by identities.email
order by max(identities.last_seen_on) desc nulls last, sum(identities.mention_count) desc, identities.email
