"""Zip archives: members that declare their size and checksum, and names in whatever character set."""

from __future__ import annotations

import re
import stat
import zipfile
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager
from datetime import date
from pathlib import Path

from connectors.archives.members import Archive, Member, refusal_of
from connectors.archives.unpacking import Budget, Counted, Readable, TooLarge, damage_told, is_bomb
from connectors.errors import UnreadableFile
from connectors.inbox import explained

DOCUMENT_MEMBERS = frozenset({"[Content_Types].xml", "mimetype", "META-INF/MANIFEST.MF"})
KNOWN_METHODS = frozenset({zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED, zipfile.ZIP_BZIP2, zipfile.ZIP_LZMA})
HAS_UTF8 = 0x800
# Some programs of Windows, such as .NET before 4.6.1, separate folders by backslashes. In a charset that is not known,
# one after a character beyond ASCII may be the other half of it, as in Shift JIS.
BACKSLASH, WHOLE_BACKSLASH = re.compile(r"\\"), re.compile(r"(?<![^\0-\x7f])\\")
UNICODE_PATH = 0x7075  # Info-ZIP's field with the name in UTF-8: version, checksum, name


@contextmanager
def opened_zip(path: Path, budget: Budget) -> Iterator[Archive]:
    """Open a zip archive; raise `UnreadableFile` if it is truncated, damaged or forbidden."""
    try:
        stream = zipfile.ZipFile(path)
    except OSError as error:
        raise UnreadableFile(path, explained(error)) from error
    except Exception as error:
        # A hostile directory of members fails in zipfile, struct or a codec.
        raise UnreadableFile(path, "the archive is truncated or damaged; download it again") from error
    with stream:
        names = {info.filename for info in stream.infolist()}
        yield Archive(_members(stream, budget), is_document=not DOCUMENT_MEMBERS.isdisjoint(names))


def _members(stream: zipfile.ZipFile, budget: Budget) -> Iterator[Member]:
    for info in stream.infolist():
        name = _name(info)
        if not name.endswith("/"):
            refusal = refusal_of(info.orig_filename) or refusal_of(name) or _refusal(info, budget)
            yield Member(name, info.file_size, refusal, _day(info), _opener(stream, info, budget))


def _opener(
    stream: zipfile.ZipFile, info: zipfile.ZipInfo, budget: Budget
) -> Callable[[], AbstractContextManager[Readable]]:
    @contextmanager
    def opener() -> Iterator[Readable]:
        with damage_told():
            entry = stream.open(info)
        with entry:
            yield Counted(entry, info.compress_size, budget, TooLarge)

    return opener


def _refusal(info: zipfile.ZipInfo, budget: Budget) -> str:
    if stat.S_ISLNK(info.external_attr >> 16):
        return "it is a symbolic link"
    if info.flag_bits & 0x1:
        return "it is encrypted; unpack the archive and put the files in the inbox"
    if info.compress_type not in KNOWN_METHODS:
        return "it is packed in a way that is not known here; unpack the archive and put the files in the inbox"
    if is_bomb(info.file_size, info.compress_size):
        return "it would unpack to more than a hundred times its size"
    return "" if budget.allows(info.file_size) else "the archive would unpack to more than a hundred times its size"


def _name(info: zipfile.ZipInfo) -> str:
    """Return the name as it was meant: what does not say that it is UTF-8 has passed for code page 437."""
    name, separator = info.filename, BACKSLASH
    if not (info.flag_bits & HAS_UTF8 or name.isascii()):
        try:
            name = (_unicode_path(info.extra) or name.encode("cp437")).decode()
        except UnicodeError:
            separator = WHOLE_BACKSLASH
    return name if "/" in name else separator.sub("/", name)


def _unicode_path(extra: bytes) -> bytes:
    while len(extra) >= 4:
        kind, size = int.from_bytes(extra[:2], "little"), int.from_bytes(extra[2:4], "little")
        if kind == UNICODE_PATH:
            return extra[9 : 4 + size]
        extra = extra[4 + size :]
    return b""


def _day(info: zipfile.ZipInfo) -> date | None:
    """Return the day of a member, if it is one at all; zip knows none before 1980."""
    try:
        day = date(*info.date_time[:3])
    except ValueError:
        return None
    return day if day > date(1980, 1, 1) else None
