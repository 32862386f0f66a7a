-- One row per distinct name, e-mail and profile URL as the sources tell them, and the person that it belongs to.
-- grain: identity_id
-- not null: sources, mention_count
-- identity_id: Digest of name, e-mail and profile URL.
-- person_id: The person; null for an address that is a machine's, a list's or a function's (see excluded_addresses).
-- full_name: The name as told.
-- email: The e-mail address, lower case.
-- profile_url: The LinkedIn profile.
-- newest_profile_url: The address of that profile in the newest archive; null where messages tell a number instead.
-- company: A company that a source tells with it.
-- sources: The kinds of record that mention it.
-- first_seen_on: Day of the first mention.
-- last_seen_on: Day of the last mention.
-- mention_count: Number of mentions.
select
    identities.identity_id,
    persons_of.person_id,
    identities.full_name,
    identities.email,
    identities.profile_url,
    named.profile_key as newest_profile_url,
    identities.companies[1] as company,
    identities.sources,
    identities.first_seen_on,
    identities.last_seen_on,
    cast(identities.mention_count as bigint) as mention_count,
from staging.identities as identities
left join resolution.persons_of as persons_of on identities.identity_id = persons_of.identity_id
left join resolution.identities_named as named on identities.identity_id = named.identity_id
