"""What is left of a landed batch of messages when files of it are gone or changed: a unit of its own.

A message that is deleted from a Maildir stays landed, but those that are still there are read again with their batch,
and must not count twice among the sources. What remains is told by record, since the bytes are gone.

Importing this module imports Polars.
"""

from __future__ import annotations

import hashlib
import os
import shutil
from collections.abc import Iterable, Iterator
from dataclasses import replace
from datetime import datetime
from itertools import accumulate, groupby, takewhile
from pathlib import Path

import polars as pl

from connectors.inbox import shown, without_flags
from connectors.records import Interaction, Record
from warehouse.erasure import records_of
from warehouse.files import PARTIAL, make_folder, write_text
from warehouse.landing import Landing
from warehouse.manifest import MANIFEST_NAME, Earlier, Manifest, part_name, text_of, to_json
from warehouse.tables import UnitTables
from warehouse.units import Unit


def leave_remains(landing: Landing, manifest: Manifest, successors: Iterable[Manifest]) -> None:
    """Put in the place of a landed batch a unit of those records that no successor holds as they are.

    A kill at any moment is made good by doing it again: what remains has the same name, and then nothing remains.
    """
    held: dict[str, Record] = {}
    for successor in successors:
        held |= {record.location: record for record in records_of(landing.root / successor.folder, successor)}
    landed = records_of(landing.root / manifest.folder, manifest)
    kept = [record for record in landed if held.get(record.location) != record]
    locations = tuple(dict.fromkeys(record.location for record in kept))
    if len(kept) == manifest.records:
        return
    if kept:
        _write(landing, manifest, kept, locations)
    landing.remove(manifest)


def known_since(unit: Unit, gone: Iterable[Manifest], root: Path) -> tuple[Earlier, ...]:
    """Return when the first records of a batch were landed in batches that are gone, up to the first new file."""
    names: set[str] = set()
    times: dict[str, datetime] = {}
    for manifest in gone:
        names.update(manifest.files)
        for location, landed_at in _times(manifest, root):
            times[location] = min(landed_at, times.get(location, landed_at))
    known = takewhile(names.__contains__, map(without_flags, unit.source.files))
    return _runs(times[shown(name)] for name in known if shown(name) in times)


def _runs(times: Iterable[datetime]) -> tuple[Earlier, ...]:
    counts = [(landed_at, len(list(run))) for landed_at, run in groupby(times)]
    ends = accumulate(count for _, count in counts)
    return tuple(Earlier(end, 0, landed_at) for (landed_at, _), end in zip(counts, ends, strict=True))


def _times(manifest: Manifest, root: Path) -> Iterator[tuple[str, datetime]]:
    for part in range(manifest.parts.get("interactions", 0)):
        path = root / manifest.folder / part_name("interactions", part + 1)
        yield from pl.read_parquet(path, columns=["location", "landed_at"]).iter_rows()


def _write(landing: Landing, manifest: Manifest, kept: list[Record], locations: tuple[str, ...]) -> None:
    name = "\0".join([manifest.unit_id, *sorted(locations)])
    unit_id = hashlib.sha256(os.fsencode(name)).hexdigest()
    remains = replace(manifest, unit_id=unit_id)
    final = landing.root / remains.folder
    partial = final.with_name(f"{final.name}-{os.getpid()}{PARTIAL}")
    shutil.rmtree(partial, ignore_errors=True)
    shutil.rmtree(final, ignore_errors=True)
    make_folder(partial)
    times = dict(_times(manifest, landing.root))
    earlier = _runs(times[record.location] for record in kept if isinstance(record, Interaction))
    tables = UnitTables(partial, unit_id, manifest.landed_at, earlier)
    tables.write(kept)
    rejected = tables.counts["rejected"]
    remains = replace(
        remains,
        bytes=0,
        records=tables.landed + rejected,
        rejected=rejected,
        ignored=0,
        covers_from=tables.covers_from,
        covers_until=tables.covers_until,
        counts=dict(tables.counts),
        parts=dict(tables.parts),
        ignored_reasons={},
        landed_earlier=earlier,
        files=locations,
    )
    write_text(partial / MANIFEST_NAME, text_of(to_json(remains)))
    partial.replace(final)
