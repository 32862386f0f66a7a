-- One row per address that a mailbox or calendar bears and whose mail and meetings it really holds.
-- grain: email, kind
with accounts as (
    select
        versions.kind,
        lower(trim(versions.mailbox)) as email,
        count(*) as interaction_count,
        count(*) filter (where list_contains(parties.emails, lower(trim(versions.mailbox)))) as party_count,
        count(*) filter (where len(parties.emails) > 1) as shared_count,
    from staging.versions as versions
    left join staging.parties as parties on versions.interaction_id = parties.interaction_id
    where versions.mailbox <> '' and versions.version_rank = 1
    group by versions.kind, lower(trim(versions.mailbox))
)

select
    email,
    kind,
    interaction_count,
from accounts
-- A forwarding address is seldom a party to its mail; a team's calendar holds the meetings of others.
where party_count > 0 and party_count >= 0.5 * shared_count
