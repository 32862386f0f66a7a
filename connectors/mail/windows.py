"""A large file seen through a window that moves: memory does not grow with the file.

The file is read, not mapped: where a mapped file shrinks, because its mail program compacts it, the process ends.
"""

from __future__ import annotations

import os
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Protocol

from connectors.mail.from_lines import MESSAGE, FromLine
from connectors.source import Source

# What does not fit into the second cache, beside what is read out of it, takes a tenth longer; what is smaller is read
# twice where messages are large.
WINDOW_BYTES = 256 * 1024
# Whether lines end in carriage returns alone, as on the old Macintosh, so much at the beginning tells.
TELLING_BYTES = 8 * 1024


class Seekable(Protocol):
    """Where a window reads."""

    def seek(self, position: int, /) -> object:
        """Go to a position."""

    def read(self, size: int, /) -> bytes:
        """Return at most ``size`` bytes."""


class _Translated:
    """A file whose lines end in carriage returns, seen with line feeds in their places."""

    def __init__(self, stream: Seekable) -> None:
        self._stream = stream
        self.seek = stream.seek

    def read(self, size: int, /) -> bytes:
        return self._stream.read(size).replace(b"\r", b"\n")


class Window:
    """The bytes ``data`` of a file from ``start`` on; nothing at or after ``stop`` is shown."""

    def __init__(self, stream: Seekable, start: int, stop: int, size: int) -> None:
        """Begin with an empty view; ``size`` is how much is read at once."""
        self._stream = stream
        self._size = size
        self.start = start
        self.stop = stop
        self.data = b""
        self.message: FromLine = MESSAGE  # finds the beginning of a message; where From_ lines bear no date, another

    @property
    def is_last(self) -> bool:
        """Tell whether the window reaches the end."""
        return self.start + len(self.data) >= self.stop

    def at(self, position: int, ahead: int) -> int:
        """Move, if need be, to see ``ahead`` bytes from a position on, or all up to the end; return its place."""
        place = position - self.start
        if place >= 0 and (place + ahead <= len(self.data) or self.is_last):
            return place
        wanted = max(0, min(max(self._size, ahead), self.stop - position))
        self._stream.seek(position)
        self.data = b""  # let go first, so that the same memory serves again: it spares a third of the page faults
        self.data = self._stream.read(wanted)
        # Some file systems (network, FUSE) read less than they are asked for.
        while len(self.data) < wanted and (more := self._stream.read(wanted - len(self.data))):
            self.data += more
        self.start = position
        if len(self.data) < wanted:  # the file has become shorter
            self.stop = position + len(self.data)
        return 0

    def between(self, start: int, stop: int) -> bytes:
        """Return a stretch of the file."""
        place = self.at(start, stop - start)
        return self.data[place : place + stop - start]


@contextmanager
def opened(source: Source, size: int = WINDOW_BYTES) -> Iterator[Window]:
    """Open the stretch of a source; ``size`` is how many bytes are read at once."""
    with source.open(buffering=0) as stream:  # a window is a buffer itself
        total = os.fstat(stream.fileno()).st_size
        stop = total if source.length is None else min(total, source.offset + source.length)
        seen: Seekable = _Translated(stream) if _has_no_line_feeds(stream.read(TELLING_BYTES)) else stream
        yield Window(seen, source.offset, stop, size)


def with_line_feeds(content: bytes) -> bytes:
    """Return the beginning of a file as a window shows it."""
    return content.replace(b"\r", b"\n") if _has_no_line_feeds(content[:TELLING_BYTES]) else content


def _has_no_line_feeds(beginning: bytes) -> bool:
    return b"\n" not in beginning and b"\r" in beginning
