"""LinkedIn's data export ("Get a copy of your data"): one unit is one CSV, in a zip, an unpacked folder, or alone.

The answers of its portability API, JSON, tell the same records: see `connectors.linkedin.snapshots`.

Archives are called ``Basic_LinkedInDataExport_MM-DD-YYYY.zip`` (partial) and ``Complete_…``; every file in them is
optional, and the date of the export stands nowhere else. Headers have changed five times since 2018: they are found by
the names of columns. `connectors.linkedin.files` says of every file which function reads it, or why it is ignored.

Sources: LinkedIn help a1339364 and a566336; format notes on some thirty real archives of 2018 to 2026
(github.com/ericcgladstone-maker/org-signal, docs/formats/linkedin.md). Read in 2026.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from contextlib import suppress
from datetime import date
from pathlib import PurePath

from connectors.linkedin.files import (
    BACKSLASH_ESCAPED,
    COMMON_NAMES,
    IGNORED,
    READERS,
    TELLING_NAMES,
    file_key,
    find_reader,
    is_known,
    member_reason,
)
from connectors.linkedin.sheets import count_rows, decode, read_sheet
from connectors.linkedin.snapshots import is_snapshot, read_snapshots
from connectors.records import Ignored, Record, Rejected
from connectors.source import Source
from connectors.tables import EXCERPT

VERSION = 5

SNAPSHOT_SUFFIXES = (".json", ".jsonl", ".ndjson")
ARCHIVE = re.compile(r"linked_?in_?data_?export", re.IGNORECASE)
EXPORTED_ON = re.compile(r"linked_?in.*?(?<!\d)(\d{1,2})-(\d{1,2})-(\d{4})(?!\d)", re.IGNORECASE)
SAVED_ON = re.compile(r"linked_?in.*?(?<!\d)(\d{4}-\d{2}-\d{2})(?!\d)", re.IGNORECASE)


def recognizes(source: Source) -> bool:
    """Tell whether this is a CSV of LinkedIn's (in an archive by its name, anywhere by its header) or a snapshot."""
    if source.files or source.offset or source.length is not None:
        return False
    suffix, key = PurePath(source.name.lower()).suffix, file_key(source.name)
    if suffix in SNAPSHOT_SUFFIXES:
        with suppress(Exception):
            return is_snapshot(source.head())
    if suffix != ".csv":
        return False
    with suppress(Exception):  # whatever is wrong with the file, it is not recognized
        if is_known(key) and (key not in COMMON_NAMES or _is_in_archive(source)):
            return True
        return find_reader(key, decode(source.head())) is not None
    return False


def split(source: Source) -> Iterator[Source]:
    """Yield the file whole: the longest are a few ten megabytes."""
    yield source


def context(source: Source) -> str:
    """Return the key of the file's name, where that decides how it is read, and the day of the export."""
    key = file_key(source.name)
    return f"{key if is_known(key) else ''} {source.observed_on or ''}".strip()


def read(source: Source) -> Iterator[Record]:
    """Yield the records of one CSV.

    Every row below the header is a contact, interaction, tenure or skill (a connection is a contact and, under the same
    location, an interaction), or `Rejected`, or `Ignored`. Of a file with an unknown header the header is rejected, and
    its rows are counted as ignored.
    """
    content = source.read_bytes()
    if PurePath(source.name.lower()).suffix in SNAPSHOT_SUFFIXES:
        yield from read_snapshots(content, source.observed_on)
        return
    text = decode(content)
    key = file_key(source.name)
    if key in IGNORED:
        yield Ignored(IGNORED[key], "all rows", count_rows(text, "\\" if key in BACKSLASH_ESCAPED else None))
        return
    found = find_reader(key, text)
    if found is None:
        yield from _unknown(text, key)
        return
    reader, layout = found
    yield from reader.read(read_sheet(text, layout, reader.dates, reader.texts, source.observed_on))


def export_date(archive_name: str) -> date | None:
    """Return the day of the export from the name of its zip or folder, which ends in ``MM-DD-YYYY``.

    A snapshot that the member saved bears the name they gave it: ``linkedin-2026-03-09.json`` tells its day too.
    """
    with suppress(ValueError):
        if match := EXPORTED_ON.search(archive_name):
            return date(int(match[3]), int(match[1]), int(match[2]))
        if match := SAVED_ON.search(archive_name):
            return date.fromisoformat(match[1])
    return None


def ignored_member(name: str) -> str:
    """Return why a member of an archive that is no CSV is knowingly ignored, ``""`` where it is a CSV or unknown."""
    return member_reason(name)


def _is_in_archive(source: Source) -> bool:
    """Tell whether a file belongs to an archive: it is a member, or its folder has the name or the files of one."""
    if source.member or source.observed_on:
        return True
    folders = [source.path.parent, source.path.parent.parent]
    if any(ARCHIVE.search(part) for part in PurePath(source.path).parts):
        return True
    return any((folder / name).is_file() for folder in folders for name in TELLING_NAMES)


def _unknown(text: str, key: str) -> Iterator[Record]:
    """Reject an unknown header; it is not shown where it might be what somebody wrote."""
    header = next((line for line in text.splitlines() if line.strip()), "")
    if not header:
        yield Rejected("the file is empty", "row 1")
        return
    reason = "unknown header: LinkedIn has changed this file, or it is not LinkedIn's"
    reader = READERS.get(key)
    yield Rejected(reason, "row 1", "" if reader and reader.texts else header[:EXCERPT])
    if rows := count_rows(text, None):
        yield Ignored("rows under an unknown header", "all rows", rows)
