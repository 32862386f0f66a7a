-- One row per address, or profile, and how long it was in use, under whatever name.
-- grain: key
select
    coalesce(canonical_email, profile_url) as key,
    min(first_seen_on) as first_used_on,
    max(last_seen_on) as last_used_on,
from resolution.identities_named
where coalesce(canonical_email, profile_url) is not null
group by coalesce(canonical_email, profile_url)
