"""What has arrived in the inbox since the last run, and what to make of it.

`discover` looks, `warehouse.reading.land` lands a unit, `warehouse.settling` lands all and writes down how it ended. A
look at an inbox in which nothing changed opens no file of it.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass, field
from functools import partial
from itertools import islice
from pathlib import Path
from types import MappingProxyType
from typing import TYPE_CHECKING

from connectors.inbox import IgnoredFile, InboxFile, MessageFolder, Quarantined, explained, located, walk
from warehouse.copies import copies
from warehouse.landing import Landing, landed_units
from warehouse.ledger import Entry, Ledger
from warehouse.manifest import Manifest
from warehouse.succession import Superseded, bare_name, superseded, with_history
from warehouse.units import Unit, is_hashed_while_read, looked_at, stamp_of_messages, told_of_message, unit_of
from warehouse.workers import DIED, Workers

if TYPE_CHECKING:
    from connectors.discovery import Examined, Recognized

Key = tuple[str, str]


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
        told = list(map(told_of_message, folder.files))
        whole = Entry(f"{folder.path}\0{kind}", stamp_of_messages(told))
        if self._is_known(whole.path, whole.stamp):
            self.seen.update(self.ledger.parts(whole.path))
            return
        from connectors.discovery import batches, examine_batch

        left = iter(told)
        for batch in batches(folder):
            stamp = stamp_of_messages(islice(left, len(batch.files)))
            entry = Entry(f"{whole.path} {batch.files[0].bare_name}", stamp)
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
    known = {**root.known(), **landed}
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
    # By the bare name, on which ids of mail depend: a new export of the same mailbox lies in another folder or archive.
    names = {(manifest.connector, bare_name(manifest.source_path)) for manifest in known}
    waiting = {
        recognized
        for _, recognized in found
        if is_hashed_while_read(recognized.connector)
        and (recognized.connector, bare_name(recognized.source_path)) not in names
    }
    to_hash = [recognized for _, recognized in found if recognized not in waiting]
    looked = dict(workers.each(partial(_looked, is_hashed=True), to_hash, _bytes, _not_hashed))
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
    if found.source.files:
        return found.size
    with suppress(OSError):  # what is gone is reported when its turn comes
        return looked_at(found.source)[2]
    return 0
