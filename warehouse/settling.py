"""Landing all that has arrived, and writing down how it ended."""

from __future__ import annotations

import shutil
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from functools import partial

from connectors.inbox import IgnoredFile, Quarantined
from warehouse.arrivals import Discovery, Key
from warehouse.landing import Landing, landed_units, landing_time
from warehouse.reading import Landed, land
from warehouse.succession import Superseded
from warehouse.units import Unit
from warehouse.workers import DIED, Workers

Progress = Callable[[int, int, str], None]


@dataclass(frozen=True, slots=True)
class Summary:
    """How landing ended. ``is_failed``: a reader failed in a way that it should not; the other units are landed."""

    landed: tuple[Landed, ...]
    quarantined: tuple[Quarantined, ...]
    ignored: tuple[IgnoredFile, ...]
    unchanged: int
    is_failed: bool


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
