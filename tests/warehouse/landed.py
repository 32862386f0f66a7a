"""Files that lie in an inbox, landed and staged as a run does it: what the sources tell, before who is who."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from pathlib import Path

import duckdb

from tests.inboxes import AS_OF, land_inbox, write_all
from warehouse.audit import check_promises
from warehouse.build import build, set_variables
from warehouse.inputs import register
from warehouse.landing import Landing, landed_units, table_files
from warehouse.model import load_models

TABLES = ("contacts", "interactions", "participants", "tenures", "skills", "rejected")


@contextmanager
def staged(
    folder: Path, files: Mapping[str, str], time_zone: str | None = None, me: Sequence[str] = ()
) -> Iterator[duckdb.DuckDBPyConnection]:
    """Yield a connection in which these files, by name and text, are staged and every promise checked."""
    inbox = write_all(folder / "inbox", {name: text.encode() for name, text in files.items()})
    land_inbox(inbox, folder / "landing")
    place = Landing(folder / "landing")
    units = landed_units(place)
    rows = [
        {name: getattr(unit, name) for name in ("unit_id", "connector", "source_path", "bytes", "landed_at")}
        for unit in units
    ]
    models = load_models(("staging",))
    with duckdb.connect() as connection:
        connection.execute("set timezone = 'UTC'")
        register(connection, {table: table_files(place, units, table) for table in TABLES}, units=rows)
        set_variables(connection, {"as_of": AS_OF, "me": [*me], "time_zone": time_zone, "weekly_budget": 5})
        build(connection, models)
        check_promises(connection, models)
        yield connection
