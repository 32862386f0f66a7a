-- Under which names, addresses and profiles the sources know one person ($1).
select
    identities.full_name,
    identities.email,
    identities.profile_url,
    identities.company,
    identities.sources,
    identities.mention_count,
    identities.first_seen_on,
    identities.last_seen_on,
from identities
where identities.person_id = $1
order by identities.mention_count desc, identities.identity_id asc
