"""Write to the terminal: every text that comes from an export is hostile until its control characters are gone."""

from __future__ import annotations

import json
import math
import os
import re
import sys
import unicodedata
from collections.abc import Iterable, Mapping, Sequence
from datetime import date, datetime, time
from decimal import Decimal
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from rich.console import Console

# Cc: controls, ANSI escapes; Cf: bidirectional overrides, invisible characters; Cs: lone surrogates, which cannot be
# encoded; Co, Cn: private and unassigned; Zl, Zp: line and paragraph separators.
_UNSAFE_CATEGORIES = {"Cc", "Cf", "Cs", "Co", "Cn", "Zl", "Zp"}
# The joiners that emoji and the scripts of India and Persia are written with; harmless by themselves.
_JOINERS = "\u200c\u200d"


# Sequences that steer a terminal: colours and cursor (CSI), titles and links (OSC, up to BEL or ST), two-byte ones.
_ESCAPES = re.compile(r"\x1b(\[[0-?]*[ -/]*[@-~]|\][^\x07\x1b]*(\x07|\x1b\\)?|[@-Z\\^_])")


def plain(value: object) -> str:
    """Return the text of a value as one line without control, bidirectional or invisible characters."""
    text = "" if value is None else str(value)
    if text.isascii() and text.isprintable():
        return text
    return "".join(_shown(character) for character in _ESCAPES.sub("", text))


def _shown(character: str) -> str:
    if character in "\n\r\t":
        return " "
    if character in _JOINERS or unicodedata.category(character) not in _UNSAFE_CATEGORIES:
        return character
    return ""


def json_text(value: object) -> str:
    """Return JSON for people and programs alike: texts in full, but for unsafe characters, which stay escaped."""
    text = json.dumps(_jsonable(value), ensure_ascii=False, indent=2)
    return "".join(_json_character(character) for character in text) + "\n"


def _jsonable(value: object) -> object:
    if isinstance(value, dict):
        return {str(key): _jsonable(item) for key, item in value.items()}
    if isinstance(value, list | tuple):
        return [_jsonable(item) for item in value]
    if isinstance(value, date | time):
        return value.isoformat()
    if isinstance(value, Decimal):
        return float(value)
    if isinstance(value, float):
        return value if math.isfinite(value) else None  # JSON knows neither NaN nor infinity
    return value if value is None or isinstance(value, str | int) else str(value)


def _json_character(character: str) -> str:
    if character.isascii() or unicodedata.category(character) not in _UNSAFE_CATEGORIES:
        return character
    return json.dumps(character)[1:-1]


def say(*lines: str) -> None:
    """Write lines to standard output."""
    for line in lines:
        sys.stdout.write(f"{line}\n")


def warn(line: str) -> None:
    """Write one line to standard error, in the name of the program."""
    sys.stderr.write(f"keepwarm: {plain(line)}\n")


def terminal() -> Console:
    """Return a console on standard output that interprets no markup, emoji codes or links of its own."""
    from rich.console import Console  # 40 ms that a command without a table need not pay

    knows_width = sys.stdout.isatty() or "COLUMNS" in os.environ
    return Console(markup=False, emoji=False, highlight=False, width=None if knows_width else 110)


def error_terminal() -> Console:
    """Return a console on standard error, for progress."""
    from rich.console import Console

    return Console(stderr=True, markup=False, emoji=False, highlight=False)


def print_table(columns: Sequence[str], rows: Iterable[Sequence[Any]], title: str = "", turns: bool = False) -> None:
    """Print rows as a table; numbers to the right, an absent value as nothing.

    With ``turns``, a table wider than the terminal is printed row by row instead, a line for each column.
    """
    from rich import box
    from rich.measure import Measurement
    from rich.table import Table
    from rich.text import Text

    body = [list(row) for row in rows]
    table = Table(title=Text(title) if title else None, title_justify="left", box=box.SIMPLE_HEAD, pad_edge=False)
    for number, column in enumerate(columns):
        values = [row[number] for row in body if row[number] is not None]
        numeric = bool(values) and all(isinstance(value, int | float) and value is not True for value in values)
        table.add_column(Text(plain(column)), justify="right" if numeric else "left", overflow="fold")
    for row in body:
        table.add_row(*(Text(shown(value)) for value in row))
    console = terminal()
    if turns and Measurement.get(console, console.options.update(max_width=10_000), table).maximum > console.width:
        _print_turned(columns, body)
    else:
        console.print(table)


def _print_turned(columns: Sequence[str], rows: Sequence[Sequence[Any]]) -> None:
    width = max(map(len, columns))
    for number, row in enumerate(rows, start=1):
        say(f"row {number}")
        say(*(f"  {plain(column):<{width}}  {shown(value)}" for column, value in zip(columns, row, strict=True)))


def print_records(records: Sequence[Mapping[str, Any]], columns: Sequence[str] = (), title: str = "") -> None:
    """Print rows of the same columns as a table, these columns or all; at least one row."""
    chosen = columns or list(records[0])
    print_table(
        [column.replace("_", " ") for column in chosen], [[row[column] for column in chosen] for row in records], title
    )


def shown(value: object) -> str:
    """Return a value of a query as a reader wants it: yes and no, lists with commas, times without a zone's noise."""
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, float):
        return f"{value:.4g}" if abs(value) < 1000 else f"{value:,.0f}"
    if isinstance(value, datetime):
        return value.isoformat(" ", "seconds")
    if isinstance(value, list | tuple):
        return ", ".join(shown(item) for item in value)
    if isinstance(value, dict):
        return ", ".join(f"{plain(key)}: {shown(item)}" for key, item in value.items())
    return plain(value)
