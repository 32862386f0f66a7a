"""Read the cells of an Excel workbook (ECMA-376, SpreadsheetML): its sheets as rows of text, nothing else of it.

Formulas are not run, links not followed; a date is a number of days, as a spreadsheet keeps it.
"""

from __future__ import annotations

import re
import zipfile
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date, timedelta
from pathlib import Path
from xml.etree import ElementTree

# A list of thousands of actions takes less; what is larger was made to fill the memory.
MOST_BYTES = 32 * 1024 * 1024

_MAIN = "{http://schemas.openxmlformats.org/spreadsheetml/2006/main}"
_STRICT = "{http://purl.oclc.org/ooxml/spreadsheetml/main}"
_SHEET = re.compile(r"xl/worksheets/[^/]+\.xml", re.IGNORECASE)
_PLACE = re.compile(r"([A-Z]{1,3})\d+")


class NotAWorkbook(Exception):
    """The file is none, is damaged, or is too large."""


def sheets(path: Path) -> Iterator[list[tuple[int, dict[int, str]]]]:
    """Yield each sheet as (row number, column number from 0 → text); raise `NotAWorkbook`."""
    with _opened(path) as archive:
        names = archive.namelist()
        if "xl/workbook.xml" not in names:
            raise NotAWorkbook
        strings = _shared_strings(archive) if "xl/sharedStrings.xml" in names else []
        for name in sorted(filter(_SHEET.fullmatch, names)):
            yield _rows(_parsed(archive, name), strings)


def counts_from_1904(path: Path) -> bool:
    """Tell whether days are counted from 1904, as old Macintoshes did; raise `NotAWorkbook`."""
    with _opened(path) as archive:
        properties = _parsed(archive, "xl/workbook.xml").find(f"{_MAIN}workbookPr")
    return properties is not None and properties.get("date1904") in ("1", "true")


def day(serial: str, from_1904: bool) -> date | None:
    """Return the day that a number stands for; ``None`` where it stands for none that a person would mean."""
    try:
        number = int(float(serial))
        found = (date(1904, 1, 1) if from_1904 else date(1899, 12, 30)) + timedelta(days=number)
    except (ValueError, OverflowError):
        return None
    return found if 2000 <= found.year < 2200 else None


@contextmanager
def _opened(path: Path) -> Iterator[zipfile.ZipFile]:
    from connectors.archives.unpacking import Flawed, damage_told  # which a run without a workbook need not pay for

    try:
        with damage_told(), zipfile.ZipFile(path) as archive:
            yield archive
    except Flawed as error:
        raise NotAWorkbook from error


def _parsed(archive: zipfile.ZipFile, name: str) -> ElementTree.Element:
    if archive.getinfo(name).file_size > MOST_BYTES:
        raise NotAWorkbook
    with archive.open(name) as stream:
        content = stream.read(MOST_BYTES)
    # No spreadsheet program writes a document type; entities in one can grow without end.
    if b"<!DOCTYPE" in content[:4096]:
        raise NotAWorkbook
    return _in_main_namespace(ElementTree.fromstring(content))


def _in_main_namespace(root: ElementTree.Element) -> ElementTree.Element:
    for element in root.iter():
        element.tag = element.tag.replace(_STRICT, _MAIN)
    return root


def _shared_strings(archive: zipfile.ZipFile) -> list[str]:
    return [_text(item) for item in _parsed(archive, "xl/sharedStrings.xml").iter(f"{_MAIN}si")]


def _text(item: ElementTree.Element) -> str:
    # Not the readings (rPh) that Japanese text may bear.
    runs = [item, *item.findall(f"{_MAIN}r")]
    return "".join(text.text or "" for run in runs for text in run.findall(f"{_MAIN}t"))


def _rows(sheet: ElementTree.Element, strings: list[str]) -> list[tuple[int, dict[int, str]]]:
    rows = []
    for count, row in enumerate(sheet.iter(f"{_MAIN}row"), start=1):
        cells: dict[int, str] = {}
        for cell in row.findall(f"{_MAIN}c"):
            place = _PLACE.fullmatch(cell.get("r") or "")
            column = _column(place[1]) if place else max(cells, default=-1) + 1
            cells[column] = _value(cell, strings)
        number = row.get("r") or ""
        rows.append((int(number) if number.isdigit() else count, cells))
    return rows


def _column(letters: str) -> int:
    number = 0
    for letter in letters:
        number = number * 26 + ord(letter) - ord("A") + 1
    return number - 1


def _value(cell: ElementTree.Element, strings: list[str]) -> str:
    if cell.get("t") == "inlineStr":
        inline = cell.find(f"{_MAIN}is")
        return "" if inline is None else _text(inline)
    value = cell.findtext(f"{_MAIN}v") or ""
    if cell.get("t") == "s":
        return strings[int(value)] if value.isdigit() and int(value) < len(strings) else ""
    return value
