"""Bare identities as the staging tables that the resolution models read: no mail, no cards, no decisions."""

from __future__ import annotations

from collections.abc import Mapping

import duckdb
import polars as pl

from warehouse import functions
from warehouse.build import build, set_variables
from warehouse.model import load_models

Weights = Mapping[tuple[str, str], float]

EMPTY_TABLES = """
create table landing.contacts (emails text[]);
create table landing.interactions (mailbox text);
create table staging.contacts (contact_id text, identity_id text, phones text[], company text, position text, kind text,
    observed_on date);
create table staging.participants (interaction_id text, identity_id text, role text, name text, email text, cutype text,
    is_owner boolean);
create table staging.interactions (interaction_id text, kind text, state text, bulk_evidence text, occurred_on date);
create table staging.decisions (decision_number bigint, decision text, key text, other_key text);
create table staging.profiles_renamed (profile_url text, renamed_to text);
"""
IDENTITIES = """
create table staging.identities as
select
    cast(record_id as text) as identity_id,
    nullif(trim(regexp_replace(name, '\\s+', ' ', 'g')), '') as full_name,
    case when email like '%_@_%' then lower(trim(email)) end as email,
    profile_url,
    case when company <> '' then [company] else [] end as companies,
    cast(['email'] as text[]) as sources,
    false as is_owner,
    cast(null as date) as first_seen_on,
    cast(null as date) as last_seen_on,
    cast(1 as bigint) as mention_count,
    timestamptz '2026-01-01 00:00:00+00' as first_landed_at,
from records
"""


def stage(connection: duckdb.DuckDBPyConnection, records: pl.DataFrame, **others: functions.Function) -> None:
    """Create the staging tables of records: record_id, name, email, profile_url, company (empty or null for none).

    ``others`` are functions in place of those of `warehouse.functions`.
    """
    functions.register(connection, **others)
    set_variables(connection, {"me": []})
    for schema in ("landing", "staging"):
        connection.execute(f"create schema {schema}")
    connection.execute(EMPTY_TABLES)
    connection.register("records", records.to_arrow())
    connection.execute(IDENTITIES)
    connection.execute("create table landing.participants as select email from staging.identities")
    build(connection, [model for model in load_models(("staging",)) if model.table == "addresses"])


def give_weights(connection: duckdb.DuckDBPyConnection, weights: Weights, threshold: float | None = None) -> None:
    """Put weights, by comparison and level, in place of the committed ones; and the threshold, where one is given."""
    build(connection, [model for model in load_models(("resolution",)) if model.table in ("weights", "thresholds")])
    connection.executemany(
        "update resolution.weights set bits = $1 where comparison = $2 and level = $3",
        [[bits, *key] for key, bits in weights.items()] or [[0, "", ""]],
    )
    if threshold is not None:
        connection.execute("update resolution.thresholds set bits = $1 where threshold = 'match'", [threshold])


def resolve(connection: duckdb.DuckDBPyConnection) -> None:
    """Build the resolution models, the ones that a run builds."""
    build(connection, load_models(("resolution",)))


def clusters(connection: duckdb.DuckDBPyConnection) -> dict[str, str]:
    """Return the person of each record; a record without one is a person of its own."""
    rows = connection.execute(
        "select identity_id, coalesce(person_id, identity_id) from resolution.persons_of"
    ).fetchall()
    return dict(rows)
