"""``keepwarm prune``: let go of what was read from files that are gone."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import groupby
from typing import Any

from pipelines.commands import DEFAULTS, Options
from pipelines.commands.confirming import confirmed
from pipelines.commands.running import bring_up_to_date
from pipelines.console import print_json, print_records, say
from pipelines.run import LOCK_WAIT_SECONDS
from warehouse.landing import Landing
from warehouse.manifest import Manifest
from warehouse.pruning import bytes_on_disk, of_earlier_versions, of_files_gone
from warehouse.pruning import prune as prune_units
from warehouse.store import locked


def prune(*, yes: bool = False, json: bool = False, options: Options = DEFAULTS) -> int:
    """Let go of what was read from files that are no longer where they were; without this, it is kept.

    Your own files are never changed. Say what was read, and ask, before anything goes.

    Example: keepwarm prune

    Args:
        yes: Do not ask.
        json: Print what is found as JSON; without --yes, nothing is done.
    """
    home = options.chosen_home()
    landing = Landing(home.landing)
    with locked(home.warehouse, LOCK_WAIT_SECONDS):
        gone, earlier = of_files_gone(landing), of_earlier_versions(landing)
        size = bytes_on_disk(landing, [*gone, *earlier])
    if not json:
        _print(gone, earlier, size)
        if (gone or earlier) and not yes and not confirmed("Prune them?"):
            say("Nothing was changed.")
            return 0
    is_done = bool(gone or earlier) and (yes or not json)
    if is_done:
        with locked(home.warehouse, LOCK_WAIT_SECONDS):
            prune_units(landing, [*gone, *earlier])
        if gone and home.warehouse.exists():
            bring_up_to_date(home)
    if json:
        found = {"sources": _by_source(gone), "earlier_versions": len(earlier), "bytes": size, "is_done": is_done}
        print_json(found)
    elif is_done:
        say("Pruned.")
    return 0


def _by_source(units: Sequence[Manifest]) -> list[dict[str, Any]]:
    """Return one entry per file and connector, in the order of the units, which is that of the files."""
    found = []
    for (source_path, connector), group in groupby(units, lambda unit: (unit.source_path, unit.connector)):
        cut = list(group)
        found.append(
            {
                "source_path": source_path,
                "connector": connector,
                "records": sum(unit.records for unit in cut),
                "covers_from": min((unit.covers_from for unit in cut if unit.covers_from), default=None),
                "covers_until": max((unit.covers_until for unit in cut if unit.covers_until), default=None),
            }
        )
    return found


def _print(gone: Sequence[Manifest], earlier: Sequence[Manifest], size: int) -> None:
    if not gone and not earlier:
        say("Nothing to prune: every file that was read is still there.")
        return
    if gone:
        print_records(_by_source(gone), title="Read from files that are gone")
        say("What only these tell goes with them; put a file back, and the next run reads it again.")
    if earlier:
        say(f"Readings by earlier versions of keepwarm, which nothing uses: {len(earlier):,}.")
    say(f"In all {size / 1e6:,.1f} MB.")
