-- One row per distinct name, address and profile as the sources tell them.
-- grain: identity_id
-- not null: mention_count, first_landed_at, is_owner
select
    identity_id,
    any_value(full_name) as full_name,
    any_value(email) as email,
    any_value(profile_url) as profile_url,
    coalesce(list_sort(list(distinct company) filter (where company is not null)), []) as companies,
    list_sort(list(distinct source)) as sources,
    bool_or(is_owner) as is_owner,
    min(seen_on) as first_seen_on,
    max(seen_on) as last_seen_on,
    count(*) as mention_count,
    min(landed_at) as first_landed_at,
from staging.mentions
group by identity_id
