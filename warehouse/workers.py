"""Landing many units at once: in the calling process, or on a pool of processes where there is enough to read."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator
from datetime import date, datetime
from typing import TYPE_CHECKING

from connectors.inbox import Quarantined
from warehouse.arrivals import Discovery, Summary, settle
from warehouse.landing import Landed, Landing, land, landing_time
from warehouse.units import Unit

if TYPE_CHECKING:
    from concurrent.futures import Future, ProcessPoolExecutor

# A process has to import Polars and a parser first (half a second); mail is read at 100 to 500 MB a second meanwhile.
PARALLEL_BYTES = 128 * 1024 * 1024
# Units that wait at each process: it need not wait for this one, which reads as well.
WAITING_UNITS = 2

Outcome = Landed | Quarantined
Progress = Callable[[int, int, str], None]


def land_all(
    discovery: Discovery,
    landing: Landing,
    as_of: date,
    progress: Progress = lambda done, total, name: None,
    processes: int | None = None,
) -> Summary:
    """Land every unit of a discovery and settle it; ``progress`` is told (bytes done, bytes in all, what was read).

    ``processes`` are as many as there are processors, unless told.
    """
    units = discovery.units
    outcomes = []
    if units:
        landed_at = landing_time(landing, as_of)
        done, total = 0, discovery.bytes
        helpers = min(processes or _processors(), len(units)) - 1 if total > PARALLEL_BYTES else 0
        if helpers:
            results = _together(units, landing, landed_at, helpers)
        else:
            results = ((unit, land(unit, landing, landed_at)) for unit in units)
        for unit, outcome in results:
            done += unit.bytes
            outcomes.append(outcome)
            progress(done, total, unit.source_path)
    return settle(discovery, landing, outcomes)


def _together(
    units: tuple[Unit, ...], landing: Landing, landed_at: datetime, helpers: int
) -> Iterator[tuple[Unit, Outcome]]:
    from concurrent.futures import FIRST_COMPLETED, ProcessPoolExecutor, wait
    from multiprocessing import get_context

    # Forking a process that has threads (Polars, DuckDB) may block for ever.
    context = get_context("spawn")
    left = sorted(units, key=lambda unit: unit.bytes)
    pool = ProcessPoolExecutor(helpers, mp_context=context, initializer=_die_with_parent)
    waiting: dict[Future[Outcome], Unit] = {}
    try:
        while left or waiting:
            while len(left) > 1 and len(waiting) < helpers * WAITING_UNITS:
                unit = left.pop()
                waiting[_submitted(pool, unit, landing, landed_at)] = unit
            if left:
                unit = left.pop(0)
                yield unit, land(unit, landing, landed_at)
            done, _ = wait(waiting, timeout=0 if left else None, return_when=FIRST_COMPLETED)
            for future in done:
                yield _result(waiting.pop(future), future)
    finally:
        pool.shutdown(cancel_futures=True)


def _submitted(pool: ProcessPoolExecutor, unit: Unit, landing: Landing, landed_at: datetime) -> Future[Outcome]:
    from concurrent.futures import Future
    from concurrent.futures.process import BrokenProcessPool

    try:
        return pool.submit(land, unit, landing, landed_at)
    except BrokenProcessPool as error:
        failed: Future[Outcome] = Future()
        failed.set_exception(error)
        return failed


def _result(unit: Unit, future: Future[Outcome]) -> tuple[Unit, Outcome]:
    from concurrent.futures.process import BrokenProcessPool

    try:
        return unit, future.result()
    except BrokenProcessPool:
        # A unit that brings down a process must not bring down this one, nor be named without proof.
        reason = "a reading process died (out of memory?); run again"
        return unit, Quarantined(unit.source_path, reason, unit.bytes, "bug", unit.unit_id)


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
