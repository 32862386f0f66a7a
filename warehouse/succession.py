"""Which landed units are part of others now: a mailbox has grown, or a new version of its connector cuts it elsewhere.

Proof is by hash: the file, or the folder of messages, still holds exactly the bytes of the landed unit. So nothing goes
that is not read again, and no message is counted twice among the sources.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from pathlib import Path
from typing import NamedTuple

from connectors import connector
from connectors.inbox import without_flags
from connectors.source import Source
from warehouse.manifest import Earlier, Manifest, read_manifest
from warehouse.units import Unit, digest

Key = tuple[str, str]


class Superseded(NamedTuple):
    """A landed unit whose bytes are part of others now; it goes once all of ``successors`` have landed."""

    manifest: Manifest
    successors: frozenset[Key]


def superseded(units: Sequence[Unit], landed: Iterable[Manifest], present: set[Key], landing: Path) -> list[Superseded]:
    """Return the landed units that the hashed ``units`` of the inbox hold; those still ``present`` as such stay."""
    by_file: dict[tuple[str, str], list[Unit]] = defaultdict(list)
    for unit in units:
        by_file[unit.connector, unit.source_path].append(unit)
    found = []
    for manifest in landed:
        successors = by_file.get((manifest.connector, manifest.source_path))
        if not successors or manifest.key in present:
            continue
        # The index leaves out the names of files; the manifest itself has them.
        detailed = read_manifest(landing / manifest.folder) or manifest
        holder = _holder(detailed, successors)
        if holder and digest(holder, connector(manifest.connector).context(holder))[0] == manifest.unit_id:
            found.append(Superseded(detailed, frozenset(unit.key for unit in successors)))
    return found


def with_history(unit: Unit, known: Mapping[Key, Manifest], gone: Iterable[Superseded]) -> Unit:
    """Let a unit remember when its bytes, or its first records, were landed before."""
    if manifest := known.get(unit.key):
        return replace(unit, first_landed_at=manifest.landed_at, landed_earlier=manifest.landed_earlier)
    earlier: list[Earlier] = []
    for manifest, successors in sorted(gone, key=lambda entry: entry.manifest.bytes):
        if unit.key in successors and _begins_with(unit, manifest):
            own = Earlier(manifest.counts["interactions"], manifest.counts["contacts"], manifest.landed_at)
            earlier += [*manifest.landed_earlier, own]
    return replace(unit, landed_earlier=tuple(earlier)) if earlier else unit


def _holder(manifest: Manifest, successors: Sequence[Unit]) -> Source | None:
    """Return the stretch of the file, or the files of the folder, that would be the landed unit."""
    first = successors[0].source
    if first.files:
        names = {without_flags(name): name for unit in successors for name in unit.source.files}
        files = [names[name] for name in manifest.files if name in names]
        return replace(first, files=tuple(files)) if files and len(files) == len(manifest.files) else None
    if manifest.offset + manifest.bytes > max(unit.stop for unit in successors):
        return None
    return replace(first, offset=manifest.offset, length=manifest.bytes)


def _begins_with(unit: Unit, manifest: Manifest) -> bool:
    files = tuple(without_flags(name) for name in unit.source.files[: len(manifest.files)])
    return unit.source.offset == manifest.offset and files == manifest.files
