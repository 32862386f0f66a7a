"""Outlook's data files: ``.pst`` and ``.ost``, by the library libpff (``pip install keepwarm[outlook]``).

The format (MS-PST) is a database of a thousand pages of specification, so it is left to the library that reads it best,
and that is written in C and under the LGPL: an extra, not a dependency. Without it, such a file is reported with what
to install, and looked at again on the next run. Passwords do not protect a data file's content, and are not asked for.
What an item is, `connectors.outlook.mapi` says.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import closing, suppress
from datetime import UTC, datetime
from importlib import import_module
from pathlib import PurePosixPath
from typing import Any

from connectors.errors import MissingReader, UnreadableFile
from connectors.mail import folders
from connectors.outlook.mapi import NAMED, WANTED, Properties, record
from connectors.records import Record, Rejected
from connectors.source import Source

VERSION = 4

MAGIC = b"!BDN"
LIBRARY = "pypff"
MISSING = (
    "an Outlook data file needs a library that is not installed: pip install 'keepwarm[outlook]', and run again;"
    " or export the mail as .mbox or .eml"
)
DAMAGED = "the Outlook data file is damaged, or protected by its company"
# A damaged file may tell of any number of folders and items.
MOST_FOLDERS = 10_000
MOST_DAMAGED = 1_000
TEXT, TEXT_OF_A_CODE_PAGE, INTEGER, BOOLEAN, TIME = 0x1F, 0x1E, 0x03, 0x0B, 0x40


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
    except (OSError, UnicodeError) as error:
        raise UnreadableFile(source.path, DAMAGED) from error
    if root is None:
        raise UnreadableFile(source.path, DAMAGED)
    with closing(file):
        yield from items(root)


def items(root: Any) -> Iterator[Record]:
    """Yield the records of a folder and of the folders in it; what is damaged is rejected one by one."""
    waiting = [root]
    for _ in range(MOST_FOLDERS):
        if not waiting:
            return
        folder = waiting.pop()
        yield from _items_of(folder)
        inner = [_inner(folder, number) for number in range(min(_count(folder, "number_of_sub_folders"), MOST_FOLDERS))]
        if None in inner:
            yield Rejected("a folder is damaged", _folder_name(folder) or "root")
        waiting += [found for found in reversed(inner) if found is not None]
    yield Rejected("folders without end", "root")


def _items_of(folder: Any) -> Iterator[Record]:
    name = _folder_name(folder)
    kept_in = folders.of_mailbox(PurePosixPath(name.replace("/", "-") or "mail"))
    damaged = 0
    for number in range(_count(folder, "number_of_sub_messages")):
        location = f"{name or 'root'}, item {number + 1}"
        try:
            item = folder.get_sub_message(number)
            yield record(properties(item), _recipients(item), location, kept_in)
            damaged = 0
        except (OSError, AttributeError, ValueError, OverflowError, SystemError):  # as libpff says that it cannot
            damaged += 1
            yield Rejected("the item is damaged", location)
        if damaged == MOST_DAMAGED:
            yield Rejected("the folder is damaged", location)
            return


def _inner(folder: Any, number: int) -> Any:
    with suppress(OSError):
        return folder.get_sub_folder(number)
    return None


def properties(item: Any) -> Properties:
    """Return the properties of an item that are wanted."""
    found: dict[int, Any] = {}
    for number in range(_count(item, "number_of_record_sets")):
        found |= _of_set(item.get_record_set(number))
    return found


def _recipients(item: Any) -> list[Properties]:
    with suppress(OSError, AttributeError):
        table = item.recipients
        if table is not None:
            return [_of_set(table.get_record_set(number)) for number in range(_count(table, "number_of_record_sets"))]
    return []


def _of_set(record_set: Any) -> dict[int, Any]:
    found: dict[int, Any] = {}
    for number in range(_count(record_set, "number_of_entries")):
        with suppress(OSError, UnicodeError):
            entry = record_set.get_entry(number)
            key = _key(entry)
            if key in WANTED:
                found[key] = _value(entry)
    return found


def _key(entry: Any) -> int:
    key: int = entry.entry_type or 0
    if 0x8000 <= key < 0xFFFE:
        with suppress(OSError, AttributeError, TypeError):
            named = entry.name_to_id_map_entry
            return NAMED | int(named.number) if named is not None else 0
        return 0
    return key


def _value(entry: Any) -> Any:
    kind = entry.value_type
    if kind in (TEXT, TEXT_OF_A_CODE_PAGE):
        return entry.data_as_string
    if kind in (INTEGER, BOOLEAN):
        return int(entry.data_as_integer if kind == INTEGER else entry.data_as_boolean)
    moment = entry.data_as_datetime if kind == TIME else None
    return moment.replace(tzinfo=UTC) if isinstance(moment, datetime) else None


def _folder_name(folder: Any) -> str:
    with suppress(OSError, UnicodeError):
        return str(folder.name or "")
    return ""


def _count(owner: Any, name: str) -> int:
    with suppress(OSError, AttributeError):
        return int(getattr(owner, name))
    return 0
