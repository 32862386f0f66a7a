"""One CSV of the archive as rows by column name: its encoding, delimiter, header, and damaged rows.

Most files are UTF-8 with commas. The archive of 2018 mixes in UTF-16LE files with TABs; spreadsheets add a BOM,
semicolons or Windows-1252. ``Connections.csv`` opens with a note of varying length, so the header is looked for, never
counted to. A row is numbered as a spreadsheet numbers it, so that ``row 17`` can be found.
"""

from __future__ import annotations

import codecs
import re
from collections.abc import Callable, Iterable, Iterator
from datetime import date, datetime
from itertools import chain, islice
from operator import itemgetter
from typing import NamedTuple

from connectors.linkedin.dates import BadDate, is_day_first, read_moment
from connectors.linkedin.headers import columns_of
from connectors.records import Ignored, Record, Rejected
from connectors.tables import END, EXCERPT, MARKS, parse

DELIMITERS = (",", "\t", ";")
HEAD_CHARACTERS = 65_536
HEADER_WITHIN = 40
BLOCK = 16
# Letters with accents in MacRoman, which after a letter without mean nothing in Windows-1252.
OF_MAC = re.compile(rb"[a-z][\x81\x87-\x8a\x8c-\x90\x9d\x9f]")
OF_WINDOWS = re.compile(rb"[a-z][\xc0-\xff]")


class Layout(NamedTuple):
    """How one CSV is laid out: its delimiter, which record (from 0) is the header, and key → position."""

    delimiter: str
    header_index: int
    columns: dict[str, int]


class Row:
    """One row, by column key; a column that this generation lacks is empty."""

    __slots__ = ("_cells", "_sheet", "location")

    def __init__(self, location: str, cells: tuple[str, ...], sheet: Sheet) -> None:
        """Remember the cells and where they stand."""
        self.location = location
        self._cells = cells
        self._sheet = sheet

    def __getitem__(self, key: str) -> str:
        """Return the text of a column without the blanks around it."""
        position = self._sheet.columns.get(key)
        return "" if position is None else self._cells[position].strip()

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
    """The rows below the header of one CSV, or those of one domain of a snapshot; ``place`` is what a row is called."""

    columns: dict[str, int]
    records: list[tuple[str, ...]]
    first_row: int
    width: int
    day_first: bool
    observed_on: date | None
    private: frozenset[int]
    place: str = "row"

    @property
    def header_row(self) -> int:
        """The row with the names of the columns, 0 in a snapshot."""
        return self.first_row - 1

    def picker(self, keys: Iterable[str]) -> Callable[[tuple[str, ...]], tuple[str, ...]]:
        """Return what takes these columns out of a row, two at least; one that this generation lacks is empty."""
        positions = [self.columns.get(key, -1) for key in keys]
        pick = itemgetter(*positions)
        return pick if -1 not in positions else lambda cells: pick((*cells, ""))

    def column(self, key: str) -> list[str]:
        """Return the texts of one column, of rows that reach so far."""
        position = self.columns.get(key)
        if position is None:
            return []
        return [cells[position].strip() for cells in self.records if len(cells) > position]

    def distinct(self, *keys: str) -> list[tuple[str, ...]]:
        """Return what stands together in these columns, each once, in the order of its first row."""
        pick = self.picker(keys)
        told = dict.fromkeys(pick(cells) for cells in self.records if len(cells) >= self.width)
        return list(dict.fromkeys(tuple(map(str.strip, texts)) for texts in told))

    def excerpt(self, cells: tuple[str, ...]) -> str:
        """Return the beginning of a row; nothing that somebody wrote, which in a damaged row may stand in any field."""
        if self.private and (len(cells) < self.width or any(cells[self.width :])):
            return ""
        shown = (cell for position, cell in enumerate(cells) if position not in self.private)
        return ",".join(shown).replace(END, "")[:EXCERPT]


def decode(content: bytes) -> str:
    """Return the text of a CSV, or of the head of one, without NULs; every byte sequence has a text."""
    for mark, encoding in MARKS.items():
        if content.startswith(mark):
            return content.decode(encoding, errors="replace").replace(END, "").replace("\ufeff", "")
    try:
        # A head may end in the middle of a letter.
        text = codecs.getincrementaldecoder("utf-8")().decode(content)
    except UnicodeDecodeError:
        text = content.decode("utf-8", errors="replace")
        damaged = text.count("\ufffd")
        if damaged > sum(letter > "\x7f" for letter in text) - damaged:  # saved by a spreadsheet in its own encoding
            is_mac = len(OF_MAC.findall(content)) > len(OF_WINDOWS.findall(content))
            text = content.decode("mac_roman" if is_mac else "cp1252", errors="replace")
    return text.replace(END, "")


def parse_whole(text: str, delimiter: str) -> list[tuple[str, ...]]:
    """Return the records of a CSV, twice as fast where all fields are quoted, as in LinkedIn's messages since 2026.

    Between two quoted fields or rows stand only known characters. Where a field has marks of its own that are not
    doubled, it has been cut wrongly, or not everything is quoted; then the whole text goes the usual way.
    """
    ending = '"\r\n"' if '"\r\n"' in text[:HEAD_CHARACTERS] else '"\n"'
    first, *pieces = text.split(ending)
    if not pieces or not first.startswith('"'):
        return list(map(tuple, parse(text, delimiter)))
    last = pieces.pop()
    between = f'"{delimiter}"'
    # Tuples of texts are nothing to the garbage collector, which goes over a hundred thousand lists again and again.
    records: list[tuple[str, ...]] = []
    for row in (first[1:], *pieces):
        cells = row.split(between)
        if row.count('"') != 2 * (len(cells) - 1):
            for position, cell in enumerate(cells):
                if '"' in cell:
                    cells[position] = bare = cell.replace('""', '"')
                    if 2 * bare.count('"') != cell.count('"'):
                        return list(map(tuple, parse(text, delimiter)))
        records.append(tuple(cells))
    records.extend(map(tuple, parse(f'"{last}', delimiter)))
    return records


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
    records = parse_whole(text, layout.delimiter)
    header = records[layout.header_index]
    width = max(position for position, name in enumerate(header, start=1) if name.strip())
    if not all(width <= len(cells) for cells in records):
        records = _filled([_unwrapped(cells, width, layout.delimiter) for cells in records], width)
    rows = records[layout.header_index + 1 :]
    sheet = Sheet(layout.columns, rows, layout.header_index + 2, width, False, observed_on, frozenset())
    return settled(sheet, dates, texts)


def _unwrapped(cells: tuple[str, ...], width: int, delimiter: str) -> tuple[str, ...]:
    """Return the cells of a row that stands in one.

    A spreadsheet that expects semicolons shows every line in one cell. It saves those that hold quotations as one.
    """
    if len(cells) != 1 or delimiter not in cells[0] or _is_open(cells):
        return cells
    inner = list(parse(cells[0], delimiter))
    return tuple(inner[0]) if len(inner) == 1 and len(inner[0]) == width else cells


def _filled(records: list[tuple[str, ...]], width: int) -> list[tuple[str, ...]]:
    """Return the records with the empty cells that Excel leaves out, of columns that are empty in sixteen rows running.

    Only where every sixteen rows are of one length: a row that was cut off is shorter than its neighbours.
    Source: Microsoft's knowledge base, 77295.
    """
    lengths = [[len(cells) for cells in records[start : start + BLOCK]] for start in range(0, len(records), BLOCK)]
    if any(len(set(block)) > 1 for block in lengths):
        return records
    if len(lengths) == 1 or (len(lengths[-1]) == 1 and lengths[-1] != lengths[-2][:1]):
        return records
    return [cells + ("",) * (width - len(cells)) if any(cells) and not _is_open(cells) else cells for cells in records]


def settled(sheet: Sheet, dates: Iterable[str], texts: Iterable[str]) -> Sheet:
    """Return the sheet knowing its order of day and month, and which columns no excerpt shows."""
    private = frozenset(sheet.columns[key] for key in texts if key in sheet.columns)
    day_first = is_day_first(chain.from_iterable(map(sheet.column, dates)))
    return sheet._replace(day_first=day_first, private=private)


def each(sheet: Sheet, read_row: Callable[[Row], tuple[Record, ...]]) -> Iterator[Record]:
    """Yield the records of every row; a row that cannot be read is rejected, and none is passed over."""
    return each_of(sheet, lambda location, cells: read_row(Row(location, cells, sheet)))


def each_of(sheet: Sheet, read_cells: Callable[[str, tuple[str, ...]], tuple[Record, ...]]) -> Iterator[Record]:
    """Yield what `each` does, of rows as they are: for the file that has a hundred thousand."""
    for number, cells in enumerate(sheet.records, start=sheet.first_row):
        location = f"{sheet.place} {number}"
        # The first look is at what nearly every row is; only the last can have swallowed the end.
        if not (len(cells) == sheet.width and cells[0].strip() and not _is_open(cells)):
            if not cells:
                continue
            if (flaw := _flaw(sheet, location, cells)) is not None:
                yield flaw
                continue
        try:
            yield from read_cells(location, cells)
        except BadDate as bad_date:
            yield Rejected(str(bad_date), location, sheet.excerpt(cells))


def _is_open(cells: tuple[str, ...]) -> bool:
    """Tell whether a row ends in a quotation that is never closed."""
    return cells[-1].endswith(END)


def _flaw(sheet: Sheet, location: str, cells: tuple[str, ...]) -> Rejected | Ignored | None:
    if _is_open(cells):
        swallowed = sum(cell.removesuffix(END).rstrip().count("\n") for cell in cells)
        tail = f": {swallowed} lines that follow are lost in it" if swallowed > 1 else ""
        return Rejected(f"a quotation is never closed{tail}", location, sheet.excerpt(cells))
    if not any(map(str.strip, cells)):
        return Ignored("a row of nothing but commas", location)
    if len(cells) < sheet.width or any(cells[sheet.width :]):
        return Rejected(f"{len(cells)} fields where the header has {sheet.width}", location, sheet.excerpt(cells))
    return None


def count_rows(text: str, escape: str | None) -> int:
    """Return how many rows stand below the first line, whatever they hold."""
    delimiter = "\t" if "\t" in text.partition("\n")[0] else ","
    return max(sum(1 for cells in parse(text, delimiter, escape) if cells) - 1, 0)
