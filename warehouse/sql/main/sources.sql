-- One row per unit that was landed (a file, a member of an archive, a segment of a mailbox, a batch of messages),
-- and per file that could not be read.
-- grain: source_path, connector, unit_id
-- source_path: Where it lies, from the inbox on; "archive.zip!member" for a member.
-- connector: What read it; "none" where nothing could.
-- unit_id: SHA-256 of its bytes (of a mailbox: of its header blocks and where they lie) and of what else its reading
--   depends on; of its path where it could not be read.
-- bytes: Size in bytes.
-- landed_at: When it was first landed: the as_of of that run; null where it could not be read.
-- records: Records that it holds: landed + rejected + ignored.
-- rejected: Records that could not be read; see rejected_records.
-- ignored: Records that are knowingly not read.
-- is_foreign: Whether it belongs to a LinkedIn archive of somebody else's, which is left aside.
-- covers_from: Day of its first interaction (UTC).
-- covers_until: Day of its last interaction (UTC).
select
    source_path,
    connector,
    unit_id,
    bytes,
    landed_at,
    records,
    rejected,
    ignored,
    unit_id in (select foreign_units.unit_id from staging.foreign_units as foreign_units) as is_foreign,
    covers_from,
    covers_until,
from landing.units
union all
select
    source_path,
    'none' as connector,
    sha256(source_path) as unit_id,
    bytes,
    null as landed_at,
    1 as records,
    1 as rejected,
    0 as ignored,
    false as is_foreign,
    null as covers_from,
    null as covers_until,
from landing.quarantined
