"""Compound files (MS-CFB, "OLE2"): a small file system in a file, of storages and streams; ``.msg`` files are such.

Only what reading needs is here. Files come from the internet: chains of sectors may run in circles or lead nowhere, and
directories may hold themselves, so everything that is followed is counted, and nothing is followed twice.
"""

from __future__ import annotations

import struct
from collections.abc import Iterator
from itertools import islice

MAGIC = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
LAST_SECTOR = 0xFFFFFFFA  # what is beyond is no sector but a mark
ENTRY_SIZE = 128
STORAGE, STREAM = 1, 2
MOST_ENTRIES = 100_000


class DamagedFile(ValueError):
    """What cannot be a compound file."""


class CompoundFile:
    """The streams of a compound file. ``streams`` has (first sector, size) by path."""

    def __init__(self, content: bytes) -> None:
        """Read the directory; raise `DamagedFile`."""
        self._content = content
        try:
            self._read_header()
        except (struct.error, IndexError) as error:
            raise DamagedFile("the file ends too early") from error

    def _read_header(self) -> None:
        content = self._content
        if content[:8] != MAGIC:
            raise DamagedFile("no compound file")
        shift, mini_shift = struct.unpack_from("<HH", content, 0x1E)
        if shift not in (9, 12) or mini_shift != 6:
            raise DamagedFile("sectors of an unknown size")
        self._size, self._mini_size = 1 << shift, 1 << mini_shift
        self._count = max(len(content) // self._size, 1)
        directory, _, self._cutoff, mini_first, _, more, _ = struct.unpack_from("<I4sIIIII", content, 0x30)
        self._table = self._allocation(struct.unpack_from("<109I", content, 0x4C), more)
        self._entries = self._chained(directory)
        self.streams: dict[tuple[str, ...], tuple[int, int]] = {}
        start, size = self._walk()
        self._mini_table = self._numbers(self._chained(mini_first))
        self._mini_stream = self._chained(start)[:size]

    def read(self, path: tuple[str, ...], limit: int) -> bytes:
        """Return at most ``limit`` bytes of a stream; ``b""`` if there is none of this path, or it is damaged."""
        start, size = self.streams.get(path, (LAST_SECTOR, 0))
        size = min(size, limit)
        if self.streams.get(path, (0, 0))[1] >= self._cutoff:
            return self._chained(start, size)[:size]
        step = self._mini_size
        sectors = islice(_chain(start, self._mini_table), -(-size // step))
        return b"".join([self._mini_stream[sector * step : (sector + 1) * step] for sector in sectors])[:size]

    def _sector(self, number: int) -> bytes:
        return self._content[(number + 1) * self._size : (number + 2) * self._size]

    def _chained(self, start: int, size: int | None = None) -> bytes:
        count = self._count if size is None else -(-size // self._size)
        return b"".join(map(self._sector, islice(_chain(start, self._table), count)))

    def _allocation(self, first: tuple[int, ...], more: int) -> list[int]:
        """Return the table of which sector follows which; its own sectors are listed in the header and beyond."""
        sectors = list(first)
        seen = set[int]()
        while more < self._count and more not in seen:
            seen.add(more)
            *numbers, more = self._numbers(self._sector(more)) or [LAST_SECTOR]
            sectors += numbers
        return self._numbers(b"".join(self._sector(number) for number in sectors if number < self._count))

    @staticmethod
    def _numbers(content: bytes) -> list[int]:
        count = len(content) // 4
        return list(struct.unpack(f"<{count}I", content[: 4 * count]))

    def _walk(self) -> tuple[int, int]:
        """Find all streams; return first sector and size of the one that holds the small ones."""
        if len(self._entries) < ENTRY_SIZE:
            raise DamagedFile("no directory")
        *_, child, start, size = self._entry(0)
        waiting: list[tuple[int, tuple[str, ...]]] = [(child, ())]
        seen = {0}
        while waiting:
            number, path = waiting.pop()
            if number in seen or (number + 1) * ENTRY_SIZE > len(self._entries) or len(seen) > MOST_ENTRIES:
                continue
            seen.add(number)
            name, kind, left, right, child, first, length = self._entry(number)
            waiting += [(left, path), (right, path)]
            if kind == STORAGE:
                waiting.append((child, (*path, name)))
            elif kind == STREAM:
                self.streams.setdefault((*path, name), (first, length))
        return start, size

    def _entry(self, number: int) -> tuple[str, int, int, int, int, int, int]:
        """Return name, kind, left, right and child, first sector and size."""
        raw = self._entries[number * ENTRY_SIZE : (number + 1) * ENTRY_SIZE]
        length, kind = struct.unpack_from("<HB", raw, 64)
        left, right, child = struct.unpack_from("<III", raw, 68)
        first, size = struct.unpack_from("<IQ", raw, 116)
        name = raw[: max(min(length, 64) - 2, 0)].decode("utf-16-le", "replace")
        return name, kind, left, right, child, first, min(size, len(self._content))


def _chain(start: int, table: list[int]) -> Iterator[int]:
    seen = set[int]()
    while start < len(table) and start < LAST_SECTOR and start not in seen:
        seen.add(start)
        yield start
        start = table[start]
