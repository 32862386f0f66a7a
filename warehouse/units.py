"""Units of work: what is hashed, read and landed by itself, and known by the SHA-256 of what its records depend on.

Those are all of its bytes, unless its connector says which (`survey`): most of a mailbox are bodies, and they decide
nothing.
"""

from __future__ import annotations

import hashlib
import os
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeAlias

from connectors import connector
from connectors.inbox import MessageFile, stamp_of
from connectors.source import Source
from warehouse.files import make_folder
from warehouse.manifest import Earlier, folder_name

if TYPE_CHECKING:
    from connectors.examined import Recognized

Taker: TypeAlias = Callable[[Any], object]

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


def unit_of(found: Recognized, spool: Path) -> Unit:
    """Hash what was found; raise OSError if it cannot be read.

    What is told of a batch is kept in a file of the ``spool`` until it is landed: to open a thousand files a second
    time takes as long as to read what stands in them.
    """
    if found.files:
        stamp = stamp_of_messages(found.files)
        mtime_ns, size = max(file.mtime_ns for file in found.files), sum(file.size for file in found.files)
        first = os.fsencode(found.source.path / found.files[0].name)
        aside = spool / hashlib.sha256(first).hexdigest()
        make_folder(spool)
        with os.fdopen(os.open(aside, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600), "wb", CHUNK) as kept:
            unit_id, source = identified(found.connector, found.source, kept.write)
        source = replace(source, unpacked=aside)
    else:
        stamp, mtime_ns, size = looked_at(found.source)
        unit_id, source = identified(found.connector, found.source)
    mtime = datetime.fromtimestamp(mtime_ns // 1_000_000_000, UTC)
    version = connector(found.connector).VERSION
    return Unit(unit_id, found.connector, version, source, found.source_path, size, mtime, stamp)


def identified(connector_name: str, source: Source, keep: Taker | None = None) -> tuple[str, Source]:
    """Return the SHA-256 of what the records of a source depend on, and the source with what was learnt about it."""
    module = connector(connector_name)
    state = hashlib.sha256()
    take = _to_both(state.update, keep) if keep else state.update
    source = getattr(module, "survey", _take_all)(source, take)
    state.update(os.fsencode(module.context(source)))
    return state.hexdigest(), source


def _to_both(one: Taker, other: Taker) -> Taker:
    def take(told: bytes) -> None:
        one(told)
        other(told)

    return take


def _take_all(source: Source, take: Taker) -> Source:
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
    """Return what changes when a file does, when it was last modified (ns), and the size; raise OSError."""
    status = source.path.stat()
    size = (source.unpacked or source.path).stat().st_size - source.offset if source.length is None else source.length
    return stamp_of(status), status.st_mtime_ns, size


def stamp_of_messages(files: Iterable[MessageFile]) -> str:
    """Return what changes when one of these files does; flags in their names do not count."""
    told = "".join(f"{file.bare_name}\0{file.size}\0{file.mtime_ns}\n" for file in files)
    return hashlib.sha256(os.fsencode(told)).hexdigest()
