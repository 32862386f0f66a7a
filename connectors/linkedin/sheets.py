"""One CSV of the archive as rows by column name: its encoding, delimiter, header, and damaged rows.

Most files are UTF-8 with commas. The archive of 2018 mixes in UTF-16LE files with TABs; spreadsheets add a BOM,
semicolons or Windows-1252. ``Connections.csv`` opens with a note of varying length, so the header is looked for, never
counted to. A row is numbered as a spreadsheet numbers it, so that ``row 17`` can be found.
"""

from __future__ import annotations

import codecs
import csv
import io
from collections.abc import Callable, Iterable, Iterator
from datetime import date, datetime
from itertools import chain, islice
from typing import NamedTuple

from connectors.linkedin.dates import BadDate, is_day_first, read_moment
from connectors.linkedin.headers import columns_of
from connectors.records import Ignored, Record, Rejected

# The limit of the csv module, 128 KB, is less than a long message with its HTML; this is the largest that every
# platform takes.
csv.field_size_limit(2**31 - 1)

DELIMITERS = (",", "\t", ";")
HEAD_CHARACTERS = 65_536
HEADER_WITHIN = 40
EXCERPT_LENGTH = 200
# Stripped from the text, then put at its end: a row that holds it has swallowed the end of the file.
END = "\0"

BYTE_ORDER_MARKS = {
    codecs.BOM_UTF8: "utf-8-sig",
    codecs.BOM_UTF16_LE: "utf-16",
    codecs.BOM_UTF16_BE: "utf-16",
}


class Layout(NamedTuple):
    """How one CSV is laid out: its delimiter, which record (from 0) is the header, and key → position."""

    delimiter: str
    header_index: int
    columns: dict[str, int]


class Row:
    """One row, by column key; a column that this generation lacks is empty."""

    __slots__ = ("_cells", "_sheet", "location")

    def __init__(self, location: str, cells: list[str], sheet: Sheet) -> None:
        """Remember the cells and where they stand."""
        self.location = location
        self._cells = cells
        self._sheet = sheet

    def __getitem__(self, key: str) -> str:
        """Return the text of a column without the blanks around it."""
        position = self._sheet.columns.get(key)
        return "" if position is None else self._cells[position].strip()

    def texts(self, positions: list[int]) -> list[str]:
        """Return the texts of many columns at once, in the order of `Sheet.positions`; far cheaper than one by one."""
        cells = (*self._cells, "")
        return [cells[position].strip() for position in positions]

    def moment(self, key: str) -> datetime:
        """Return the UTC time in a column; raise `BadDate`."""
        return read_moment(self[key], self._sheet.day_first)

    @property
    def day_first(self) -> bool:
        """Whether the numeric dates of this file put the day before the month."""
        return self._sheet.day_first

    @property
    def observed_on(self) -> date | None:
        """The day of the export."""
        return self._sheet.observed_on


class Sheet(NamedTuple):
    """The rows below the header of one CSV."""

    columns: dict[str, int]
    records: list[list[str]]
    first_row: int
    width: int
    day_first: bool
    observed_on: date | None
    private: frozenset[int]

    def positions(self, keys: Iterable[str]) -> list[int]:
        """Return where the columns are, for `Row.texts`; one that this generation lacks is behind the last."""
        return [self.columns.get(key, -1) for key in keys]

    def column(self, key: str) -> Iterator[str]:
        """Yield the texts of one column, of rows that reach so far."""
        position = self.columns.get(key)
        if position is not None:
            yield from (cells[position].strip() for cells in self.records if len(cells) > position)

    def excerpt(self, cells: list[str]) -> str:
        """Return the beginning of a row; nothing that somebody wrote, which in a damaged row may stand in any field."""
        if self.private and (len(cells) < self.width or any(cells[self.width :])):
            return ""
        shown = (cell for position, cell in enumerate(cells) if position not in self.private)
        return ",".join(shown).replace(END, "")[:EXCERPT_LENGTH]


def decode(content: bytes) -> str:
    """Return the text of a CSV, or of the head of one, without NULs; every byte sequence has a text."""
    for mark, encoding in BYTE_ORDER_MARKS.items():
        if content.startswith(mark):
            return content.decode(encoding, errors="replace").replace(END, "").replace("\ufeff", "")
    try:
        # A head may end in the middle of a letter.
        text = codecs.getincrementaldecoder("utf-8")().decode(content)
    except UnicodeDecodeError:
        text = content.decode("utf-8", errors="replace")
        damaged = text.count("\ufffd")
        if damaged > sum(letter > "\x7f" for letter in text) - damaged:  # saved by a spreadsheet in its own encoding
            text = content.decode("cp1252", errors="replace")
    return text.replace(END, "")


def parse(text: str, delimiter: str, escape: str | None = None) -> Iterator[list[str]]:
    """Yield the records of a CSV, blank lines as ``[]``; a record that never ends ends with `END`."""
    lines = chain(io.StringIO(text, newline=""), (END,))
    for cells in csv.reader(lines, delimiter=delimiter, escapechar=escape):
        if cells != [END]:
            yield cells


def layouts(text: str) -> Iterator[Layout]:
    """Yield every reading of the head of a CSV that could be its header, the likeliest first."""
    for delimiter in DELIMITERS:
        records = islice(parse(text[:HEAD_CHARACTERS], delimiter), HEADER_WITHIN)
        for index, cells in enumerate(records):
            if columns := columns_of(cells):
                yield Layout(delimiter, index, columns)


def read_sheet(
    text: str, layout: Layout, dates: Iterable[str], texts: Iterable[str], observed_on: date | None
) -> Sheet:
    """Return the rows of a CSV whose header is known.

    Args:
        text: The whole file.
        layout: Where its header is.
        dates: Keys of the columns of dates, which settle the order of day and month.
        texts: Keys of the columns of what somebody wrote, which no excerpt shows.
        observed_on: The day of the export.
    """
    records = list(parse(text, layout.delimiter))
    header = records[layout.header_index]
    width = max(position for position, name in enumerate(header, start=1) if name.strip())
    rows = records[layout.header_index + 1 :]
    private = frozenset(layout.columns[key] for key in texts if key in layout.columns)
    sheet = Sheet(layout.columns, rows, layout.header_index + 2, width, False, observed_on, private)
    return sheet._replace(day_first=is_day_first(chain.from_iterable(map(sheet.column, dates))))


def each(sheet: Sheet, read_row: Callable[[Row], tuple[Record, ...]]) -> Iterator[Record]:
    """Yield the records of every row; a row that cannot be read is rejected, and none is passed over."""
    for number, cells in enumerate(sheet.records, start=sheet.first_row):
        if not cells:
            continue
        location = f"row {number}"
        if cells[-1].endswith(END):
            yield Rejected("a quotation is never closed", location, sheet.excerpt(cells))
        elif not any(map(str.strip, cells)):
            yield Ignored("a row of nothing but commas", location)
        elif len(cells) < sheet.width or any(cells[sheet.width :]):
            reason = f"{len(cells)} fields where the header has {sheet.width}"
            yield Rejected(reason, location, sheet.excerpt(cells))
        else:
            try:
                yield from read_row(Row(location, cells, sheet))
            except BadDate as flaw:
                yield Rejected(str(flaw), location, sheet.excerpt(cells))


def count_rows(text: str, escape: str | None) -> int:
    """Return how many rows stand below the first line, whatever they hold."""
    delimiter = "\t" if "\t" in text.partition("\n")[0] else ","
    return max(sum(1 for cells in parse(text, delimiter, escape) if cells) - 1, 0)
