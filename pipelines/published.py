"""Read the published warehouse: read-only, and shut off from every other file and from the network."""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Any, NamedTuple

from connectors.errors import KeepwarmError
from warehouse.forgotten import profile_slug

if TYPE_CHECKING:
    import duckdb

# With these, a query (pasted from anywhere) can neither write a file nor read another one, nor undo the settings.
_SEALED: dict[str, str | bool | int | float | list[str]] = {
    "enable_external_access": "false",
    "autoinstall_known_extensions": "false",
    "autoload_known_extensions": "false",
    "allow_community_extensions": "false",
    "temp_directory": "",
    "lock_configuration": "true",
}


class NotYetPublished(KeepwarmError):
    """There is no warehouse in this home."""

    def __init__(self, warehouse: Path) -> None:
        """Remember where it was looked for."""
        super().__init__(warehouse)
        self.warehouse = warehouse

    def __str__(self) -> str:
        """Say where it was looked for, and what to do."""
        return f"there is nothing in {self.warehouse.parent} yet. Run `keepwarm run` first, or see `keepwarm demo`."


class WarehouseUnreadable(KeepwarmError):
    """The file is no warehouse, or lacks what this version asks for."""

    def __init__(self, warehouse: Path, reason: str) -> None:
        """Remember the file and what the database said."""
        super().__init__(warehouse, reason)
        self.warehouse = warehouse
        self.reason = reason

    def __str__(self) -> str:
        """Say what is wrong, and that nothing is lost."""
        return f"{self.warehouse.name}: {self.reason}. Delete that file and run `keepwarm run`: it is built again."


class PersonUnknown(KeepwarmError):
    """Nobody in the warehouse fits what was asked for; who that was is personal and stays out of the message."""

    def __str__(self) -> str:
        """Say how people can be named."""
        return "nobody fits that. Give a part of a name, an e-mail address, a profile URL or a person id."


class Result(NamedTuple):
    """What a query returned."""

    columns: list[str]
    rows: list[tuple[Any, ...]]

    def records(self) -> list[dict[str, Any]]:
        """Return each row as column → value."""
        return [dict(zip(self.columns, row, strict=True)) for row in self.rows]


@contextmanager
def published(warehouse: Path) -> Iterator[duckdb.DuckDBPyConnection]:
    """Open the published warehouse; raise `NotYetPublished`, or `WarehouseUnreadable` for what cannot be read in it."""
    import duckdb  # 0.2 s that a help text need not pay

    if not warehouse.exists():
        raise NotYetPublished(warehouse)
    try:
        with duckdb.connect(warehouse, read_only=True, config=_SEALED) as connection:
            yield connection
    except (duckdb.IOException, duckdb.CatalogException, duckdb.BinderException) as error:
        raise WarehouseUnreadable(warehouse, str(error).partition("\n")[0]) from error


def query(connection: duckdb.DuckDBPyConnection, sql: str, parameters: Sequence[Any] = ()) -> Result:
    """Run one query and return its columns and rows; JSON comes parsed."""
    cursor = connection.execute(sql, list(parameters))
    if not cursor:  # nothing but comments
        return Result([], [])
    described = cursor.description or []
    rows = cursor.fetchall()
    documents = [number for number, column in enumerate(described) if str(column[1]) == "JSON"]
    if documents:
        rows = [
            tuple(json.loads(value) if number in documents and value else value for number, value in enumerate(row))
            for row in rows
        ]
    return Result([column[0] for column in described], rows)


def stored(name: str) -> str:
    """Return the text of a query in the folder ``queries``."""
    return (Path(__file__).parent / "queries" / f"{name}.sql").read_text(encoding="utf-8")


def published_as_of(connection: duckdb.DuckDBPyConnection) -> date:
    """Return the day for which the published warehouse was computed."""
    as_of: date = connection.execute("select as_of from runs order by finished_at desc limit 1").fetchall()[0][0]
    return as_of


def keys_of_people(connection: duckdb.DuckDBPyConnection) -> dict[str, str]:
    """Return what decisions name each person by (person id → address or profile); ``""`` where nothing lasts."""
    return {person_id: key or "" for person_id, key in query(connection, stored("keys_of_people")).rows}


def as_stored(words: str) -> str:
    """Return what names somebody, without blanks around it; a profile as the tables have it, however it is spelled."""
    slug = profile_slug(words)
    return f"https://www.linkedin.com/in/{slug}" if slug else words.strip()


def find_people(connection: duckdb.DuckDBPyConnection, wanted: str) -> list[dict[str, Any]]:
    """Return the people who fit a person id, an e-mail, a profile URL or a part of a name, the closest ties first.

    An id, an address or a whole name that fits leaves out those who fit by a part of their name only.
    Raises `PersonUnknown` where nobody fits.
    """
    found = query(connection, stored("find_people"), [as_stored(wanted)]).records()
    if not found:
        raise PersonUnknown
    exact = [person for person in found if person.pop("is_exact")]
    return exact or found
