"""Units of work: what is read and landed by itself, and known by the SHA-256 of what its records depend on.

Those are all of its bytes, unless its connector says which (`survey`): most of a mailbox are bodies, and they decide
nothing. Such a unit is hashed while it is read, if nothing tells that it may have been landed before.
"""

from __future__ import annotations

import hashlib
import os
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any

from connectors import connector
from connectors.inbox import MessageFile, stamp_of
from connectors.source import Source, Taker
from warehouse.manifest import Earlier

if TYPE_CHECKING:
    from connectors.examined import Recognized

CHUNK = 1024 * 1024


@dataclass(frozen=True, slots=True)
class Unit:
    """A source that is to be landed. ``mtime`` is in UTC; ``stamp`` is that of its file when that was looked at.

    ``unit_id`` is ``""`` until it is known: of what has not been hashed, once it is read. ``first_landed_at``
    is when an older version of the connector landed the same bytes; ``landed_earlier`` tells of the units that
    this one is made of, or has grown out of. Both keep what was known first, first.
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
    def stop(self) -> int:
        """The end of the unit in its file."""
        return self.source.offset + self.bytes


def unit_of(found: Recognized, *, is_hashed: bool = True) -> Unit:
    """Look at what was found and, if it ``is_hashed``, give it its id; raise OSError if it cannot be read."""
    if found.source.files:
        stamp, mtime_ns, size = "", found.mtime_ns, found.size
    else:
        stamp, mtime_ns, size = looked_at(found.source)
    mtime = datetime.fromtimestamp(mtime_ns // 1_000_000_000, UTC)
    version = connector(found.connector).VERSION
    unit_id = identified(found.connector, found.source) if is_hashed else ""
    return Unit(unit_id, found.connector, version, found.source, found.source_path, size, mtime, stamp)


def is_hashed_while_read(connector_name: str) -> bool:
    """Tell whether a connector hands over what its records depend on while it reads."""
    return hasattr(connector(connector_name), "survey")


def identified(connector_name: str, source: Source) -> str:
    """Return the SHA-256 of what the records of a source depend on; raise OSError if it cannot be read."""
    state = hashlib.sha256()
    getattr(connector(connector_name), "survey", _take_all)(source, state.update)
    return concluded(state, connector_name, source)


def concluded(state: Any, connector_name: str, source: Source) -> str:
    """Return the id of a source from the state of a SHA-256 that has taken what it told."""
    state.update(os.fsencode(connector(connector_name).context(source)))
    return str(state.hexdigest())


def _take_all(source: Source, take: Taker) -> None:
    for chunk in _chunks(source):
        take(chunk)


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
    """Return what changes when a file does, when it was last modified (ns), and the size; raise OSError."""
    status = source.path.stat()
    size = (source.unpacked or source.path).stat().st_size - source.offset if source.length is None else source.length
    return stamp_of(status), status.st_mtime_ns, size


def told_of_message(file: MessageFile) -> str:
    """Return what changes when a file does; flags in its name do not count."""
    return f"{file.bare_name}\0{file.size}\0{file.mtime_ns}\n"


def stamp_of_messages(told: Iterable[str]) -> str:
    """Return what changes when one of these files does, of which so much is told."""
    return hashlib.sha256(os.fsencode("".join(told))).hexdigest()
