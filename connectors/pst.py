"""Outlook's data files: ``.pst`` and ``.ost``, by the library libpff (``pip install keepwarm[outlook]``).

The format (MS-PST) is a database of a thousand pages of specification, so it is left to the library that reads it best,
and that is written in C and under the LGPL: an extra, not a dependency. Without it, such a file is reported with what
to install, and looked at again on the next run. Passwords do not protect a data file's content, and are not asked for.
What an item is, `connectors.outlook.mapi` says, and of meetings `connectors.outlook.appointments`.

Of the named properties the library tells no names (seen in its versions of 2023 to 2026); the table in the file does.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import closing, suppress
from datetime import UTC, datetime
from importlib import import_module
from pathlib import PurePosixPath
from typing import TYPE_CHECKING, Any

from connectors.errors import MissingReader, UnreadableFile
from connectors.mail import folders
from connectors.outlook.mapi import OF_ITEM, is_appointment, record
from connectors.outlook.named_properties import known_as, numbers
from connectors.outlook.properties import OF_RECIPIENTS, Properties, binary
from connectors.records import Ignored, Record, Rejected
from connectors.source import Source

if TYPE_CHECKING:
    from connectors.outlook.appointments import Appointments

VERSION = 6

MAGIC = b"!BDN"
LIBRARY = "pypff"
MISSING = (
    "an Outlook data file needs a library that is not installed: pip install 'keepwarm[outlook]', and run again;"
    " or export the mail as .mbox or .eml, and the calendar as .ics"
)
DAMAGED = "the Outlook data file is damaged, or protected by its company"
# A damaged file may tell of any number of folders and items.
MOST_FOLDERS = 10_000
MOST_DAMAGED = 1_000
MOST_RECIPIENTS = 10_000
TEXT, TEXT_OF_A_CODE_PAGE, INTEGER, BOOLEAN, TIME, BINARY = 0x1F, 0x1E, 0x03, 0x0B, 0x40, 0x102
LONGEST_BINARY = 1024 * 1024
NAME_SETS, NAME_ENTRIES = 0x0002, 0x0003  # of the table of named properties
DELETED_ITEMS = 0x35E3  # of the store: the identifier of that folder, at whose end stands its number in the file
IDENTIFIER_SIZE = 24  # those of a server, in an .ost, are longer, and tell no such number
# As libpff says that it cannot read something; MemoryError is what it makes of some damaged folders.
DAMAGES = (OSError, AttributeError, ValueError, OverflowError, SystemError, MemoryError)


def recognizes(source: Source) -> bool:
    """Tell whether this is a data file of Outlook's."""
    if source.files or source.offset or source.length is not None:
        return False
    with suppress(OSError):
        return source.head(4) == MAGIC
    return False


def split(source: Source) -> Iterator[Source]:
    """Yield the file whole; raise `MissingReader` where nothing here can read it."""
    try:
        import_module(LIBRARY)
    except ImportError as error:
        raise MissingReader(source.path, MISSING) from error
    yield source


def context(source: Source) -> str:
    """Return ``""``: the names of folders stand in the file."""
    return ""


def read(source: Source) -> Iterator[Record]:
    """Yield a record for each item of each folder; raise `MissingReader` or `UnreadableFile`."""
    try:
        library = import_module(LIBRARY)
    except ImportError as error:
        raise MissingReader(source.path, MISSING) from error
    file = library.file()
    try:
        file.open(str(source.unpacked or source.path))
        root = file.get_root_folder()
    except DAMAGES as error:
        raise UnreadableFile(source.path, DAMAGED) from error
    if root is None:
        raise UnreadableFile(source.path, DAMAGED)
    with closing(file):
        yield from items(file, root)


def items(file: Any, root: Any) -> Iterator[Record]:
    """Yield the records of a folder and of the folders in it; what is damaged is rejected one by one.

    The meetings come last: an instance of a series may lie in another folder.
    """
    items_of = _Items(file)
    waiting = [(root, False)]
    for _ in range(MOST_FOLDERS):
        if not waiting:
            break
        folder, is_deleted = waiting.pop()
        is_deleted = is_deleted or items_of.is_for_deleted(folder)
        yield from items_of.folder(folder, is_deleted)
        inner = [_inner(folder, number) for number in range(min(_count(folder, "number_of_sub_folders"), MOST_FOLDERS))]
        if None in inner:
            yield Rejected("a folder is damaged", _folder_name(folder) or "root")
        waiting += [(found, is_deleted) for found in reversed(inner) if found is not None]
    if waiting:
        yield Rejected("folders without end", "root")
    if items_of.calendar is not None:
        yield from items_of.calendar.records()


class _Items:
    """Reads the items of a file, and keeps its appointments until all are found."""

    def __init__(self, file: Any) -> None:
        table = _properties(_part(file, "name_to_id_map"), {}, frozenset((NAME_SETS, NAME_ENTRIES)))
        self.names = numbers(binary(table, NAME_ENTRIES), binary(table, NAME_SETS))
        store = _properties(_part(file, "message_store"), {}, frozenset((DELETED_ITEMS,)))
        told = binary(store, DELETED_ITEMS)
        self.deleted = int.from_bytes(told[-4:], "little") if len(told) == IDENTIFIER_SIZE else 0
        self.calendar: Appointments | None = None

    def is_for_deleted(self, folder: Any) -> bool:
        return self.deleted != 0 and _count(folder, "identifier") == self.deleted

    def folder(self, folder: Any, is_deleted: bool) -> Iterator[Record]:
        name = _folder_name(folder)
        kept_in = folders.of_mailbox(PurePosixPath(name.replace("/", "-") or "mail"))
        damaged = 0
        for number in range(_count(folder, "number_of_sub_messages")):
            location = f"{name or 'root'}, item {number + 1}"
            try:
                yield from self.item(folder.get_sub_message(number), location, kept_in, is_deleted)
                damaged = 0
            except DAMAGES:
                damaged += 1
                yield Rejected("the item is damaged", location)
            if damaged == MOST_DAMAGED:
                yield Rejected("the folder is damaged", location)
                return

    def item(self, item: Any, location: str, folder: folders.Folder, is_deleted: bool) -> Iterator[Record]:
        told = _properties(item, self.names, OF_ITEM)
        if not is_appointment(told):
            yield record(told, _recipients(item, OF_RECIPIENTS), location, folder)
        elif is_deleted:
            yield Ignored("a meeting that was deleted: called off, or declined", location)
        else:
            from connectors.outlook.appointments import OF_APPOINTMENT, OF_ATTENDEE, Appointments  # what few files need

            self.calendar = self.calendar or Appointments()
            appointment = _properties(item, self.names, OF_APPOINTMENT)
            yield from self.calendar.add(appointment, _recipients(item, OF_ATTENDEE), location, folder.name)


def _inner(folder: Any, number: int) -> Any:
    with suppress(*DAMAGES):
        return folder.get_sub_folder(number)
    return None


def _part(file: Any, name: str) -> Any:
    with suppress(*DAMAGES):
        return getattr(file, name)
    return None


def _properties(item: Any, names: dict[int, int], wanted: frozenset[int]) -> Properties:
    found: dict[int, Any] = {}
    for number in range(_count(item, "number_of_record_sets")):
        found |= _of_set(item.get_record_set(number), names, wanted)
    return found


def _recipients(item: Any, wanted: frozenset[int]) -> list[Properties]:
    with suppress(*DAMAGES):
        table = item.recipients
        if table is not None:
            count = min(_count(table, "number_of_record_sets"), MOST_RECIPIENTS)
            return [_of_set(table.get_record_set(number), {}, wanted) for number in range(count)]
    return []


def _of_set(record_set: Any, names: dict[int, int], wanted: frozenset[int]) -> dict[int, Any]:
    found: dict[int, Any] = {}
    for number in range(_count(record_set, "number_of_entries")):
        with suppress(*DAMAGES):
            entry = record_set.get_entry(number)
            known = known_as(entry.entry_type or 0, names)
            if known in wanted:
                found[known] = _value(entry)
    return found


def _value(entry: Any) -> Any:
    kind = entry.value_type
    if kind in (TEXT, TEXT_OF_A_CODE_PAGE):
        return entry.data_as_string
    if kind in (INTEGER, BOOLEAN):
        return int(entry.data_as_integer if kind == INTEGER else entry.data_as_boolean)
    if kind == BINARY:
        return (entry.data or b"")[:LONGEST_BINARY]
    moment = entry.data_as_datetime if kind == TIME else None
    return moment.replace(tzinfo=UTC) if isinstance(moment, datetime) else None


def _folder_name(folder: Any) -> str:
    with suppress(*DAMAGES):
        return str(folder.name or "")
    return ""


def _count(owner: Any, name: str) -> int:
    with suppress(*DAMAGES):
        return int(getattr(owner, name))
    return 0
