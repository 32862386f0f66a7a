"""Landing many units at once: in the calling process, or on a pool of processes where there is enough to read."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator
from datetime import date, datetime

from connectors.inbox import Quarantined
from warehouse.arrivals import Discovery, Summary, settle
from warehouse.landing import Landed, Landing, land, landing_time
from warehouse.units import Unit

# A process has to import Polars and a parser first (a second); mail is read at 60 to 130 MB a second meanwhile.
PARALLEL_BYTES = 192 * 1024 * 1024

Outcome = Landed | Quarantined
Progress = Callable[[int, int, str], None]


def land_all(
    discovery: Discovery, landing: Landing, as_of: date, progress: Progress = lambda done, total, name: None
) -> Summary:
    """Land every unit of a discovery and settle it; ``progress`` is told (bytes done, bytes in all, what was read)."""
    units = discovery.units
    outcomes = []
    if units:
        landed_at = landing_time(landing, as_of)
        done, total = 0, discovery.bytes
        is_large = len(units) > 1 and total > PARALLEL_BYTES
        for unit, outcome in (_on_pool if is_large else _in_turn)(units, landing, landed_at):
            done += unit.bytes
            outcomes.append(outcome)
            progress(done, total, unit.source_path)
    return settle(discovery, landing, outcomes)


def _in_turn(units: tuple[Unit, ...], landing: Landing, landed_at: datetime) -> Iterator[tuple[Unit, Outcome]]:
    for unit in units:
        yield unit, land(unit, landing, landed_at)


def _on_pool(units: tuple[Unit, ...], landing: Landing, landed_at: datetime) -> Iterator[tuple[Unit, Outcome]]:
    from concurrent.futures import ProcessPoolExecutor, as_completed
    from concurrent.futures.process import BrokenProcessPool
    from multiprocessing import get_context

    # Forking a process that has threads (Polars, DuckDB) may block for ever.
    context = get_context("spawn")
    largest_first = sorted(units, key=lambda unit: unit.bytes, reverse=True)
    pool = ProcessPoolExecutor(min(_processors(), len(units)), mp_context=context, initializer=_die_with_parent)
    try:
        waiting = {pool.submit(land, unit, landing, landed_at): unit for unit in largest_first}
        for future in as_completed(waiting):
            unit = waiting[future]
            try:
                yield unit, future.result()
            except BrokenProcessPool:
                # A unit that brings down a process must not bring down this one, nor be named without proof.
                reason = "a reading process died (out of memory?); run again"
                yield unit, Quarantined(unit.source_path, reason, unit.bytes, "bug", unit.unit_id)
    finally:
        pool.shutdown(cancel_futures=True)


def _processors() -> int:
    affinity = getattr(os, "sched_getaffinity", None)
    return len(affinity(0)) if affinity else os.cpu_count() or 1


def _die_with_parent() -> None:
    # A worker whose parent was killed would wait for work for ever.
    from multiprocessing import parent_process
    from multiprocessing.connection import wait
    from threading import Thread

    parent = parent_process()
    if parent is None:
        return
    sentinel = parent.sentinel

    def watch() -> None:
        wait([sentinel])
        os._exit(1)

    Thread(target=watch, daemon=True).start()
