-- One row per run that published a warehouse.
-- grain: run_id
-- run_id: Identifier of the run: the time at which it started, and what it was built from.
-- started_at: When it started.
-- finished_at: When its audits had passed.
-- as_of: The day for which everything was computed.
-- counts: Rows of each table, and audits passed, as JSON.
select
    run_id,
    cast(started_at as timestamptz) as started_at,
    cast(finished_at as timestamptz) as finished_at,
    cast(as_of as date) as as_of,
    cast(counts as json) as counts,
from landing.runs
