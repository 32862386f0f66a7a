"""Units of work: what is hashed, read and landed by itself, and known by the SHA-256 of what its records depend on.

Those are all of its bytes, unless its connector says which (`survey`): most of a mailbox are bodies, and they decide
nothing.
"""

from __future__ import annotations

import hashlib
import os
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from datetime import UTC, datetime

from connectors import connector
from connectors.inbox import MessageFile, stamp_of
from connectors.source import Source
from warehouse.manifest import Earlier, folder_name

CHUNK = 1024 * 1024


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
    stamp, mtime_ns, size = looked_at(source)
    unit_id, source = identified(connector_name, source)
    mtime = datetime.fromtimestamp(mtime_ns // 1_000_000_000, UTC)
    return Unit(unit_id, connector_name, module.VERSION, source, source_path, size, mtime, stamp)


def identified(connector_name: str, source: Source) -> tuple[str, Source]:
    """Return the SHA-256 of what the records of a source depend on, and the source with what was learnt about it."""
    module = connector(connector_name)
    state = hashlib.sha256()
    source = getattr(module, "survey", _take_all)(source, state.update)
    state.update(os.fsencode(module.context(source)))
    return state.hexdigest(), source


def _take_all(source: Source, take: Callable[[memoryview], object]) -> Source:
    for chunk in _chunks(source):
        take(chunk)
    return source


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


def looked_at(source: Source) -> tuple[str, int, int]:
    """Return what changes when a source does, when it was last modified (ns), and its size; raise OSError."""
    if not source.files:
        status = source.path.stat()
        inner = (source.unpacked or source.path).stat().st_size
        return stamp_of(status), status.st_mtime_ns, inner - source.offset if source.length is None else source.length
    # Text and plain calls: there may be a hundred thousand files.
    folder, stat = f"{source.path}/", os.stat
    found = []
    for name in source.files:
        status = stat(folder + name)
        found.append(MessageFile(name, status.st_size, status.st_mtime_ns))
    return stamp_of_messages(found), max(file.mtime_ns for file in found), sum(file.size for file in found)


def stamp_of_messages(files: Iterable[MessageFile]) -> str:
    """Return what changes when one of these files does; flags in their names do not count."""
    told = "".join(f"{file.bare_name}\0{file.size}\0{file.mtime_ns}\n" for file in files)
    return hashlib.sha256(os.fsencode(told)).hexdigest()
