"""Write docs/data.md from the comments of a published warehouse, so that it cannot go stale.

python -m pipelines.data_dictionary            write it
python -m pipelines.data_dictionary --check    say whether it is current
"""

from __future__ import annotations

import argparse
import sys
import tempfile
from datetime import date
from itertools import groupby
from pathlib import Path
from typing import Any

from pipelines.console import say, warn
from pipelines.home import Home
from pipelines.published import published, query, stored

PAGE = Path(__file__).parents[1] / "docs" / "data.md"

# Readers first meet what they came for; tables that are not named here follow.
ORDER = (
    "suggested_actions",
    "relationships",
    "people",
    "identities",
    "matches",
    "interactions",
    "excluded_addresses",
    "sources",
    "rejected_records",
    "coverage",
    "runs",
)

_HEAD = """\
# The tables

What `keepwarm sql` answers from: schema `main` of `warehouse.duckdb` in the home, which any DuckDB client opens.
This page is written by `make docs` from the comments in that file; `from duckdb_columns() select table_name,
column_name, comment where schema_name = 'main'` shows the same.

Names ending in `_on` are dates in your own time zone, in `_at` times with a zone, in `_days` durations in days, in
`_count` counts; `is_` and `has_` begin what is true or false.
"""


def describe(warehouse: Path) -> str:
    """Return the page for a published warehouse, as Markdown."""
    with published(warehouse) as connection:
        columns = query(connection, stored("tables")).records()
        macros = query(connection, stored("macros")).records()
    tables = {name: list(rows) for name, rows in groupby(columns, key=lambda row: row["table_name"])}
    names = sorted(tables, key=lambda name: (ORDER.index(name) if name in ORDER else len(ORDER), name))
    parts = [_HEAD, *(_table(name, tables[name]) for name in names)]
    if macros:
        parts.append("## Table functions\n\nFor use after `from`.\n")
        parts += [_macro(macro) for macro in macros]
    return "\n".join(parts)


def empty_warehouse(folder: Path) -> Path:
    """Publish a warehouse of no exports, which has all tables and comments; return its path."""
    from pipelines.run import run
    from pipelines.settings import Settings

    home = Home(folder)
    run((), home, Settings.model_construct(), date(2026, 1, 1))
    return home.warehouse


def main(arguments: list[str] | None = None) -> int:
    """Write the page, or check it; return the exit code."""
    parser = argparse.ArgumentParser(prog="python -m pipelines.data_dictionary", description=__doc__)
    parser.add_argument("--check", action="store_true")
    options = parser.parse_args(arguments)
    with tempfile.TemporaryDirectory() as folder:
        page = describe(empty_warehouse(Path(folder) / "home"))
    if not options.check:
        PAGE.write_text(page, encoding="utf-8")
        say(f"{PAGE.name} written")
        return 0
    if page == PAGE.read_text(encoding="utf-8"):
        say(f"{PAGE.name} is current")
        return 0
    warn(f"{PAGE.name} is not current. Write it anew: make docs")
    return 1


def _table(name: str, columns: list[dict[str, Any]]) -> str:
    lines = [f"## {name}", "", _cell(columns[0]["table_comment"]), "", "| column | type | meaning |", "|---|---|---|"]
    lines += [
        f"| {column['column_name']} | {_cell(column['data_type'])} | {_cell(column['column_comment'])} |"
        for column in columns
    ]
    return "\n".join(lines) + "\n"


def _macro(macro: dict[str, Any]) -> str:
    parameters = ", ".join(macro["parameters"])
    return f"- `{macro['function_name']}({parameters})`: {_cell(macro['comment'])}"


def _cell(text: str | None) -> str:
    return (text or "").replace("|", "\\|")


if __name__ == "__main__":
    sys.exit(main())
