-- One row per address that is not a person: a machine, a mailing list, a role mailbox, a calendar resource.
-- grain: email
-- not null: reason, mention_count
-- email: The address, lower case.
-- reason: What gave it away.
-- mention_count: How often the sources mention it.
select
    email,
    reason,
    cast(mention_count as bigint) as mention_count,
from resolution.excluded_addresses
