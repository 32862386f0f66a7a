"""Where a connector reads: a file, a member of an archive, a batch of message files, or a segment of a mailbox."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date
from pathlib import Path, PurePosixPath
from typing import IO, Any, TypeAlias

# Whoever is handed what the records of a source depend on, piece by piece: a hash, mostly.
Taker: TypeAlias = Callable[[Any], object]


def unheard(told: bytes) -> None:
    """Take what nobody has asked for."""


@dataclass(frozen=True, slots=True)
class Source:
    """One unit of work: a stretch of bytes that is recognised, read and landed by itself.

    ``member`` names an entry of the archive ``path``, whose bytes lie at ``unpacked`` for the time of the run.
    ``offset`` and ``length`` (bytes; ``None`` to the end) cut a segment out of a mailbox. ``files`` are names below the
    folder ``path``, read as one batch (a Maildir, a folder of .eml files). ``observed_on`` is the day on which the
    export was made, as its archive tells.
    """

    path: Path
    member: str = ""
    offset: int = 0
    length: int | None = None
    files: tuple[str, ...] = ()
    observed_on: date | None = None
    unpacked: Path | None = None

    @property
    def name(self) -> str:
        """The bare name of the file or member, without folders."""
        return PurePosixPath(self.member).name if self.member else self.path.name

    @property
    def folder(self) -> str:
        """The name of the folder that holds the file or member, ``""`` at the top of an archive."""
        return PurePosixPath(self.member).parent.name if self.member else self.path.parent.name

    @contextmanager
    def open(self, buffering: int = -1) -> Iterator[IO[bytes]]:
        """Open the bytes for reading, at ``offset``; a reader of a segment stops at ``length`` by itself."""
        with (self.unpacked or self.path).open("rb", buffering) as stream:
            stream.seek(self.offset)
            yield stream

    def head(self, size: int = 65_536) -> bytes:
        """Return the first ``size`` bytes; of a batch, those of its first file."""
        if self.files:
            with (self.path / self.files[0]).open("rb") as stream:
                return stream.read(size)
        with self.open() as stream:
            return stream.read(size)

    def read_bytes(self) -> bytes:
        """Return the whole stretch; for small files only."""
        with self.open() as stream:
            return stream.read() if self.length is None else stream.read(self.length)
