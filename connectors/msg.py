"""Messages, contacts and meetings that were dragged out of Outlook: ``.msg`` (MS-OXMSG), one item a file.

A compound file with a stream for each property of variable length (``__substg1.0_0037001F``: number and type, here the
subject in UTF-16) and a table of the others (``__properties_version1.0``), again for each recipient
(``__recip_version1.0_#00000000``). What the properties mean, `connectors.outlook.mapi` says, and of meetings
`connectors.outlook.appointments`. Reading takes no library:
the attachments and bodies, which are the hard part, are never looked at.
"""

from __future__ import annotations

import codecs
import re
import struct
from collections.abc import Iterator
from contextlib import suppress
from datetime import UTC, datetime, timedelta
from pathlib import PurePosixPath
from typing import Any

from connectors.inbox import shown
from connectors.mail import folders
from connectors.mail.folders import Folder
from connectors.outlook.compound_files import MAGIC, CompoundFile, DamagedFile
from connectors.outlook.mapi import OF_ITEM, is_appointment, record
from connectors.outlook.named_properties import known_as, numbers
from connectors.outlook.properties import OF_RECIPIENTS, Properties
from connectors.records import Record, Rejected
from connectors.source import Source

VERSION = 6

TABLE = "__properties_version1.0"
NAMES = "__nameid_version1.0"
NAME_ENTRIES, NAME_SETS = (NAMES, "__substg1.0_00030102"), (NAMES, "__substg1.0_00020102")
VARIABLE = re.compile(r"__substg1\.0_([0-9A-F]{4})(001E|001F|0102)", re.IGNORECASE)
BINARY = "0102"
ENCODINGS = {"001F": "utf-16-le"}
RECIPIENT = re.compile(r"__recip_version1\.0_#[0-9A-F]{8}", re.IGNORECASE)
# The table begins with counters: eight bytes for a recipient, and more for the message itself.
HEADER_OF_MESSAGE, HEADER_OF_RECIPIENT = 32, 8
INTEGER, BOOLEAN, TIME = 0x03, 0x0B, 0x40
CODE_PAGES = (0x3FFD, 0x3FDE)
USUAL_CODE_PAGE = "cp1252"
UNICODE_CODE_PAGES = {65001: "utf-8", 1200: "utf-16-le", 20127: "cp1252", 28591: "cp1252"}
EPOCH = datetime(1601, 1, 1, tzinfo=UTC)
LONGEST_VALUE = 1024 * 1024
# Outlook attaches no more than 150 MB.
LONGEST_FILE = 256 * 1024 * 1024
MOST_RECIPIENTS = 10_000


def recognizes(source: Source) -> bool:
    """Tell whether this is a compound file with the table of properties that Outlook's items have."""
    if source.files or source.offset or source.length is not None:
        return False
    with suppress(Exception):  # whatever is wrong with the file, it is not recognized
        head = source.head()
        return head.startswith(MAGIC) and (source.name.lower().endswith(".msg") or TABLE.encode("utf-16-le") in head)
    return False


def split(source: Source) -> Iterator[Source]:
    """Yield the file whole."""
    yield source


def context(source: Source) -> str:
    """Return the name of the folder that the file lies in."""
    return _folder(source).name


def read(source: Source) -> Iterator[Record]:
    """Yield the record of the item."""
    location = shown(source.name)
    with source.open() as stream:
        content = stream.read(LONGEST_FILE)
    try:
        file = CompoundFile(content)
    except DamagedFile:
        yield Rejected("the Outlook message is damaged", location)
        return
    if (TABLE,) not in file.streams:
        yield Rejected("an old Office document, not an Outlook message", location)
        return
    storages = sorted({path[0] for path in file.streams if len(path) == 2 and RECIPIENT.fullmatch(path[0])})
    names = numbers(file.read(NAME_ENTRIES, LONGEST_VALUE), file.read(NAME_SETS, LONGEST_VALUE))
    item = properties(file, (), names, OF_ITEM)
    if is_appointment(item):
        from connectors.outlook.appointments import OF_APPOINTMENT, OF_ATTENDEE, Appointments  # what few files need

        attendees = [properties(file, (storage,), {}, OF_ATTENDEE) for storage in storages[:MOST_RECIPIENTS]]
        calendar = Appointments()
        appointment = properties(file, (), names, OF_APPOINTMENT)
        yield from calendar.add(appointment, attendees, location, _folder(source).name)
        yield from calendar.records()
        return
    recipients = [properties(file, (storage,), {}, OF_RECIPIENTS) for storage in storages[:MOST_RECIPIENTS]]
    yield record(item, recipients, location, _folder(source))


def properties(
    file: CompoundFile, storage: tuple[str, ...], names: dict[int, int], wanted: frozenset[int]
) -> Properties:
    """Return the properties of an item (in no storage) or of a recipient; ``names`` are the numbers of named ones."""
    found: dict[int, Any] = {}
    table = file.read((*storage, TABLE), LONGEST_VALUE)
    header = HEADER_OF_RECIPIENT if storage else HEADER_OF_MESSAGE
    fixed: dict[int, int] = {}
    for kind, number, _, value in struct.iter_unpack(
        "<HHIQ", table[header : header + (len(table) - header) // 16 * 16]
    ):
        fixed[number] = value & 0xFFFFFFFF
        if (known := known_as(number, names)) not in wanted:
            continue
        if kind in (INTEGER, BOOLEAN):
            found[known] = value & (0xFFFFFFFF if kind == INTEGER else 0xFF)
        elif kind == TIME:
            with suppress(OverflowError):
                found[known] = EPOCH + timedelta(microseconds=value // 10)
    encoding = _encoding(fixed)
    for path in file.streams:
        match = VARIABLE.fullmatch(path[-1]) if path[:-1] == storage else None
        if match and (known := known_as(int(match[1], 16), names)) in wanted:
            raw, encoding_told = file.read(path, LONGEST_VALUE), ENCODINGS.get(match[2].upper(), encoding)
            found[known] = raw if match[2] == BINARY else raw.decode(encoding_told, "replace")
    return found


def _encoding(fixed: dict[int, int]) -> str:
    page = next((fixed[number] for number in CODE_PAGES if number in fixed), 0)
    encoding = UNICODE_CODE_PAGES.get(page, f"cp{page}")
    try:
        codecs.lookup(encoding)  # of no bytes, every encoding would do
    except LookupError:
        return USUAL_CODE_PAGE
    return encoding


def _folder(source: Source) -> Folder:
    return folders.of_message(PurePosixPath(source.member) if source.member else source.path)
