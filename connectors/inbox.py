"""What lies in an inbox: files to read, folders of messages, what is knowingly ignored, and what cannot be read.

Nothing is opened here: names and the answers of ``stat`` are enough, so that a look at an unchanged inbox costs next to
nothing. Folders are walked in the order of names; a folder reached twice (a loop of links) is walked once.
"""

from __future__ import annotations

import os
import re
import stat
from collections.abc import Iterator, Sequence, Set
from operator import attrgetter
from pathlib import Path
from typing import Literal, NamedTuple

from connectors.leftovers import (
    ADDRESS_BOOK,
    LEFT_UNREACHABLE,
    MAILDIR_PARTS,
    PROTON,
    reason_beside,
    reason_in_address_book,
    reason_in_home,
    reason_left_out,
    reason_of_media,
)

# "access": may be readable next time although the file is the same; "bug": the reader failed, and the run with it.
Cause = Literal["content", "access", "bug"]

# .eml, Apple's .emlx, the numbers of MH (with a hash in some collections), and Maildir: time, unique part, host, and
# perhaps flags ("…:2,S"; ";" or "!" where ":" is forbidden). Content decides in the end; such files make batches.
MESSAGE_NAME = re.compile(
    r".*\.emlx?|\d+(\.[0-9a-f]{32})?|\d{9,}\.[^.]+\..+|.*[:;!]2,[A-Za-z]*", re.IGNORECASE | re.DOTALL
)
# Nobody's mail is filed deeper, and Python's stack ends at a thousand.
DEEPEST = 100
FLAGS = re.compile(r"[:;!]2,[A-Za-z]*\Z")


class InboxFile(NamedTuple):
    """A file to examine; ``source_path`` is its name from the inbox on, ``stamp`` changes when its content does."""

    path: Path
    source_path: str
    size: int
    stamp: str


class MessageFile(NamedTuple):
    """One message in a file of its own; ``name`` is below the folder.

    ``bare_name`` is without folder and flags, which change when the message is read. It comes first, so that files in
    order are in the order of delivery: names begin with the time.
    """

    bare_name: str
    name: str
    size: int
    mtime_ns: int


class MessageFolder(NamedTuple):
    """A Maildir, or the message files of an ordinary folder, in order."""

    path: Path
    source_path: str
    files: tuple[MessageFile, ...]
    is_maildir: bool


class IgnoredFile(NamedTuple):
    """A file, folder or member that is knowingly not read."""

    source_path: str
    reason: str


class Quarantined(NamedTuple):
    """A file, folder or member that could not be read; ``unit_id`` is known if its bytes could be."""

    source_path: str
    reason: str
    bytes: int = 0
    cause: Cause = "content"
    unit_id: str = ""


Found = InboxFile | MessageFolder | IgnoredFile | Quarantined


def walk(inbox: Sequence[Path]) -> Iterator[Found]:
    """Yield what lies in these folders and files; what cannot be reached comes as `Quarantined`."""
    seen: set[tuple[int, int]] = set()
    files: set[Path] = set()
    folders: list[MessageFolder] = []
    # Somebody may name a folder, and a file in it as well: the folder is walked, and the file not looked at again.
    for top in sorted(map(located, inbox), key=os.path.isfile):  # not Path's, which raises where it may not look
        if any(_holds(folder, top) for folder in folders):
            continue
        for found in _walk_root(top, seen):
            if isinstance(found, InboxFile):
                if found.path in files:
                    continue
                files.add(found.path)
            elif isinstance(found, MessageFolder) and len(inbox) > 1:
                folders.append(found)
            yield found


def located(path: Path) -> Path:
    """Return the absolute path, with links as they are named."""
    return Path(os.path.abspath(path))  # noqa: PTH100 - Path.resolve would follow links


def without_flags(name: str) -> str:
    """Return the bare name of a message file, without the flags that change when it is read or answered."""
    bare_name = name.rpartition("/")[2]
    start = bare_name.rfind("2,")
    if start > 0 and bare_name[start - 1] in ":;!":
        flags = bare_name[start + 2 :]
        return bare_name[: start - 1] if not flags or (flags.isascii() and flags.isalpha()) else bare_name
    return bare_name


def shown(name: str) -> str:
    """Return a file name as text that can be written anywhere; bytes that are not UTF-8 appear in hexadecimal."""
    return os.fsencode(name).decode("utf-8", "backslashreplace")


def explained(error: OSError) -> str:
    """Say why the system refused, without the path that its own message holds."""
    return (error.strerror or type(error).__name__).lower()


def needs_its_folder(parts: Sequence[str]) -> bool:
    """Tell whether a member is read with the files beside it: a message in a file of its own, an address book.

    So is what Proton's export tells of a message.
    """
    is_delivered = len(parts) > 1 and parts[-2] in MAILDIR_PARTS
    name = parts[-1]
    return is_delivered or name.lower().endswith((*ADDRESS_BOOK, PROTON)) or MESSAGE_NAME.fullmatch(name) is not None


def _holds(folder: MessageFolder, path: Path) -> bool:
    name = path.relative_to(folder.path).as_posix() if path.is_relative_to(folder.path) else ""
    return any(file.name == name for file in folder.files)


def _walk_root(top: Path, seen: set[tuple[int, int]]) -> Iterator[Found]:
    try:
        status = top.stat()
    except OSError as error:
        yield Quarantined(shown(top.name), explained(error), cause="access")
        return
    if stat.S_ISDIR(status.st_mode):
        yield from _walk_folder(top, "", seen)
    else:
        yield from _look_at(top, shown(top.name), status)


def _walk_folder(folder: Path, prefix: str, seen: set[tuple[int, int]]) -> Iterator[Found]:
    source_path = prefix.rstrip("/") or "."
    if prefix.count("/") > DEEPEST:
        yield Quarantined(source_path, "folders are nested too deeply")
        return
    try:
        status = folder.stat()
        if (status.st_dev, status.st_ino) in seen:
            return
        seen.add((status.st_dev, status.st_ino))
        with os.scandir(folder) as listing:
            entries = sorted(listing, key=lambda entry: entry.name)
        names = {entry.name for entry in entries if _is_folder(entry)}
        beside = {entry.name for entry in entries}
        is_maildir = "cur" in names or {"new", "tmp"} <= names
        boxes = [(box, f"{box}/") for box in ("cur", "new") if is_maildir and box in names]
        files = [file for box, start in boxes for file in _messages(folder / box, start, seen)]
    except OSError as error:
        yield Quarantined(source_path, f"the folder cannot be opened: {explained(error)}", cause="access")
        return
    if files:
        yield MessageFolder(folder, source_path, _in_order(files), is_maildir=True)
    loose: list[MessageFile] = []
    for entry in entries:
        if is_maildir and entry.name in MAILDIR_PARTS:
            if entry.name == "tmp":
                yield IgnoredFile(f"{prefix}tmp", "messages that are still being delivered")
            continue
        yield from _look_at_entry(entry, prefix, beside, loose, seen)
    if loose:
        yield MessageFolder(folder, source_path, _in_order(loose), is_maildir=False)


def _look_at_entry(
    entry: os.DirEntry[str], prefix: str, beside: Set[str], loose: list[MessageFile], seen: set[tuple[int, int]]
) -> Iterator[Found]:
    source_path = f"{prefix}{shown(entry.name)}"
    try:
        status = entry.stat()
    except OSError as error:
        if reason := reason_left_out(entry.name) or LEFT_UNREACHABLE.get(entry.name, ""):
            yield IgnoredFile(source_path, reason)
        else:
            yield Quarantined(source_path, explained(error), cause="access")
        return
    is_folder = stat.S_ISDIR(status.st_mode)
    reason = (
        reason_left_out(entry.name)
        or reason_in_home(entry.name, beside)
        or _reason_by_place(entry, status, prefix, beside)
    )
    # Maildir++ keeps its folders under hidden names (".Sent").
    if reason and not (is_folder and reason == "hidden" and Path(entry.path, "cur").is_dir()):
        yield IgnoredFile(source_path, reason)
    elif is_folder:
        yield from _walk_folder(Path(entry.path), f"{source_path}/", seen)
    elif stat.S_ISREG(status.st_mode) and MESSAGE_NAME.fullmatch(entry.name):
        bare_name = without_flags(entry.name)
        loose.append(MessageFile(bare_name, entry.name, status.st_size, status.st_mtime_ns))
    else:
        yield from _look_at(Path(entry.path), source_path, status)


def _reason_by_place(entry: os.DirEntry[str], status: os.stat_result, prefix: str, beside: Set[str]) -> str:
    if stat.S_ISDIR(status.st_mode):
        return ""
    if ".abbu" in entry.path.lower() and (reason := _reason_beside_database(Path(entry.path))):
        return reason
    # A picture that somebody has put into the inbox by itself is something to be told about.
    return reason_beside(entry.name, status.st_size, beside) or (reason_of_media(entry.name) if prefix else "")


def _reason_beside_database(path: Path) -> str:
    """Return why a file of Apple's address book is ignored: it is no card, or the database beside it holds it too."""
    if path.suffix.lower() == ".abcdp" and next(path.parent.parent.glob("AddressBook-v*.abcddb"), None):
        return "a card that the address book's database holds as well"
    return reason_in_address_book(path.parts)


def _look_at(path: Path, source_path: str, status: os.stat_result) -> Iterator[Found]:
    # Opening a named pipe would wait for ever.
    if stat.S_ISREG(status.st_mode):
        yield InboxFile(path, source_path, status.st_size, stamp_of(status))
    else:
        yield IgnoredFile(source_path, "not a regular file")


def _is_folder(entry: os.DirEntry[str]) -> bool:
    try:
        return entry.is_dir()
    except OSError:  # a link to itself
        return False


def stamp_of(status: os.stat_result) -> str:
    """Return what changes when the content of a file does: size, time of modification, inode."""
    return f"{status.st_size} {status.st_mtime_ns} {status.st_ino}"


def _in_order(files: list[MessageFile]) -> tuple[MessageFile, ...]:
    # By one text and then by the other: to compare tuples takes twice the time.
    files.sort(key=attrgetter("name"))
    files.sort(key=attrgetter("bare_name"))
    return tuple(files)


def _messages(folder: Path, start: str, seen: set[tuple[int, int]]) -> Iterator[MessageFile]:
    status = folder.stat()
    seen.add((status.st_dev, status.st_ino))
    with os.scandir(folder) as listing:
        for entry in listing:
            name = entry.name
            bare_name = without_flags(name)
            # What begins with the time and ends with flags is a message; nothing else is asked of so many names.
            is_delivered = len(bare_name) < len(name) and name[0].isdecimal()
            try:
                if entry.is_file() and (is_delivered or not reason_left_out(name)):
                    status = entry.stat()
                    yield MessageFile(bare_name, start + name, status.st_size, status.st_mtime_ns)
            except OSError:
                continue  # gone before its turn came: mail programs work on their folders all the time
