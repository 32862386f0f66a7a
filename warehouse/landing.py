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
from collections.abc import Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass
from datetime import UTC, date, datetime, time
from functools import lru_cache
from pathlib import Path
from types import MappingProxyType

from connectors.inbox import Quarantined, stamp_of
from warehouse.files import PARTIAL, make_folder, read_json, restore, write_text
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
        """What is unpacked from archives, for the time of the run."""
        return self.root / f"unpacked{PARTIAL}"

    def sweep(self) -> None:
        """Make the folder if it is missing, and remove what a killed run left half made."""
        make_folder(self.root)
        for folder in (self.root, *self._connector_folders()):
            restore(folder)
            for path in list(folder.glob(f"*{PARTIAL}")):
                if path.is_dir():
                    discard(path)
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

    def known(self) -> Mapping[tuple[str, str], Manifest]:
        """Return the units of the runs that came to their end by their keys, also those that have been lost since."""
        try:
            return _by_key(self.index, stamp_of(self.index.stat()))
        except OSError:
            return {}

    def of_older_version(self, manifest: Manifest) -> Manifest | None:
        """Return the unit that an older version of the connector landed from the same bytes."""
        for folder in self._connector_folders():
            if folder.name.startswith(f"{manifest.connector}-v"):
                older = read_manifest(folder / manifest.unit_id)
                if older and older.version < manifest.version:
                    return older
        return None

    def settle(self) -> None:
        """Write the index of everything that is landed; the names of files in batches stay in the manifests."""
        manifests = self.manifests()
        if manifests != self.settled():
            content = {name: {**to_json(manifest), "files": []} for name, manifest in manifests.items()}
            write_text(self.index, text_of(content))

    def remove(self, manifest: Manifest) -> None:
        """Take a unit out of the landing, whatever version of its connector landed it."""
        for folder in self._connector_folders():
            if folder.name.startswith(f"{manifest.connector}-v"):
                discard(folder / manifest.unit_id)

    def _connector_folders(self) -> list[Path]:
        with suppress(FileNotFoundError):
            return sorted(path for path in self.root.glob("*-v*") if path.is_dir())
        return []


def discard(folder: Path) -> None:
    """Remove a folder of the landing, all of it at once."""
    # Gone with one rename: neither a kill nor a worker that outlives its run may put half of it in place.
    doomed = folder.with_name(f"discarded-{folder.name.removesuffix(PARTIAL)}{PARTIAL}")
    shutil.rmtree(doomed, ignore_errors=True)
    with suppress(FileNotFoundError):
        folder.replace(doomed)
    shutil.rmtree(doomed, ignore_errors=True)


@lru_cache(maxsize=1)
def _by_key(path: Path, stamp: str) -> Mapping[tuple[str, str], Manifest]:
    return MappingProxyType({manifest.key: manifest for manifest in _read_index(path, stamp).values()})


@lru_cache(maxsize=1)
def _read_index(path: Path, stamp: str) -> Mapping[str, Manifest]:
    """Read the index once while it stays the same file: a run asks for it several times."""
    try:
        return MappingProxyType({name: from_json(content) for name, content in read_json(path).items()})
    except (AttributeError, KeyError, TypeError, ValueError):
        return MappingProxyType({})


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
