"""Which landed units are part of others now: a mailbox has grown, or a new version of its connector cuts it elsewhere.

Proof is by hash: the file, or the folder of messages, still holds exactly the bytes of the landed unit. So nothing goes
that is not read again, and no message is counted twice among the sources. Where files of a batch are gone or changed,
`warehouse.remains` compares record by record.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from operator import attrgetter
from pathlib import Path, PurePosixPath
from typing import NamedTuple

from connectors.inbox import without_flags
from connectors.source import Source
from warehouse.manifest import Earlier, Manifest, read_manifest
from warehouse.units import Unit, identified

Key = tuple[str, str]


class Superseded(NamedTuple):
    """A landed unit whose bytes are part of others now; it goes once all of ``successors`` have landed.

    Where only some of its files are, it ``has_remains``, which stay.
    """

    manifest: Manifest
    successors: frozenset[Key]
    has_remains: bool = False


class _Successors(NamedTuple):
    """The units of one file or folder; ``names`` are the files of batches by their names without flags."""

    source_path: str
    units: Sequence[Unit]
    names: Mapping[str, str]
    keys: frozenset[Key]


def superseded(units: Sequence[Unit], landed: Iterable[Manifest], present: set[Key], landing: Path) -> list[Superseded]:
    """Return the landed units that the hashed ``units`` of the inbox hold; those still ``present`` as such stay."""
    by_file: dict[tuple[str, str], list[Unit]] = defaultdict(list)
    for unit in units:
        by_file[unit.connector, unit.source_path].append(unit)
    by_name: dict[tuple[str, str], list[_Successors]] = defaultdict(list)
    for (connector, source_path), successors in by_file.items():
        names = {without_flags(name): name for unit in successors for name in unit.source.files}
        keys = frozenset(unit.key for unit in successors)
        by_name[connector, bare_name(source_path)].append(_Successors(source_path, successors, names, keys))
    found = []
    for manifest in landed:
        candidates = by_name.get((manifest.connector, bare_name(manifest.source_path)), [])
        if not candidates or manifest.key in present:
            continue
        # The index leaves out the names of files; the manifest itself has them.
        detailed = read_manifest(landing / manifest.folder) or manifest
        for candidate in candidates:
            holder = _holder(detailed, candidate)
            if holder and identified(manifest.connector, holder) == manifest.unit_id:
                found.append(Superseded(detailed, candidate.keys))
            elif candidate.source_path == manifest.source_path and not candidate.names.keys().isdisjoint(
                detailed.files
            ):
                found.append(Superseded(detailed, candidate.keys, has_remains=True))
    return found


def with_history(unit: Unit, known: Mapping[Key, Manifest], gone: Iterable[Superseded], root: Path) -> Unit:
    """Let a unit remember when its bytes, or those of the units that it is made of, were landed before."""
    if manifest := known.get(unit.key):
        return replace(unit, first_landed_at=manifest.landed_at, landed_earlier=manifest.landed_earlier)
    own_past = [entry for entry in gone if unit.key in entry.successors]
    if any(entry.has_remains for entry in own_past):
        from warehouse.remains import known_since  # imports Polars

        return replace(unit, landed_earlier=known_since(unit, [entry.manifest for entry in own_past], root))
    earlier = tuple(_marks(unit, [entry.manifest for entry in own_past]))
    return replace(unit, landed_earlier=earlier) if earlier else unit


def _marks(unit: Unit, past: Sequence[Manifest]) -> Iterator[Earlier]:
    """Yield up to which record a unit was landed when, as far as landed units follow one another from its beginning."""
    names = tuple(map(without_flags, unit.source.files))
    place = interactions = contacts = 0
    while beginning := [manifest for manifest in past if _stands_at(place, unit, names, manifest)]:
        # They begin with the same records, and whichever was landed first tells of them first.
        for manifest in sorted(beginning, key=attrgetter("landed_at")):
            own = Earlier(manifest.counts["interactions"], manifest.counts["contacts"], manifest.landed_at)
            for mark in (*manifest.landed_earlier, own):
                yield Earlier(interactions + mark.interactions, contacts + mark.contacts, mark.landed_at)
        longest = max(beginning, key=_length)
        place += _length(longest)
        interactions += longest.counts["interactions"]
        contacts += longest.counts["contacts"]


def bare_name(source_path: str) -> str:
    """Return what stays of a name where a mailbox is moved, or exported again to another folder or archive."""
    return PurePosixPath(source_path).name


def _holder(manifest: Manifest, successors: _Successors) -> Source | None:
    """Return the stretch of the file, or the files of the folder, that would be the landed unit."""
    first, names = successors.units[0].source, successors.names
    if first.files:
        files = [names[name] for name in manifest.files if name in names]
        return replace(first, files=tuple(files)) if files and len(files) == len(manifest.files) else None
    if manifest.offset + manifest.bytes > max(unit.stop for unit in successors.units):
        return None
    return replace(first, offset=manifest.offset, length=manifest.bytes)


def _stands_at(place: int, unit: Unit, names: tuple[str, ...], manifest: Manifest) -> bool:
    """Tell whether a landed unit holds what lies ``place`` bytes, or files, after the beginning of a unit."""
    if not names:
        return unit.source.offset + place == manifest.offset < unit.stop and manifest.bytes > 0
    return bool(manifest.files) and names[place : place + len(manifest.files)] == manifest.files


def _length(manifest: Manifest) -> int:
    """Return how many files a landed unit holds, or how many bytes of one file."""
    return len(manifest.files) or manifest.bytes
