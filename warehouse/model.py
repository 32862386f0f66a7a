"""SQL models: files whose folder is the schema, whose name is the table, and whose header says what a row is."""

from __future__ import annotations

import json
import re
from collections.abc import Sequence
from dataclasses import dataclass
from functools import partial
from graphlib import TopologicalSorter
from pathlib import Path
from typing import Any

import duckdb

from warehouse.errors import ModelFailed

SQL_FOLDER = Path(__file__).parent / "sql"
SCHEMAS = ("staging", "resolution", "relations", "main")

# By the text of a model. To parse them all costs as much as to build a tenth of a small warehouse, so once a process.
_REFERENCES: dict[str, frozenset[str]] = {}

_FIELD = re.compile(r"^--\s*(?P<name>grain|not null|[a-z][a-z0-9_]*):\s*(?P<value>.*)$")


@dataclass(frozen=True, slots=True)
class Model:
    """One table and the select that makes it.

    The header is made of ``--`` lines: prose (what a row is), then ``grain:``, ``not null:`` and a line a column. What
    says ``stored: no`` becomes a view: one model alone reads it, and a table of it would only fill the memory.
    """

    schema: str
    table: str
    sql: str
    description: str
    grain: tuple[str, ...]
    not_null: tuple[str, ...]
    column_comments: dict[str, str]
    is_view: bool

    @property
    def name(self) -> str:
        """The qualified name, ``schema.table``."""
        return f"{self.schema}.{self.table}"

    @classmethod
    def read(cls, path: Path) -> Model:
        """Read a model from its file; the folder is the schema."""
        text = path.read_text(encoding="utf-8")
        description: list[str] = []
        fields: dict[str, str] = {}
        last = ""
        for line in text.splitlines():
            if not line.startswith("--"):
                break
            field = _FIELD.match(line)
            if field:
                last = field["name"]
                fields[last] = field["value"].strip()
            elif last:
                fields[last] += " " + line.removeprefix("--").strip()
            else:
                description.append(line.removeprefix("--").strip())
        grain = _names(fields.pop("grain", "none"))
        not_null = _names(fields.pop("not null", "none"))
        is_view = fields.pop("stored", "yes") == "no"
        schema = path.parent.name
        return cls(schema, path.stem, text, " ".join(description), grain, not_null, fields, is_view)


def _names(listing: str) -> tuple[str, ...]:
    return () if listing == "none" else tuple(name.strip() for name in listing.split(","))


def load_models(schemas: Sequence[str] = SCHEMAS, folder: Path = SQL_FOLDER) -> list[Model]:
    """Read every model of the schemas, in the order of file names."""
    return [Model.read(path) for schema in schemas for path in sorted((folder / schema).glob("*.sql"))]


def references(connection: duckdb.DuckDBPyConnection, model: Model) -> frozenset[str]:
    """Return the qualified names of the tables that the model reads; raise `ModelFailed` where it does not parse."""
    _read_references(connection, [model])
    return _REFERENCES[model.sql]


def _read_references(connection: duckdb.DuckDBPyConnection, models: Sequence[Model]) -> None:
    names = {model.sql: model.name for model in models if model.sql not in _REFERENCES}
    if not names:
        return
    query = "select sql, json_serialize_sql(sql) from (select unnest($1::text[]) as sql)"
    for sql, serialized in connection.execute(query, [list(names)]).fetchall():
        found: set[str] = set()
        tree = json.loads(serialized, object_hook=partial(_collect_base_table, found))
        if tree["error"]:
            raise ModelFailed(names[sql], tree["error_message"])
        _REFERENCES[sql] = frozenset(found)


def _collect_base_table(found: set[str], node: dict[str, Any]) -> dict[str, Any]:
    if node.get("type") == "BASE_TABLE" and node.get("schema_name"):
        found.add(f"{node['schema_name']}.{node['table_name']}")
    return node


def in_build_order(connection: duckdb.DuckDBPyConnection, models: Sequence[Model]) -> list[Model]:
    """Order the models so that each comes after those it reads; equal ones by name."""
    by_name = {model.name: model for model in models}
    _read_references(connection, models)
    graph = {name: _REFERENCES[model.sql] & by_name.keys() for name, model in by_name.items()}
    sorter = TopologicalSorter(graph)
    sorter.prepare()
    ordered: list[Model] = []
    while sorter.is_active():
        ready = sorted(sorter.get_ready())
        ordered += [by_name[name] for name in ready]
        sorter.done(*ready)
    return ordered
