"""Tables as programs export them: CSV in any of the usual encodings, with commas, semicolons, tabs or bars.

Columns are found by the names in the header, whatever their case, spacing and accents, in any language that the reader
lists; never by position. Rows are read one by one, so a large table takes little memory. A row is numbered as a
spreadsheet numbers it.
"""

from __future__ import annotations

import codecs
import csv
import io
import re
import unicodedata
from collections.abc import Iterable, Iterator, Mapping
from itertools import chain, islice
from typing import NamedTuple

from connectors.records import Ignored, Rejected
from connectors.source import Source

# The limit of the csv module, 128 KB, is less than a long message; this is the largest that every platform takes.
csv.field_size_limit(2**31 - 1)

HEAD_BYTES = 65_536
HEADER_WITHIN = 5
EXCERPT = 200
DELIMITERS = (",", ";", "\t", "|")
MARKS = {
    codecs.BOM_UTF8: "utf-8-sig",
    codecs.BOM_UTF16_LE: "utf-16",
    codecs.BOM_UTF16_BE: "utf-16",
}
# What Windows calls ANSI, by its language; the names of columns tell.
UNMARKED = ("cp1252", "cp1251", "cp932")
LONGEST_NAME = 80
NOT_TEXT = re.compile(rb"[\x00-\x08\x0e-\x1f]")
# What stands in JSON between commas looks like names of columns, now and then: ``"First Name": ""``.
JSON = re.compile(r"\ufeff?\s*[{[]\s*[\"{}[\]]").match
# Put at the end of the text: a row that holds it has swallowed the end of the file.
END = "\0"

Aliases = Mapping[str, str]
"""The name of a column by the key (see `key`) of what it may be called."""


class Layout(NamedTuple):
    """How a table is laid out. ``columns`` are positions by name, ``header`` all names as written."""

    encoding: str
    delimiter: str
    header_row: int
    header: list[str]
    columns: dict[str, int]


class Row(NamedTuple):
    """One row: ``cells`` by the name of the column, without the blanks around them."""

    location: str
    cells: dict[str, str]


def key(text: str) -> str:
    """Return the letters and digits of a header, without case and accents: ``anom`` for ``À : (nom)``."""
    decomposed = unicodedata.normalize("NFKD", text.casefold())
    return "".join(letter for letter in decomposed if letter.isalnum())


def aliases(words: Mapping[str, str]) -> dict[str, str]:
    """Return the name of each column by the keys that it may bear, from name → the keys, separated by blanks."""
    return {key(word): name for name, line in words.items() for word in line.split()}


def layout_of(head: bytes, names: Aliases, needed: Iterable[frozenset[str]]) -> Layout | None:
    """Return the layout of a table that has one of the ``needed`` sets of columns, ``None`` of any other."""
    encoding = encoding_of(head)
    # Every file of an inbox comes by here, and most are no tables.
    if encoding != "utf-16" and NOT_TEXT.search(head, 0, 1024):
        return None
    needed = tuple(needed)
    encodings = UNMARKED if encoding == UNMARKED[0] else (encoding,)
    return next(filter(None, (_layout(head, encoding, names, needed) for encoding in encodings)), None)


def _layout(head: bytes, encoding: str, names: Aliases, needed: tuple[frozenset[str], ...]) -> Layout | None:
    text = codecs.getincrementaldecoder(encoding)("replace").decode(head)
    if JSON(text):
        return None
    for delimiter in DELIMITERS:
        for number, cells in enumerate(islice(parse(text, delimiter), HEADER_WITHIN)):
            columns: dict[str, int] = {}
            for position, cell in enumerate(cells):
                if len(cell) <= LONGEST_NAME and (name := names.get(key(cell))):
                    columns.setdefault(name, position)
            if any(choice <= columns.keys() for choice in needed):
                return Layout(encoding, delimiter, number + 1, cells, columns)
    return None


def encoding_of(head: bytes) -> str:
    """Return the encoding of a text by its beginning: by its mark, else UTF-8, else Windows-1252."""
    for mark, encoding in MARKS.items():
        if head.startswith(mark):
            return encoding
    try:
        codecs.getincrementaldecoder("utf-8")().decode(head)  # it may end in the middle of a letter
    except UnicodeDecodeError:
        return UNMARKED[0]
    return "utf-8"


def rows(source: Source, layout: Layout) -> Iterator[Row | Rejected | Ignored]:
    """Yield the rows below the header; what is no row of this table as `Rejected`, an empty one as `Ignored`."""
    with source.open() as stream:
        text = io.TextIOWrapper(stream, layout.encoding, "replace", newline="")
        try:
            records = enumerate(parse(text, layout.delimiter), start=1)
            for number, cells in islice(records, layout.header_row, None):
                if cells:
                    yield _row(f"row {number}", cells, layout)
        finally:
            text.detach()  # the stream is closed by who opened it


def _row(location: str, cells: list[str], layout: Layout) -> Row | Rejected | Ignored:
    width, excerpt = len(layout.header), layout.delimiter.join(cells).replace(END, "")[:EXCERPT]
    if cells[-1].endswith(END):
        return Rejected("a quotation is never closed", location, excerpt)
    if not any(map(str.strip, cells)):
        return Ignored("a row of nothing but commas", location)
    if any(cells[width:]) or len(cells) <= min(layout.columns.values()):
        return Rejected(f"{len(cells)} fields where the header has {width}", location, excerpt)
    found = ((name, cells[position].strip()) for name, position in layout.columns.items() if position < len(cells))
    return Row(location, {name: cell for name, cell in found if cell})


def parse(text: str | Iterable[str], delimiter: str, escape: str | None = None) -> Iterator[list[str]]:
    """Yield the rows of a CSV or of its lines, blank lines as ``[]``; a row that never ends ends with `END`."""
    lines = io.StringIO(text, newline="") if isinstance(text, str) else text
    whole = chain((line.replace(END, "") for line in lines), (END,))
    for cells in csv.reader(whole, delimiter=delimiter, escapechar=escape):
        if cells != [END]:
            yield cells
