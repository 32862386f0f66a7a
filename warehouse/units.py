"""Units of work: what is hashed, read and landed by itself, and known by the SHA-256 of its bytes."""

from __future__ import annotations

import hashlib
import os
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import TypeVar

from connectors import connector
from connectors.inbox import MessageFile, stamp_of, without_flags
from connectors.source import Source
from warehouse.manifest import Earlier, folder_name

CHUNK = 1024 * 1024
# Below this, starting threads costs more than they save.
THREADED_BYTES = 32 * 1024 * 1024

Item = TypeVar("Item")
Result = TypeVar("Result")


@dataclass(frozen=True, slots=True)
class Unit:
    """A source that is to be landed. ``stamp`` is that of its files when they were hashed, ``mtime`` is in UTC.

    ``first_landed_at`` is when an older version of the connector landed the same bytes; ``landed_earlier`` tells of a
    shorter unit that this one has grown out of. Both keep what was known first, first.
    """

    unit_id: str
    connector: str
    version: int
    source: Source
    source_path: str
    bytes: int
    mtime: datetime
    stamp: str
    first_landed_at: datetime | None = None
    landed_earlier: tuple[Earlier, ...] = ()

    @property
    def key(self) -> tuple[str, str]:
        """What makes it the same unit under any name."""
        return self.connector, self.unit_id

    @property
    def folder(self) -> str:
        """The folder of the unit below the landing."""
        return folder_name(self.connector, self.version, self.unit_id)

    @property
    def stop(self) -> int:
        """The end of the unit in its file."""
        return self.source.offset + self.bytes


def unit_of(connector_name: str, source: Source, source_path: str) -> Unit:
    """Hash a source; raise OSError if it cannot be read."""
    module = connector(connector_name)
    stamp, mtime_ns = stamp_and_mtime(source)
    unit_id, size = digest(source, module.context(source))
    mtime = datetime.fromtimestamp(mtime_ns // 1_000_000_000, UTC)
    return Unit(unit_id, connector_name, module.VERSION, source, source_path, size, mtime, stamp)


def digest(source: Source, context: str) -> tuple[str, int]:
    """Return the SHA-256 of the bytes of a source and of what else its reading depends on, and their number.

    Of a batch: for each file its name without flags, its length, and its bytes.
    """
    state = hashlib.sha256()
    size = 0
    if source.files:
        for name in source.files:
            content = (source.path / name).read_bytes()
            state.update(os.fsencode(f"{without_flags(name)}\0{len(content)}\0"))
            state.update(content)
            size += len(content)
    else:
        for chunk in _chunks(source):
            state.update(chunk)
            size += len(chunk)
    state.update(os.fsencode(context))
    return state.hexdigest(), size


def _chunks(source: Source) -> Iterator[memoryview]:
    # Reading, not mapping: a file that shrinks while it is mapped ends the process.
    buffer = bytearray(CHUNK)
    view = memoryview(buffer)
    left = source.length
    with source.open() as stream:
        while left is None or left > 0:
            wanted = view if left is None else view[: min(CHUNK, left)]
            count = stream.readinto(wanted)  # type: ignore[attr-defined]  # IO[bytes] lacks what every binary stream has
            if not count:
                return
            left = None if left is None else left - count
            yield wanted[:count]


def stamp_and_mtime(source: Source) -> tuple[str, int]:
    """Return what changes when the content of a source does, and when it was last modified (ns); raise OSError."""
    if not source.files:
        status = source.path.stat()
        return stamp_of(status), status.st_mtime_ns
    found = []
    for name in source.files:
        status = (source.path / name).stat()
        found.append(MessageFile(name, status.st_size, status.st_mtime_ns))
    return stamp_of_messages(found), max(file.mtime_ns for file in found)


def stamp_of_messages(files: Iterable[MessageFile]) -> str:
    """Return what changes when one of these files does; flags in their names do not count."""
    state = hashlib.sha256()
    for file in files:
        state.update(os.fsencode(f"{file.bare_name}\0{file.size}\0{file.mtime_ns}\n"))
    return state.hexdigest()


def each_in_threads(work: Callable[[Item], Result], items: Sequence[Item], total_bytes: int) -> list[Result]:
    """Apply work that releases the interpreter (hashing, reading) to each item, in parallel where it pays."""
    if len(items) < 2 or total_bytes < THREADED_BYTES:
        return [work(item) for item in items]
    from concurrent.futures import ThreadPoolExecutor

    with ThreadPoolExecutor(os.cpu_count()) as pool:
        return list(pool.map(work, items))
