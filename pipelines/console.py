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
    from rich.console import Console, RenderableType

# Addresses and the like are longer; of those, some are cut rather than all tables turned.
_LONGEST_WORD = 18

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


def print_json(value: object) -> None:
    """Write JSON to standard output; in full where its encoding has all characters."""
    text = json_text(value)
    if "utf" not in (sys.stdout.encoding or "utf-8").lower():
        text = "".join(character if character.isascii() else json.dumps(character)[1:-1] for character in text)
    sys.stdout.write(text)


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


def print_rendered(what: RenderableType) -> None:
    """Print what rich lays out, without the blanks that it fills lines with."""
    console = terminal()
    with console.capture() as laid_out:
        console.print(what)
    say(*(line.rstrip() for line in laid_out.get().rstrip("\n").split("\n")))


def print_table(columns: Sequence[str], rows: Iterable[Sequence[Any]], title: str = "", turns: bool = False) -> None:
    """Print rows as a table; numbers to the right, an absent value as nothing.

    Where the terminal is too narrow for the longest words (or, with ``turns``, for every cell on one line), it is
    printed row by row instead, a line for each column.
    """
    from rich import box
    from rich.table import Table
    from rich.text import Text

    body = [list(row) for row in rows]
    cells = [[shown(value) for value in row] for row in body]
    heads = [plain(column) for column in columns]
    widths = _widths(heads, cells, terminal().width - 3 * len(heads) + 1, turns)
    if not widths:
        _print_turned(heads, cells, title)
        return
    table = Table(title=Text(title) if title else None, title_justify="left", box=box.SIMPLE_HEAD, pad_edge=False)
    for number, (head, width) in enumerate(zip(heads, widths, strict=True)):
        values = [row[number] for row in body if row[number] is not None]
        numeric = bool(values) and all(isinstance(value, int | float) and value is not True for value in values)
        table.add_column(Text(head), justify="right" if numeric else "left", overflow="fold", width=width)
    for row in cells:
        table.add_row(*map(Text, row))
    print_rendered(table)


def _widths(heads: Sequence[str], cells: Sequence[Sequence[str]], room: int, whole: bool) -> list[int]:
    """Return how wide each column should be to fit into the room; none where words would be torn apart."""
    from rich.cells import cell_len

    columns = list(zip(heads, *cells, strict=True))
    wanted = [max(map(cell_len, column)) for column in columns]
    words = [max((cell_len(word) for text in column for word in text.split()), default=1) for column in columns]
    least = wanted if whole else [min(word, _LONGEST_WORD) for word in words]
    if sum(least) > room:
        return []
    widths, spare = list(least), room - sum(least)
    lacking = [much - little for much, little in zip(wanted, least, strict=True)]
    # Who lacks least is served first, and in full.
    for served, number in enumerate(sorted(range(len(widths)), key=lacking.__getitem__)):
        given = min(lacking[number], spare // (len(widths) - served))
        widths[number] += given
        spare -= given
    return widths


def _print_turned(heads: Sequence[str], cells: Sequence[Sequence[str]], title: str) -> None:
    width = max(map(len, heads))
    for number, row in enumerate(cells, start=1):
        say(f"{title}, row {number}" if title else f"row {number}")
        say(*(f"  {head:<{width}}  {cell}".rstrip() for head, cell in zip(heads, row, strict=True)))


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
