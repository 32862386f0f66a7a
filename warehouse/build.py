"""Build every table from landing, decisions and ``as_of``, in one in-memory database."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence
from typing import Any

import duckdb

from warehouse.errors import ModelFailed
from warehouse.model import Model, in_build_order

Variables = Mapping[str, Any]

_EXISTING = """
select schema_name, table_name from duckdb_tables() union all select schema_name, view_name from duckdb_views()
"""


def set_variables(connection: duckdb.DuckDBPyConnection, variables: Variables) -> None:
    """Pass values in as session variables, so that the text of a model never changes."""
    for name, value in variables.items():
        cast = "::text[]" if isinstance(value, list) else ""
        connection.execute(f"set variable {name} = $1{cast}", [value])


def build(
    connection: duckdb.DuckDBPyConnection,
    models: Sequence[Model],
    progress: Callable[[str], None] = lambda _: None,
) -> None:
    """Create the tables of the models in the order of their references; raise `ModelFailed`.

    A model that exists already (the given rows of a test) is left as it is.
    """
    for schema in sorted({model.schema for model in models}):
        connection.execute(f"create schema if not exists {schema}")
    existing = {f"{schema}.{table}" for schema, table in connection.execute(_EXISTING).fetchall()}
    # Rows get their order when they are published; to keep one until then takes memory, and one thread's time.
    connection.execute("set preserve_insertion_order = false")
    for model in in_build_order(connection, models):
        if model.name in existing:
            continue
        progress(model.name)
        try:
            connection.execute(f"create {'view' if model.is_view else 'table'} {model.name} as {model.sql}")
        except duckdb.Error as error:
            raise ModelFailed(model.name, _reason(error)) from error
    connection.execute("reset preserve_insertion_order")


def _reason(error: duckdb.Error) -> str:
    # What DuckDB quotes, and its later lines, may be values: personal data.
    return re.sub(r"'[^']*'", "'…'", str(error).partition("\n")[0])
