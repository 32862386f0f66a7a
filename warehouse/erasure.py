"""Take people who are forgotten out of what has been landed, unit by unit, as if they had never been landed."""

from __future__ import annotations

import os
import shutil
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import replace
from itertools import chain, groupby, islice
from operator import itemgetter
from pathlib import Path
from typing import Any, NamedTuple

import polars as pl

from connectors.records import Contact, Ignored, Interaction, Participant, Record, Rejected, Skill, Tenure
from warehouse.files import PARTIAL, exchange, make_folder, read_json, write_text
from warehouse.forgetting import INTERACTION_TEXTS, is_scrubbed, remaining, without
from warehouse.forgotten import Forgotten, Known
from warehouse.landing import Landing
from warehouse.manifest import MANIFEST_NAME, Earlier, Manifest, part_name, read_manifest, text_of, to_json
from warehouse.tables import UnitTables

_WITHOUT_PARTIES = {"contacts": Contact, "tenures": Tenure, "skills": Skill, "rejected": Rejected}
_NOBODY: tuple[int, Iterator[Any]] = (0, iter(()))


class Erased(NamedTuple):
    """What came of one unit: how many of its records went."""

    manifest: Manifest
    records: int


def units_with(landing: Landing, forgotten: Forgotten) -> list[Manifest]:
    """Return the landed units, of whatever version, in which somebody forgotten is found."""
    return [manifest for manifest in _manifests(landing) if _is_in(landing, manifest, forgotten)]


def erase(landing: Landing, forgotten: Forgotten) -> list[Erased]:
    """Rewrite the units in which somebody forgotten is found; a kill at any moment is made good by doing it again."""
    landing.sweep()
    doomed = units_with(landing, forgotten)
    # The index is believed before the manifests are, so it must not speak of units that are about to change.
    names = {manifest.folder for manifest in doomed}
    index = {name: unit for name, unit in read_json(landing.index).items() if name not in names}
    write_text(landing.index, text_of(index))
    erased = [_rewrite(landing, manifest, forgotten) for manifest in doomed]
    landing.settle()
    return erased


def _manifests(landing: Landing) -> Iterator[Manifest]:
    # The index leaves out the names of files; the manifest itself has them.
    for name, manifest in landing.manifests().items():
        yield read_manifest(landing.root / name) or manifest


def _is_in(landing: Landing, manifest: Manifest, forgotten: Forgotten) -> bool:
    """Tell whether a unit holds a trace of somebody forgotten; by distinct values, since most units do not."""
    folder = landing.root / manifest.folder
    few: Iterator[Record] = (record for table in _WITHOUT_PARTIES for record in _rows(folder, manifest, table))
    if any(without(record, forgotten) != record for record in few):
        return True
    for frame in _frames(folder, manifest, "participants"):
        parties = frame.select(Known._fields).unique().iter_rows()
        if any(forgotten.holds(Known(*party)) or is_scrubbed(party[2], forgotten) for party in parties):
            return True
    for frame in _frames(folder, manifest, "interactions"):
        columns = (frame[field].unique() for field in INTERACTION_TEXTS)
        if any(is_scrubbed(text, forgotten) for column in columns for text in column):
            return True
    return False


def _rewrite(landing: Landing, manifest: Manifest, forgotten: Forgotten) -> Erased:
    folder = landing.root / manifest.folder
    partial = folder.with_name(f"{folder.name}-{os.getpid()}{PARTIAL}")
    shutil.rmtree(partial, ignore_errors=True)
    make_folder(partial)
    earlier = tuple(_recounted(mark, folder, manifest, forgotten) for mark in manifest.landed_earlier)
    tables = UnitTables(partial, manifest.unit_id, manifest.landed_at, earlier)
    ignored = [Ignored(reason, "", count) for reason, count in manifest.ignored_reasons.items()]
    tables.write(chain(ignored, remaining(records_of(folder, manifest), forgotten)))
    left = replace(
        manifest,
        rejected=tables.counts["rejected"],
        ignored=tables.ignored_reasons.total(),
        covers_from=tables.covers_from,
        covers_until=tables.covers_until,
        counts=dict(tables.counts),
        parts=dict(tables.parts),
        ignored_reasons=dict(tables.ignored_reasons),
        landed_earlier=earlier,
    )
    write_text(partial / MANIFEST_NAME, text_of(to_json(left)))
    exchange(folder, partial)
    return Erased(left, left.ignored - manifest.ignored)


def _recounted(mark: Earlier, folder: Path, manifest: Manifest, forgotten: Forgotten) -> Earlier:
    """Return how many of the records that were landed earlier are left."""

    def left(records: Iterable[Record], count: int) -> int:
        return sum(without(record, forgotten) is not None for record in islice(records, count))

    interactions, contacts = _interactions(folder, manifest), _rows(folder, manifest, "contacts")
    return mark._replace(interactions=left(interactions, mark.interactions), contacts=left(contacts, mark.contacts))


def records_of(folder: Path, manifest: Manifest) -> Iterator[Record]:
    """Yield the records of a landed unit, interactions last; those that were ignored are only counted."""
    for table in _WITHOUT_PARTIES:
        yield from _rows(folder, manifest, table)
    yield from _interactions(folder, manifest)


def _interactions(folder: Path, manifest: Manifest) -> Iterator[Interaction]:
    parties = groupby(_read(folder, manifest, "participants"), itemgetter("interaction_number"))
    number, group = next(parties, _NOBODY)
    for row in _read(folder, manifest, "interactions"):
        participants: tuple[Participant, ...] = ()
        if row["interaction_number"] == number:
            participants = tuple(_record(Participant, party) for party in group)
            number, group = next(parties, _NOBODY)
        yield _record(Interaction, row | {"participants": participants})


def _rows(folder: Path, manifest: Manifest, table: str) -> Iterator[Any]:
    return (_record(_WITHOUT_PARTIES[table], row) for row in _read(folder, manifest, table))


def _read(folder: Path, manifest: Manifest, table: str) -> Iterator[dict[str, Any]]:
    for frame in _frames(folder, manifest, table):
        yield from frame.iter_rows(named=True)


def _frames(folder: Path, manifest: Manifest, table: str) -> Iterator[pl.DataFrame]:
    return (pl.read_parquet(folder / part_name(table, part + 1)) for part in range(manifest.parts.get(table, 0)))


def _record(kind: type[Any], row: Mapping[str, Any]) -> Any:
    """Return the record that a row was landed from; of an older unit, which lacks a field, with its default."""
    told = {name: row[name] for name in kind._fields if name in row}
    return kind(**{name: tuple(value) if isinstance(value, list) else value for name, value in told.items()})
