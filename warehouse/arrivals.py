"""What has arrived in the inbox since the last run, and what to make of it.

`discover` looks, `warehouse.reading.land` lands a unit, `settle` writes down how it ended; `land_all` does the last two
for all units. A look at an inbox in which nothing changed opens no file of it.
"""

from __future__ import annotations

import shutil
from collections.abc import Callable, Iterable, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass, field
from datetime import date
from functools import partial
from pathlib import Path
from types import MappingProxyType
from typing import TYPE_CHECKING

from connectors.inbox import IgnoredFile, InboxFile, MessageFolder, Quarantined, explained, located, walk
from warehouse.copies import copies
from warehouse.landing import Landing, landed_units, landing_time
from warehouse.ledger import Entry, Ledger
from warehouse.manifest import Manifest
from warehouse.reading import Landed, land
from warehouse.succession import Superseded, superseded, with_history
from warehouse.units import Unit, is_hashed_while_read, looked_at, stamp_of_messages, unit_of
from warehouse.workers import DIED, Workers

if TYPE_CHECKING:
    from connectors.discovery import Examined, Recognized

Key = tuple[str, str]
Progress = Callable[[int, int, str], None]


@dataclass(frozen=True, slots=True)
class Discovery:
    """What a look at the inbox found: the units to land, each with the entry of its file.

    ``current`` are the keys of what is landed already, by connectors as they are now.
    """

    arrived: tuple[tuple[Entry, Unit], ...]
    current: frozenset[Key]
    superseded: tuple[Superseded, ...]
    ledger: Ledger

    @property
    def units(self) -> tuple[Unit, ...]:
        """What is to be landed."""
        return tuple(unit for _, unit in self.arrived)

    @property
    def quarantined(self) -> list[Quarantined]:
        """What cannot be read, now or before."""
        return self.ledger.quarantined()

    @property
    def ignored(self) -> list[IgnoredFile]:
        """What is knowingly not read."""
        return self.ledger.ignored()

    @property
    def bytes(self) -> int:
        """What is to be read."""
        return sum(unit.bytes for unit in self.units)


@dataclass(frozen=True, slots=True)
class Summary:
    """How landing ended. ``is_failed``: a reader failed in a way that it should not; the other units are landed."""

    landed: tuple[Landed, ...]
    quarantined: tuple[Quarantined, ...]
    ignored: tuple[IgnoredFile, ...]
    unchanged: int
    is_failed: bool


@dataclass(slots=True)
class _Look:
    """One look at the inbox. ``found`` are the units in the files that had to be opened, each with its entry."""

    spool: Path
    ledger: Ledger
    current: set[Key]
    verify: bool
    seen: set[str] = field(default_factory=set)
    found: list[tuple[Entry, Recognized]] = field(default_factory=list)
    stamps: dict[str, str] = field(default_factory=dict)

    def at_files(self, files: Sequence[InboxFile]) -> None:
        """Look at files; those that are copies of others are not read."""
        self.stamps = {str(file.path): file.stamp for file in files}
        known = {file.path for file in files if self._is_known(str(file.path), file.stamp)}
        known_copies = {path for path in known if self.ledger.entries[str(path)].copy_of}
        originals = copies(files, known, known_copies)
        for file in files:
            entry = Entry(str(file.path), file.stamp)
            if original := originals.get(file.path):
                entry.copy_of = str(original.path)
                reason = f"holds the same as {original.source_path}"
                entry.ignored.append(IgnoredFile(file.source_path, reason))
                self.ledger.entries[entry.path] = entry
            elif file.path not in known:
                from connectors.discovery import examine  # archives and parsers, which an unchanged inbox needs not

                self._note(entry, examine(file, self.spool))

    def at_folder(self, folder: MessageFolder) -> None:
        """Look at a folder of messages as a whole, and batch by batch if it has changed."""
        kind = "maildir" if folder.is_maildir else "messages"
        whole = Entry(f"{folder.path}\0{kind}", stamp_of_messages(folder.files))
        if self._is_known(whole.path, whole.stamp):
            self.seen.update(self.ledger.parts(whole.path))
            return
        from connectors.discovery import batches, examine_batch

        for batch in batches(folder):
            entry = Entry(f"{whole.path} {batch.files[0].bare_name}", stamp_of_messages(batch.files))
            whole.parts.append(entry.path)
            if not self._is_known(entry.path, entry.stamp):
                self._note(entry, examine_batch(batch))
        self.ledger.entries[whole.path] = whole

    def _is_known(self, path: str, stamp: str) -> bool:
        self.seen.add(path)
        if self.verify or not self.ledger.is_settled(path, stamp, self.current):
            return False
        original = self.ledger.entries[path].copy_of
        return not original or self.ledger.is_settled(original, self.stamps.get(original, ""), self.current)

    def _note(self, entry: Entry, examined: Examined) -> None:
        entry.quarantined = examined.quarantined
        entry.ignored = examined.ignored
        self.ledger.entries[entry.path] = entry
        self.found += [(entry, recognized) for recognized in examined.recognized]


def discover(
    inbox: Sequence[Path],
    landing: Landing,
    workers: Workers | None = None,
    *,
    verify: bool = False,
    claimed: Mapping[Path, str] = MappingProxyType({}),
) -> Discovery:
    """Look at these folders and files; open those that have changed since the last look, or all to ``verify``.

    ``claimed`` are files that somebody else reads, with the reason to report. Without ``workers`` this process hashes
    alone. Raises OSError only for the landing itself.
    """
    landing.sweep()
    landed = {unit.key: unit for unit in landed_units(landing)}
    ledger = Ledger.read(landing.ledger)
    current = {key for key, unit in landed.items() if unit.version >= ledger.readers.get(unit.connector, 0)}
    look = _Look(landing.spool, ledger, current, verify)
    elsewhere = Entry(f"{located(inbox[0]) if inbox else ''}\0", "")
    files: list[InboxFile] = []
    for found in walk(inbox):
        if isinstance(found, Quarantined):
            elsewhere.quarantined.append(found)
        elif isinstance(found, IgnoredFile):
            elsewhere.ignored.append(found)
        elif isinstance(found, MessageFolder):
            look.at_folder(found)
        elif reason := claimed.get(found.path):
            elsewhere.ignored.append(IgnoredFile(found.source_path, reason))
        else:
            files.append(found)
    look.at_files(files)
    ledger.entries[elsewhere.path] = elsewhere
    look.seen.add(elsewhere.path)
    ledger.keep_only([located(root) for root in inbox], look.seen)
    return _conclude(look, landed, landing, workers or Workers(1))


def _conclude(look: _Look, landed: Mapping[Key, Manifest], root: Landing, workers: Workers) -> Discovery:
    # What was landed and has been lost keeps its place in time.
    known = root.known() | dict(landed)
    units = _looked_into(look.found, known.values(), workers)
    present = set(look.ledger.units())
    hashed = [unit for _, unit in units if unit.unit_id]
    gone = superseded(hashed, landed.values(), present, root.root)
    arrived: dict[object, tuple[Entry, Unit]] = {}
    for entry, unit in units:
        if not unit.unit_id:
            arrived[unit] = entry, unit
        elif unit.key not in look.current:
            # The same bytes under two names are one unit, known by the first.
            arrived.setdefault(unit.key, (entry, with_history(unit, known, gone, root.root)))
    return Discovery(tuple(arrived.values()), frozenset(look.current), tuple(gone), look.ledger)


def _looked_into(
    found: Sequence[tuple[Entry, Recognized]], known: Iterable[Manifest], workers: Workers
) -> list[tuple[Entry, Unit]]:
    """Hash what was found; but what is hashed while it is read waits for that, unless its name was landed before."""
    names = {(manifest.connector, manifest.source_path) for manifest in known}
    waiting = {
        recognized
        for _, recognized in found
        if (recognized.connector, recognized.source_path) not in names and is_hashed_while_read(recognized.connector)
    }
    to_hash = [recognized for _, recognized in found if recognized not in waiting]
    looked = dict(workers.each(_hash, to_hash, _bytes, _not_hashed))
    looked |= {recognized: _looked(recognized, is_hashed=False) for recognized in waiting}
    units = []
    for entry, recognized in found:
        unit = looked[recognized]
        if isinstance(unit, Quarantined):
            entry.quarantined.append(unit)
            continue
        units.append((entry, unit))
        if unit.unit_id:
            entry.units.append(unit.key)
    return units


def _hash(found: Recognized) -> Unit | Quarantined:
    return _looked(found, is_hashed=True)


def _looked(found: Recognized, *, is_hashed: bool) -> Unit | Quarantined:
    try:
        return unit_of(found, is_hashed=is_hashed)
    except OSError as error:
        return Quarantined(found.source_path, explained(error), cause="access")
    except Exception as error:
        return Quarantined(found.source_path, f"reader failed ({type(error).__name__})", cause="bug")


def _not_hashed(found: Recognized) -> Quarantined:
    return Quarantined(found.source_path, DIED, cause="bug")


def _bytes(found: Recognized) -> int:
    if found.files:
        return sum(file.size for file in found.files)
    with suppress(OSError):  # what is gone is reported when its turn comes
        return looked_at(found.source)[2]
    return 0


def land_all(
    discovery: Discovery,
    landing: Landing,
    as_of: date,
    progress: Progress = lambda done, total, name: None,
    workers: Workers | None = None,
) -> Summary:
    """Land every unit of a discovery and settle it; ``progress`` is told (bytes done, bytes in all, what was read).

    Without ``workers`` this process lands alone.
    """
    outcomes: dict[Unit, Landed | Quarantined] = {}
    if discovery.arrived:
        done, total = 0, discovery.bytes
        land_one = partial(land, landing=landing, landed_at=landing_time(landing, as_of))
        for unit, outcome in (workers or Workers(1)).each(land_one, discovery.units, _unit_bytes, _not_landed):
            done += unit.bytes
            outcomes[unit] = outcome
            progress(done, total, unit.source_path)
    return settle(discovery, landing, outcomes)


def _unit_bytes(unit: Unit) -> int:
    return unit.bytes


def _not_landed(unit: Unit) -> Quarantined:
    return Quarantined(unit.source_path, DIED, unit.bytes, "bug", unit.unit_id)


def settle(discovery: Discovery, landing: Landing, outcomes: Mapping[Unit, Landed | Quarantined]) -> Summary:
    """Write down how landing the units of a discovery ended; a run that was killed before is continued by the next."""
    ledger = discovery.ledger
    landed = _entered(discovery, outcomes)
    present = set(ledger.units())
    # What was hashed while it was read may turn out to be a copy of what would go.
    _take_out([gone for gone in discovery.superseded if gone.manifest.key not in present], landing)
    landing.settle()
    ledger.write(landing.ledger)
    shutil.rmtree(landing.spool, ignore_errors=True)
    return Summary(
        landed=tuple(landed),
        quarantined=tuple(ledger.quarantined()),
        ignored=tuple(ledger.ignored()),
        unchanged=len(discovery.current & present),
        is_failed=any(entry.cause == "bug" for entry in ledger.quarantined()),
    )


def _entered(discovery: Discovery, outcomes: Mapping[Unit, Landed | Quarantined]) -> Iterable[Landed]:
    """Enter outcomes in the ledger; return what was landed, each once, that was not there before."""
    landed: dict[Key, Landed] = {}
    refused: dict[str, Quarantined] = {}
    for entry, unit in discovery.arrived:
        outcome = outcomes[unit]
        if isinstance(outcome, Landed):
            key = outcome.connector, outcome.unit_id
            landed.setdefault(key, outcome)
            if not unit.unit_id:
                entry.units.append(key)
        elif unit.unit_id:
            refused[unit.unit_id] = outcome
        else:
            entry.quarantined.append(outcome)
    for entry in discovery.ledger.entries.values():
        entry.quarantined += [refused[unit_id] for _, unit_id in entry.units if unit_id in refused]
    return [outcome for key, outcome in landed.items() if key not in discovery.current]


def _take_out(gone: Sequence[Superseded], landing: Landing) -> None:
    landed = {unit.key: unit for unit in landed_units(landing)} if gone else {}
    for manifest, successors, has_remains in gone:
        if not successors <= landed.keys():
            continue
        if has_remains:
            from warehouse.remains import leave_remains  # imports Polars

            leave_remains(landing, manifest, [landed[key] for key in successors])
        else:
            landing.remove(manifest)
