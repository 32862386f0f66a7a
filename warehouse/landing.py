"""The landing: what was read, once for the same bytes, as Parquet; a folder for each unit.

The folder is ``<connector>-v<VERSION>/<unit id>/`` and holds Parquet and ``manifest.json``. It is written beside its
place and put there with one rename, so a unit is landed if and only if its manifest exists, and a kill at any moment
loses nothing and doubles nothing. ``index.json`` repeats the manifests of all runs that came to their end; it and
``ledger.json`` can be deleted.
"""

from __future__ import annotations

import hashlib
import os
import shutil
from collections.abc import Iterator, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass
from datetime import UTC, date, datetime, time
from functools import lru_cache
from pathlib import Path
from types import MappingProxyType
from typing import TYPE_CHECKING, NamedTuple

from connectors import connector
from connectors.errors import ConnectorError
from connectors.inbox import Quarantined, explained, stamp_of, without_flags
from connectors.records import Record
from warehouse.files import PARTIAL, make_folder, read_json, restore, write_text
from warehouse.forgetting import remaining
from warehouse.forgotten import forgotten_beside
from warehouse.ledger import Ledger
from warehouse.manifest import (
    MANIFEST_NAME,
    Manifest,
    from_json,
    part_name,
    read_manifest,
    text_of,
    to_json,
)
from warehouse.units import Unit, looked_at

if TYPE_CHECKING:
    from warehouse.tables import UnitTables


@dataclass(frozen=True, slots=True)
class Landing:
    """Where things lie in the landing folder ``root``."""

    root: Path

    @property
    def ledger(self) -> Path:
        """What each file of the inbox held; see `warehouse.ledger`."""
        return self.root / "ledger.json"

    @property
    def index(self) -> Path:
        """The manifests of all runs that came to their end, in one file."""
        return self.root / "index.json"

    @property
    def spool(self) -> Path:
        """What is unpacked from archives, and kept of messages since they were hashed, for the time of the run."""
        return self.root / f"unpacked{PARTIAL}"

    def sweep(self) -> None:
        """Make the folder if it is missing, and remove what a killed run left half made."""
        make_folder(self.root)
        for folder in (self.root, *self._connector_folders()):
            restore(folder)
            for path in list(folder.glob(f"*{PARTIAL}")):
                if path.is_dir():
                    _discard(path)
                else:
                    path.unlink(missing_ok=True)

    def manifests(self) -> dict[str, Manifest]:
        """Return every landed unit by its folder, whatever its version."""
        known = self.settled()
        found: dict[str, Manifest] = {}
        for folder in self._connector_folders():
            for unit_id in sorted(os.listdir(folder)):  # noqa: PTH208 - names are enough, and there are thousands
                name = f"{folder.name}/{unit_id}"
                if unit_id.endswith(PARTIAL) or not os.path.exists(f"{folder}/{unit_id}/{MANIFEST_NAME}"):  # noqa: PTH110
                    continue
                manifest = known.get(name) or read_manifest(folder / unit_id)
                if manifest and manifest.folder == name:
                    found[name] = manifest
        return found

    def settled(self) -> Mapping[str, Manifest]:
        """Return the units of the runs that came to their end, by folder, as the index tells."""
        try:
            return _read_index(self.index, stamp_of(self.index.stat()))
        except OSError:
            return {}

    def settle(self) -> None:
        """Write the index of everything that is landed; the names of files in batches stay in the manifests."""
        manifests = self.manifests()
        if manifests != self.settled():
            content = {name: {**to_json(manifest), "files": []} for name, manifest in manifests.items()}
            write_text(self.index, text_of(content))

    def remove(self, manifest: Manifest) -> None:
        """Take a unit out of the landing."""
        _discard(self.root / manifest.folder)

    def _connector_folders(self) -> list[Path]:
        with suppress(FileNotFoundError):
            return sorted(path for path in self.root.glob("*-v*") if path.is_dir())
        return []


def _discard(folder: Path) -> None:
    # Gone with one rename: neither a kill nor a worker that outlives its run may put half of it in place.
    doomed = folder.with_name(f"discarded-{folder.name.removesuffix(PARTIAL)}{PARTIAL}")
    shutil.rmtree(doomed, ignore_errors=True)
    with suppress(FileNotFoundError):
        folder.replace(doomed)
    shutil.rmtree(doomed, ignore_errors=True)


@lru_cache(maxsize=1)
def _read_index(path: Path, stamp: str) -> Mapping[str, Manifest]:
    """Read the index once while it stays the same file: a run asks for it several times."""
    try:
        return MappingProxyType({name: from_json(content) for name, content in read_json(path).items()})
    except (AttributeError, KeyError, TypeError, ValueError):
        return MappingProxyType({})


class Landed(NamedTuple):
    """What landing a unit came to."""

    unit_id: str
    connector: str
    source_path: str
    bytes: int
    records: int
    rejected: int
    ignored: int


class _ReaderFailed(Exception):
    """Carries the failure of a reader past the writer, to tell it from one of the landing itself."""

    def __init__(self, refused: Quarantined) -> None:
        super().__init__(refused)
        self.refused = refused


def land(unit: Unit, landing: Landing, landed_at: datetime) -> Landed | Quarantined:
    """Read one unit and land it; what its reader cannot read comes back as a value.

    ``landed_at`` is from `landing_time`. Works in any process; raises OSError if the landing cannot be written.
    """
    # Imports Polars, which a run with nothing to land should not pay for.
    from warehouse.tables import UnitTables, collector_at_rest

    forgotten = forgotten_beside(landing.root)
    final = landing.root / unit.folder
    # A name of its own for each process: a worker may outlive its run by a moment.
    partial = final.with_name(f"{final.name}-{os.getpid()}{PARTIAL}")
    shutil.rmtree(partial, ignore_errors=True)
    make_folder(partial)
    landed_at = unit.first_landed_at or landed_at
    tables = UnitTables(partial, unit.unit_id, landed_at, unit.landed_earlier)
    try:
        with collector_at_rest():
            tables.write(remaining(_records(unit), forgotten))
        _check_unchanged(unit)
    except _ReaderFailed as failure:
        shutil.rmtree(partial)
        return failure.refused
    except OSError:
        raise
    except Exception as error:
        # The records are not what records should be: as much a bug of the reader as one that it raises itself.
        shutil.rmtree(partial)
        return _bug(unit, error)
    manifest = _manifest(unit, tables, landed_at)
    write_text(partial / MANIFEST_NAME, text_of(to_json(manifest)))
    _put_in_place(partial, final)
    return Landed(*(getattr(manifest, name) for name in Landed._fields))


def _manifest(unit: Unit, tables: UnitTables, landed_at: datetime) -> Manifest:
    rejected, ignored = tables.counts["rejected"], tables.ignored_reasons.total()
    return Manifest(
        unit_id=unit.unit_id,
        connector=unit.connector,
        version=unit.version,
        source_path=unit.source_path,
        bytes=unit.bytes,
        offset=unit.source.offset,
        mtime=unit.mtime,
        observed_on=unit.source.observed_on,
        landed_at=landed_at,
        records=tables.landed + rejected + ignored,
        rejected=rejected,
        ignored=ignored,
        covers_from=tables.covers_from,
        covers_until=tables.covers_until,
        counts=dict(tables.counts),
        parts=dict(tables.parts),
        ignored_reasons=dict(tables.ignored_reasons),
        landed_earlier=unit.landed_earlier,
        files=tuple(map(without_flags, unit.source.files)),
    )


def _check_unchanged(unit: Unit) -> None:
    if unit.source.files:
        return  # a batch is read from what was hashed
    try:
        stamp, _, _ = looked_at(unit.source)
    except OSError:
        stamp = ""
    if stamp != unit.stamp:
        reason = "it changed while it was read; run again"
        raise _ReaderFailed(Quarantined(unit.source_path, reason, unit.bytes, "access", unit.unit_id))


def _put_in_place(partial: Path, final: Path) -> None:
    if read_manifest(final):
        _discard(partial)
        return
    if final.exists():
        _discard(final)
    partial.replace(final)


def _records(unit: Unit) -> Iterator[Record]:
    try:
        yield from connector(unit.connector).read(unit.source)
    except ConnectorError as error:
        refused = Quarantined(unit.source_path, error.reason, unit.bytes, "content", unit.unit_id)
        raise _ReaderFailed(refused) from error
    except OSError as error:
        refused = Quarantined(unit.source_path, explained(error), unit.bytes, "access", unit.unit_id)
        raise _ReaderFailed(refused) from error
    except Exception as error:
        raise _ReaderFailed(_bug(unit, error)) from error


def _bug(unit: Unit, error: BaseException) -> Quarantined:
    # Never the text of the exception: it may quote a record.
    reason = f"reader failed ({type(error).__name__})"
    return Quarantined(unit.source_path, reason, unit.bytes, "bug", unit.unit_id)


def landing_time(landing: Landing, as_of: date) -> datetime:
    """Return when a run of ``as_of`` lands: on that day, and not before whatever the runs before it landed.

    Precedence among people goes by it, so nobody already known is overtaken by a later day. What arrives in parts on
    one day makes the same warehouse as what arrives at once.
    """
    day = datetime.combine(as_of, time.min, UTC)
    return max([day, *(manifest.landed_at for manifest in landing.manifests().values())])


def landed_units(landing: Landing) -> list[Manifest]:
    """Return the units that count: of each the highest version, by source path, offset and id."""
    newest: dict[tuple[str, str], Manifest] = {}
    for manifest in landing.manifests().values():
        known = newest.get(manifest.key)
        if known is None or known.version < manifest.version:
            newest[manifest.key] = manifest
    return sorted(newest.values(), key=lambda unit: (unit.source_path, unit.offset, unit.connector, unit.unit_id))


def quarantined(landing: Landing) -> list[Quarantined]:
    """Return what could not be read when the inbox was last looked at, by source path."""
    return Ledger.read(landing.ledger).quarantined()


def fingerprint(landing: Landing) -> str:
    """Return what changes when the units that count, or the quarantine, do; cheap, since units never change."""
    state = hashlib.sha256()
    for unit in landed_units(landing):
        state.update(f"{unit.folder} {unit.source_path} {unit.landed_at.isoformat()}\n".encode())
    for refused in quarantined(landing):
        state.update(f"{refused.source_path} {refused.reason} {refused.bytes}\n".encode())
    return state.hexdigest()


def table_files(landing: Landing, units: Sequence[Manifest], table: str) -> list[Path]:
    """Return the Parquet files that hold a table of these units; units without a row have none."""
    return [
        landing.root / unit.folder / part_name(table, part)
        for unit in units
        for part in range(1, unit.parts.get(table, 0) + 1)
    ]
