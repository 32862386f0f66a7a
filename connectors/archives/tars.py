"""Tar archives, read from one end to the other as they come: nothing is looked up, and nothing is kept in memory."""

from __future__ import annotations

import tarfile
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, date, datetime
from typing import IO, Any, cast

from connectors.archives.members import Archive, Member, refusal_of
from connectors.archives.unpacking import PIECE, Flawed, Readable

# A long name or an extended header is read into memory as a whole.
LONGEST_EXTENSION = 1024 * 1024
EXTENSIONS = frozenset(
    (tarfile.XHDTYPE, tarfile.XGLTYPE, tarfile.SOLARIS_XHDTYPE, tarfile.GNUTYPE_LONGNAME, tarfile.GNUTYPE_LONGLINK)
)
FLAWED = "it is truncated or damaged"


class _Header(tarfile.TarInfo):
    """A header that does not ask for more memory than an honest one."""

    def _proc_member(self, tar: tarfile.TarFile) -> Any:
        if self.type in EXTENSIONS and self.size > LONGEST_EXTENSION:
            raise tarfile.ReadError("a header of many megabytes")
        return super()._proc_member(tar)  # type: ignore[misc]  # where TarInfo's source says that subclasses step in


class _Ending:
    """A stream that remembers its end: an archive that came to its own has zeros there."""

    def __init__(self, stream: Readable) -> None:
        self._stream = stream
        self.last = b""

    def read(self, size: int = PIECE, /) -> bytes:
        data = self._stream.read(size)
        if data:
            self.last = data[-64:]
        return data


class _Content:
    """The content of a member, which ends where the archive breaks off; `tarfile` itself would throw the end away."""

    def __init__(self, stream: Any, info: tarfile.TarInfo) -> None:
        stream.seek(info.offset_data)
        self._stream = stream
        self._left = info.size

    def read(self, size: int = PIECE, /) -> bytes:
        data: bytes = self._stream.read(min(size, self._left))
        self._left -= len(data)
        return data


def tar_members(stream: Readable, archive: Archive) -> Iterator[Member]:
    """Yield the files of an archive; afterwards the archive's ``flaw`` says whether it broke off."""
    ending = _Ending(stream)
    try:
        with tarfile.open(
            fileobj=cast(IO[bytes], ending), mode="r|", bufsize=PIECE, tarinfo=_Header, encoding="utf-8"
        ) as tar:
            while (info := tar.next()) is not None:
                tar.members.clear()  # type: ignore[attr-defined]  # kept for look-ups, which nobody makes here
                if not info.isdir():
                    yield _member(tar, info)
    except (Flawed, OSError):
        raise
    except Exception:  # damage surfaces as errors of tarfile's, and as others
        archive.flaw = FLAWED
    else:
        archive.flaw = FLAWED if ending.last.strip(b"\0") else ""


def _member(tar: tarfile.TarFile, info: tarfile.TarInfo) -> Member:
    name = _text(info.name).removeprefix("./")

    @contextmanager
    def opener() -> Iterator[Readable]:
        yield _Content(tar.fileobj, info)

    return Member(name, info.size, refusal_of(name) or _refusal(info), _day(info), opener)


def _refusal(info: tarfile.TarInfo) -> str:
    if info.issym() or info.islnk():
        return "it is a link"
    return "" if info.isreg() and not info.issparse() else "it is not a regular file"


def _text(name: str) -> str:
    """Return a name as text: UTF-8, or else Windows-1252, which tar does not tell apart."""
    raw = name.encode("utf-8", "surrogateescape")
    try:
        return raw.decode()
    except UnicodeDecodeError:
        return raw.decode("cp1252", "replace")


def _day(info: tarfile.TarInfo) -> date | None:
    try:
        day = datetime.fromtimestamp(info.mtime, UTC).date()
    except (OverflowError, OSError, ValueError):
        return None
    return day if day > date(1980, 1, 1) else None
