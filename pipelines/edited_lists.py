"""Recognise the lists that keepwarm wrote and somebody edited, as CSV or Excel workbook, and read their rows.

Spreadsheets save CSV in their own ways: with a mark or in UTF-16, in the code page of the machine, with semicolons or
tabs, and with dates as the country writes them.
"""

from __future__ import annotations

import codecs
import csv
import io
import re
from collections.abc import Iterable, Mapping
from datetime import date
from pathlib import Path
from typing import NamedTuple

from pipelines import workbook_cells

NEEDED = frozenset({"action_id", "state"})
SUFFIXES = frozenset({".csv", ".tsv", ".txt", ".xlsx", ".xlsm"})
MOST_BYTES = 16 * 1024 * 1024
# Somebody may have put a title above the header.
_HEADER_WITHIN = 20
_HEAD_BYTES = 8192

_YEAR_FIRST = re.compile(r"(\d{4})[-/.](\d{1,2})[-/.](\d{1,2})(?:[T ].*)?")
_YEAR_LAST = re.compile(r"(\d{1,2})([-/.])(\d{1,2})\2(\d{4}|\d{2})(?:[T ].*)?")


class Row(NamedTuple):
    """One edited row: its number in the file, and the texts of the columns that matter, ``""`` where absent."""

    number: int
    action_id: str
    state: str
    snooze_until: str
    note: str


class EditedList(NamedTuple):
    """The rows of one list. ``is_day_first`` is how its dates are written; ``None`` where nothing tells."""

    rows: tuple[Row, ...]
    is_day_first: bool | None
    is_workbook: bool
    counts_from_1904: bool = False

    def day(self, text: str) -> date | None:
        """Return the day that a text of this list names; ``None`` where it names none, or could name two."""
        if self.is_workbook and re.fullmatch(r"\d+(\.\d+)?", text):
            return workbook_cells.day(text, self.counts_from_1904)
        if found := _YEAR_FIRST.fullmatch(text):
            return _date(found[1], found[2], found[3])
        if found := _YEAR_LAST.fullmatch(text):
            first, mark, second = found[1], found[2], found[3]
            year = found[4] if len(found[4]) == 4 else f"20{found[4]}"
            as_day_first, as_month_first = _date(year, second, first), _date(year, first, second)
            if mark == "." or first == second:
                return as_day_first
            if self.is_day_first is None:
                return as_day_first if as_month_first is None else as_month_first if as_day_first is None else None
            return as_day_first if self.is_day_first else as_month_first
        return None


def is_list(path: Path) -> bool:
    """Tell by its content whether a file is one of keepwarm's lists; unreadable ones are not."""
    if path.suffix.lower() not in SUFFIXES:
        return False
    try:
        if path.stat().st_size > MOST_BYTES:
            return False
        with path.open("rb") as stream:
            head = stream.read(_HEAD_BYTES)
        if not head.startswith(b"PK"):
            return _names_columns(head)
        read(path)
        return True
    except (OSError, ValueError, workbook_cells.NotAWorkbook):
        return False


def read(path: Path) -> EditedList:
    """Read a list; raise ValueError or `workbook_cells.NotAWorkbook` for what is none, OSError as it comes."""
    with path.open("rb") as stream:
        content = stream.read(MOST_BYTES)
    if not content.startswith(b"PK"):
        return _list_of(_csv_rows(_decoded(content)), is_workbook=False)
    for rows in workbook_cells.sheets(path):
        if any(_header_of(cells) for _, cells in rows[:_HEADER_WITHIN]):
            found = _list_of(rows, is_workbook=True)
            return found._replace(counts_from_1904=workbook_cells.counts_from_1904(path))
    raise ValueError("no sheet of it is a list")


def _names_columns(head: bytes) -> bool:
    rows = _csv_rows(_decoded(head, is_whole=False))
    return any(_header_of(cells) for _, cells in rows[:_HEADER_WITHIN])


def _decoded(content: bytes, *, is_whole: bool = True) -> str:
    if content.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
        return content.decode("utf-16", "strict" if is_whole else "ignore")
    try:
        return codecs.getincrementaldecoder("utf-8-sig")().decode(content, final=is_whole)
    except UnicodeDecodeError:
        return content.decode("cp1252", "replace")


def _csv_rows(text: str) -> list[tuple[int, dict[int, str]]]:
    lines = text.splitlines()[:_HEADER_WITHIN]
    heading = next((line for line in lines if "action_id" in line.lower()), "")
    delimiter = max(",;\t", key=heading.count)
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=delimiter)
    try:
        return [(number, dict(enumerate(row))) for number, row in enumerate(reader, start=1)]
    except csv.Error as error:
        raise ValueError("it is no CSV") from error


def _header_of(cells: Mapping[int, str]) -> dict[str, int]:
    named = {text.strip().lower(): column for column, text in cells.items()}
    return named if named.keys() >= NEEDED else {}


def _list_of(rows: list[tuple[int, dict[int, str]]], *, is_workbook: bool) -> EditedList:
    place = next((n for n, (_, cells) in enumerate(rows[:_HEADER_WITHIN]) if _header_of(cells)), None)
    if place is None:
        raise ValueError("it has no header of a list")
    header = _header_of(rows[place][1])

    def text(cells: Mapping[int, str], name: str) -> str:
        # The apostrophe keeps a spreadsheet from running a cell as a formula: see `comma_separated.harmless`.
        return cells.get(header.get(name, -1), "").strip().removeprefix("'").strip()

    body = [(number, cells) for number, cells in rows[place + 1 :] if any(cell.strip() for cell in cells.values())]
    days = [text(cells, name) for _, cells in body for name in ("due_on", "snooze_until")]
    return EditedList(
        tuple(
            Row(number, *(text(cells, name) for name in ("action_id", "state", "snooze_until", "note")))
            for number, cells in body
        ),
        _is_day_first(days),
        is_workbook,
    )


def _is_day_first(days: Iterable[str]) -> bool | None:
    found = [match for match in map(_YEAR_LAST.fullmatch, days) if match]
    if any(int(match[1]) > 12 for match in found):
        return True
    return False if any(int(match[3]) > 12 for match in found) else None


def _date(year: str, month: str, day: str) -> date | None:
    try:
        return date(int(year), int(month), int(day))
    except ValueError:
        return None
