"""What has been landed and could go: a file that leaves the inbox keeps its landing until it is pruned."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from warehouse.landing import Landing, landed_units
from warehouse.ledger import Ledger
from warehouse.manifest import Manifest


def of_files_gone(landing: Landing) -> list[Manifest]:
    """Return the units that no file on the disk holds, by source path; none where no run has left a ledger."""
    ledger = Ledger.read(landing.ledger)
    if not ledger.entries:
        return []
    ledger.keep_only([], set())
    held = set(ledger.units())
    return [unit for unit in landed_units(landing) if unit.key not in held]


def of_earlier_versions(landing: Landing) -> list[Manifest]:
    """Return the units that a later version of their connector has landed as well; no table is made of these."""
    counting = {unit.folder for unit in landed_units(landing)}
    return [unit for name, unit in sorted(landing.manifests().items()) if name not in counting]


def bytes_on_disk(landing: Landing, units: Iterable[Manifest]) -> int:
    """Return how much these units take in the landing."""
    return sum(path.stat().st_size for unit in units for path in (landing.root / unit.folder).iterdir())


def prune(landing: Landing, units: Sequence[Manifest]) -> None:
    """Take units out of the landing; a kill at any moment is made good by doing it again."""
    for unit in units:
        landing.remove(unit)
    landing.settle()
