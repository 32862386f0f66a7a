"""Landing a unit: it is read once, from its bytes to its folder of Parquet."""

from __future__ import annotations

import errno
import hashlib
import os
import shutil
from collections.abc import Iterator
from dataclasses import replace
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any, NamedTuple

from connectors import connector
from connectors.errors import ConnectorError
from connectors.inbox import Quarantined, explained, without_flags
from connectors.records import Record
from connectors.source import Taker
from warehouse.files import PARTIAL, make_folder, write_text
from warehouse.forgetting import remaining
from warehouse.forgotten import forgotten_beside
from warehouse.landing import Landing, discard
from warehouse.manifest import MANIFEST_NAME, Manifest, folder_name, read_manifest, text_of, to_json
from warehouse.succession import with_history
from warehouse.units import Unit, concluded, is_hashed_while_read, looked_at

if TYPE_CHECKING:
    from warehouse.tables import UnitTables


CHANGED = "it changed while it was read; run again"


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
    aside = _partial_folder(unit, landing)
    shutil.rmtree(aside, ignore_errors=True)
    make_folder(aside)
    landed_at = unit.first_landed_at or landed_at
    tables = UnitTables(aside, unit.unit_id, landed_at, unit.landed_earlier)
    state = hashlib.sha256()
    try:
        with collector_at_rest():
            tables.write(remaining(_records(unit, state.update), forgotten), lambda: _identify(unit, state))
    except _ReaderFailed as failure:
        shutil.rmtree(aside)
        return failure.refused
    except OSError:
        raise
    except Exception as error:
        # The records are not what records should be: as much a bug of the reader as one that it raises itself.
        shutil.rmtree(aside)
        return _bug(unit, error)
    manifest = _manifest(unit, tables, landed_at)
    if past := _past(unit, manifest, landing):
        # Each row has a history after all.
        shutil.rmtree(aside)
        own = replace(unit, unit_id=manifest.unit_id)
        return land(with_history(own, {own.key: past}, (), landing.root), landing, landed_at)
    write_text(aside / MANIFEST_NAME, text_of(to_json(manifest)))
    _put_in_place(aside, landing.root / manifest.folder, manifest, is_settled=manifest.key in landing.known())
    return Landed(*(getattr(manifest, name) for name in Landed._fields))


def _manifest(unit: Unit, tables: UnitTables, landed_at: datetime) -> Manifest:
    rejected, ignored = tables.counts["rejected"], tables.ignored_reasons.total()
    return Manifest(
        unit_id=tables.unit_id,
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


def _past(unit: Unit, manifest: Manifest, landing: Landing) -> Manifest | None:
    """Return what an earlier run landed from these bytes under another name, if it is lost or of an older connector.

    None also for what was hashed before it was read: `discover` has looked for its past.
    """
    if unit.unit_id or read_manifest(landing.root / manifest.folder):
        return None
    return landing.known().get(manifest.key) or landing.of_older_version(manifest)


def _partial_folder(unit: Unit, landing: Landing) -> Path:
    """Return where a unit is written; the name is its own in each process, for a worker may outlive its run."""
    place = f"{unit.source.path}\0{unit.source.member}\0{unit.source.offset}\0{''.join(unit.source.files[:1])}"
    name = hashlib.sha256(os.fsencode(place)).hexdigest()
    return landing.root / folder_name(unit.connector, unit.version, f"{name}-{os.getpid()}{PARTIAL}")


def _identify(unit: Unit, state: Any) -> str:
    """Return the id of a unit that has been read; raise if it is no longer what was looked at."""
    is_same = bool(unit.source.files) or _stamp(unit) == unit.stamp
    unit_id = concluded(state, unit.connector, unit.source) if is_hashed_while_read(unit.connector) else unit.unit_id
    if not is_same or unit_id != (unit.unit_id or unit_id):
        raise _ReaderFailed(Quarantined(unit.source_path, CHANGED, unit.bytes, "access", unit.unit_id))
    return unit_id


def _stamp(unit: Unit) -> str:
    try:
        return looked_at(unit.source)[0]
    except OSError:
        return ""


def _put_in_place(aside: Path, final: Path, manifest: Manifest, *, is_settled: bool) -> None:
    """Put a unit in place; of those with the same bytes the one of earlier runs stays, else the one that precedes."""
    while True:
        there = read_manifest(final)
        if there and (is_settled or _precedence(there) <= _precedence(manifest)):
            discard(aside)
            return
        if final.exists():
            discard(final)
        try:
            aside.replace(final)
        except OSError as error:
            if error.errno not in (errno.ENOTEMPTY, errno.EEXIST):
                raise
        else:
            return


def _precedence(manifest: Manifest) -> tuple[datetime, bool, str, int]:
    """Return what is least of the unit that knows most of the past, then of the first by name."""
    return manifest.landed_at, not manifest.landed_earlier, manifest.source_path, manifest.offset


def _records(unit: Unit, take: Taker) -> Iterator[Record]:
    told = {"take": take} if is_hashed_while_read(unit.connector) else {}
    try:
        yield from connector(unit.connector).read(unit.source, **told)
    except ConnectorError as error:
        refused = Quarantined(unit.source_path, error.reason, unit.bytes, "content", unit.unit_id)
        raise _ReaderFailed(refused) from error
    except OSError as error:
        # A mail program at work moves and renames messages all the time.
        is_gone = unit.source.files and isinstance(error, FileNotFoundError)
        reason = CHANGED if is_gone else explained(error)
        raise _ReaderFailed(Quarantined(unit.source_path, reason, unit.bytes, "access", unit.unit_id)) from error
    except Exception as error:
        raise _ReaderFailed(_bug(unit, error)) from error


def _bug(unit: Unit, error: BaseException) -> Quarantined:
    # Never the text of the exception: it may quote a record.
    reason = f"reader failed ({type(error).__name__})"
    return Quarantined(unit.source_path, reason, unit.bytes, "bug", unit.unit_id)
