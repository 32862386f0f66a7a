"""What a build reads, as tables of schema ``landing``: landed Parquet, what was refused, decisions and past runs."""

from __future__ import annotations

import json
import types
import typing
from collections.abc import Iterable, Mapping, Sequence
from datetime import date, datetime
from pathlib import Path
from typing import Any

import duckdb

from connectors import records

# The types of the columns that the landing adds to the fields of a record.
_ADDED = {
    "unit_id": "text",
    "landed_at": "timestamptz",
    "contact_number": "bigint",
    "interaction_number": "bigint",
    "participant_number": "bigint",
}
_PARQUET_TABLES: Mapping[str, tuple[type[Any], tuple[str, ...]]] = {
    "contacts": (records.Contact, ("unit_id", "contact_number", "landed_at")),
    "interactions": (records.Interaction, ("unit_id", "interaction_number", "landed_at")),
    "participants": (records.Participant, ("unit_id", "interaction_number", "participant_number")),
    "tenures": (records.Tenure, ("unit_id",)),
    "skills": (records.Skill, ("unit_id",)),
    "rejected": (records.Rejected, ("unit_id",)),
}
UNIT_COLUMNS = {
    "unit_id": "text",
    "connector": "text",
    "source_path": "text",
    "bytes": "bigint",
    "landed_at": "timestamptz",
    "records": "bigint",
    "rejected": "bigint",
    "ignored": "bigint",
    "covers_from": "date",
    "covers_until": "date",
}
QUARANTINE_COLUMNS = {"source_path": "text", "reason": "text", "bytes": "bigint"}
REFUSED_COLUMNS = {"source_path": "text", "location": "text", "reason": "text"}
DECISION_COLUMNS = {
    "decision_number": "bigint",
    "decision": "text",
    "key": "text",
    "other_key": "text",
    "value": "text",
    "note": "text",
    "decided_at": "timestamptz",
    "until": "date",
}
RUN_COLUMNS = {
    "run_id": "text",
    "started_at": "timestamptz",
    "finished_at": "timestamptz",
    "as_of": "date",
    "counts": "json",
}

Rows = Iterable[Mapping[str, Any]]


def register(
    connection: duckdb.DuckDBPyConnection,
    parquet: Mapping[str, Sequence[Path]],
    *,
    units: Rows = (),
    quarantined: Rows = (),
    refused: Rows = (),
    decisions: Rows = (),
    runs: Rows = (),
) -> None:
    """Create schema ``landing``: a view a kind of record over its Parquet files, and a table of each kind of row."""
    connection.execute("create schema if not exists landing")
    for table in _PARQUET_TABLES:
        _register_parquet(connection, table, parquet.get(table, ()))
    _register_rows(connection, "units", UNIT_COLUMNS, units)
    _register_rows(connection, "quarantined", QUARANTINE_COLUMNS, quarantined)
    _register_rows(connection, "refused", REFUSED_COLUMNS, refused)
    _register_rows(connection, "decisions", DECISION_COLUMNS, decisions)
    _register_rows(connection, "runs", RUN_COLUMNS, runs)


def columns_of(table: str) -> dict[str, str]:
    """Return the columns of a landed table and their SQL types, from the fields of its record."""
    record, added = _PARQUET_TABLES[table]
    hints = typing.get_type_hints(record)
    fields = {name: _sql_type(hint) for name, hint in hints.items() if name != "participants"}
    return {name: _ADDED[name] for name in added} | fields


def _sql_type(hint: Any) -> str:
    origin = typing.get_origin(hint)
    if origin is typing.Literal:
        return "text"
    if origin is types.UnionType:
        return _sql_type(typing.get_args(hint)[0])
    if origin is tuple:
        return "text[]"
    sql_types = {str: "text", int: "bigint", bool: "boolean", date: "date", datetime: "timestamptz"}
    return sql_types[hint]


def _register_parquet(connection: duckdb.DuckDBPyConnection, table: str, files: Sequence[Path]) -> None:
    columns = columns_of(table)
    if not files:
        _create(connection, table, columns)
        return
    # A view takes no parameters, hence the literals; quotes in a path are doubled.
    listing = ", ".join("'" + str(path).replace("'", "''") + "'" for path in files)
    casts = ", ".join(f"cast({name} as {sql_type}) as {name}" for name, sql_type in columns.items())
    connection.execute(
        f"create view landing.{table} as select {casts} from read_parquet([{listing}], union_by_name = true)"
    )


def _register_rows(connection: duckdb.DuckDBPyConnection, table: str, columns: Mapping[str, str], rows: Rows) -> None:
    _create(connection, table, columns)
    structure = json.dumps([dict.fromkeys(columns, "varchar")])
    casts = ", ".join(f"cast(line.{name} as {sql_type}) as {name}" for name, sql_type in columns.items())
    connection.execute(
        f"insert into landing.{table} by name "
        f"select {casts} from (select unnest(from_json($1::json, '{structure}')) as line)",
        [json.dumps([dict(row) for row in rows], default=str)],
    )


def _create(connection: duckdb.DuckDBPyConnection, table: str, columns: Mapping[str, str]) -> None:
    listing = ", ".join(f"{name} {sql_type}" for name, sql_type in columns.items())
    connection.execute(f"create table landing.{table} ({listing})")
