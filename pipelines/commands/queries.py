"""``keepwarm sql``: read-only questions to the published warehouse."""

from __future__ import annotations

import csv
import io
import sys
from typing import Literal

import duckdb

from connectors.errors import KeepwarmError
from pipelines.commands import DEFAULTS, Options
from pipelines.console import json_text, print_json, print_table, say, warn
from pipelines.exports.comma_separated import harmless
from pipelines.published import Result, published, query


class QueryFailed(KeepwarmError):
    """The database did not understand or allow the query."""

    def __init__(self, reason: str) -> None:
        """Remember what the database said."""
        super().__init__(reason)
        self.reason = reason

    def __str__(self) -> str:
        """Repeat what the database said, without the drawing of where."""
        return self.reason.partition("\nLINE ")[0].strip()


def sql(
    text: str | None = None,
    /,
    *,
    format: Literal["table", "csv", "json"] = "table",
    json: bool = False,
    options: Options = DEFAULTS,
) -> int:
    """Ask the warehouse in SQL (DuckDB's), read-only. docs/data.md describes the tables.

    Example: keepwarm sql "from relationships where status = 'cooling' order by tie_strength desc limit 10"

    Args:
        text: The query; without it, it is read from standard input.
        format: How to print the result.
        json: The same as --format json.
    """
    if text is None and sys.stdin.isatty():
        warn("type a query, then Ctrl-D.")
    question = sys.stdin.read() if text is None else text
    with published(options.chosen_home().warehouse) as connection:
        try:
            result = query(connection, question)
        except duckdb.Error as error:
            raise QueryFailed(str(error)) from error
    _print(result, "json" if json else format)
    return 0


def _print(result: Result, form: str) -> None:
    if form == "json":
        print_json(result.records())
    elif form == "csv":
        text = io.StringIO()
        writer = csv.writer(text, lineterminator="\n")
        writer.writerow(result.columns)
        writer.writerows([_cell(value) for value in row] for row in result.rows)
        sys.stdout.flush()
        # Always UTF-8, as the files of lists: what an encoding lacks would be lost in whatever this is written to.
        sys.stdout.buffer.write(text.getvalue().encode())
    else:
        if result.columns:
            print_table(result.columns, result.rows, turns=True)
        say(f"{len(result.rows)} {'row' if len(result.rows) == 1 else 'rows'}")


def _cell(value: object) -> object:
    if isinstance(value, list | dict | tuple):
        return harmless(json_text(value))
    return harmless(value) if isinstance(value, str) else value
