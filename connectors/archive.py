"""Zip archives as they come from the internet: every member is taken out by itself, within limits, or refused.

Members are unpacked to files of our own naming, never to a path that the archive gives; names that try to escape are
refused all the same, since an export never holds one. What an archive declares about itself is checked first,
and what really comes out is counted while it is read.
"""

from __future__ import annotations

import hashlib
import os
import stat
import zipfile
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date
from pathlib import Path, PureWindowsPath

from connectors.errors import UnreadableFile
from connectors.inbox import explained

MAGIC = (b"PK\x03\x04", b"PK\x05\x06", b"PK\x07\x08")
# Deflate reaches 1032:1 on zeros; mail and CSV stay below 20:1.
MAX_RATIO = 100
# Below this a member can do no harm, whatever its ratio: short files of blanks are none of our business.
HARMLESS_BYTES = 8 * 1024 * 1024
HARMLESS_TOTAL = 1024 * 1024 * 1024
CHUNK = 1024 * 1024
DOCUMENT_MEMBERS = frozenset({"[Content_Types].xml", "mimetype", "META-INF/MANIFEST.MF"})


class Archive:
    """An open zip archive; ``spool`` is the folder that takes what is unpacked."""

    def __init__(self, path: Path, opened: zipfile.ZipFile, spool: Path) -> None:
        """Count what may still come out of it: a hundred times its own size, and a gigabyte in any case."""
        self.path = path
        self._zip = opened
        self._spool = spool
        self._budget = max(HARMLESS_TOTAL, MAX_RATIO * path.stat().st_size)
        self._key = hashlib.sha256(os.fsencode(path)).hexdigest()[:16]
        self.members = [info for info in opened.infolist() if not info.is_dir()]

    @property
    def is_document(self) -> bool:
        """Tell whether this is a file of an office program or the like, which is a zip archive by accident."""
        return not DOCUMENT_MEMBERS.isdisjoint(info.filename for info in self.members)

    @property
    def made_on(self) -> date | None:
        """The newest date of a member, if it is one at all; zip knows none before 1980."""
        days = [day for info in self.members if (day := _day(info)) and day > date(1980, 1, 1)]
        return max(days, default=None)

    def refusal(self, info: zipfile.ZipInfo) -> str:
        """Return why a member is not even opened, ``""`` if it may be."""
        # Zip names have slashes; what Windows would take for a way out is one as well.
        name = PureWindowsPath(info.orig_filename)
        if name.drive or name.root or ".." in name.parts or "\0" in info.orig_filename:
            return "its name leads out of the archive"
        if stat.S_ISLNK(info.external_attr >> 16):
            return "it is a symbolic link"
        if info.flag_bits & 0x1:
            return "it is encrypted; unpack the archive and put the files in the inbox"
        if _is_bomb(info.file_size, info.compress_size):
            return "it would unpack to more than a hundred times its size"
        if info.file_size > self._budget:
            return "the archive would unpack to more than a hundred times its size"
        return ""

    def unpack(self, info: zipfile.ZipInfo, stop: int | None = None) -> Path:
        """Write a member, or its first ``stop`` bytes, to a file (0600) and return its path; raise `UnreadableFile`."""
        target = self._spool / f"{self._key}-{info.header_offset}"
        try:
            self._copy(info, target, stop)
        except UnreadableFile:
            target.unlink(missing_ok=True)
            raise
        except OSError as error:
            target.unlink(missing_ok=True)
            raise UnreadableFile(self.path, f"it cannot be unpacked: {explained(error)}") from error
        except Exception as error:
            # Damage surfaces in zlib, lzma, struct, zipfile and more, each with errors of its own.
            target.unlink(missing_ok=True)
            raise UnreadableFile(self.path, "it is damaged and cannot be unpacked") from error
        return target

    def _copy(self, info: zipfile.ZipInfo, target: Path, stop: int | None) -> None:
        self._spool.mkdir(mode=0o700, parents=True, exist_ok=True)
        written = 0
        flags = os.O_WRONLY | os.O_CREAT | os.O_TRUNC
        with self._zip.open(info) as entry, os.fdopen(os.open(target, flags, 0o600), "wb") as out:
            while chunk := entry.read(CHUNK if stop is None else min(CHUNK, stop - written)):
                written += len(chunk)
                if _is_bomb(written, info.compress_size) or written > self._budget:
                    raise UnreadableFile(self.path, "it unpacks to more than a hundred times its size")
                out.write(chunk)
        if stop is None:
            self._budget -= written


@contextmanager
def opened(path: Path, spool: Path) -> Iterator[Archive]:
    """Open an archive; raise `UnreadableFile` if it is truncated, damaged or forbidden."""
    try:
        stream = zipfile.ZipFile(path)
    except OSError as error:
        raise UnreadableFile(path, explained(error)) from error
    except Exception as error:
        # A hostile directory of members fails in zipfile, struct or a codec.
        raise UnreadableFile(path, "the archive is truncated or damaged") from error
    with stream:
        yield Archive(path, stream, spool)


def is_archive(head: bytes) -> bool:
    """Tell by its first bytes whether a file is a zip archive."""
    return head.startswith(MAGIC)


def _is_bomb(size: int, compressed: int) -> bool:
    return size > HARMLESS_BYTES and size > MAX_RATIO * max(compressed, 1)


def _day(info: zipfile.ZipInfo) -> date | None:
    try:
        return date(*info.date_time[:3])
    except ValueError:
        return None
