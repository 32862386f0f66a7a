"""Working on many files at once: in the calling process, and in others where there is enough to read."""

from __future__ import annotations

import os
import signal
from collections.abc import Callable, Iterator, Sequence
from types import TracebackType
from typing import TYPE_CHECKING, TypeVar

if TYPE_CHECKING:
    from concurrent.futures import Future, ProcessPoolExecutor

# A process has to import Polars and a parser first (half a second); mail is read at 100 to 500 MB a second meanwhile.
PARALLEL_BYTES = 128 * 1024 * 1024
# Units that wait at each process: it need not wait for this one, which reads as well.
WAITING_UNITS = 2
# Said of what was read by a process that died: it must not bring down this one, nor be named without proof.
DIED = "a reading process died (out of memory?); run again"

Item = TypeVar("Item")
Outcome = TypeVar("Outcome")


class Workers:
    """This process and others beside it, which are started by the first work that is large, and end with the block."""

    def __init__(self, processes: int | None = None) -> None:
        """Take how many processes to work with, this one included; unless told, as many as there are processors."""
        self._helpers = (processes or _processors()) - 1
        self._pool: ProcessPoolExecutor | None = None

    def __enter__(self) -> Workers:
        """Begin with nobody beside this process."""
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, traceback: TracebackType | None
    ) -> None:
        """End the others."""
        if self._pool:
            self._pool.shutdown(cancel_futures=True)

    def each(
        self,
        work: Callable[[Item], Outcome],
        items: Sequence[Item],
        size: Callable[[Item], int],
        lost: Callable[[Item], Outcome],
    ) -> Iterator[tuple[Item, Outcome]]:
        """Yield each item with what ``work`` makes of it, in any order; ``size`` is in bytes.

        ``lost`` stands in where a process died. Then this one goes on alone with what was not begun.
        """
        if self._helpers and len(items) > 1 and sum(map(size, items)) > PARALLEL_BYTES:
            yield from self._shared(work, sorted(items, key=size), lost)
        else:
            yield from ((item, work(item)) for item in items)

    def _shared(
        self, work: Callable[[Item], Outcome], left: list[Item], lost: Callable[[Item], Outcome]
    ) -> Iterator[tuple[Item, Outcome]]:
        """The others take the largest, this process the smallest, so that all end at the same time."""
        from concurrent.futures import FIRST_COMPLETED, wait
        from concurrent.futures.process import BrokenProcessPool

        waiting: dict[Future[Outcome], Item] = {}
        while left or waiting:
            while len(left) > 1 and len(waiting) < self._helpers * WAITING_UNITS:
                try:
                    future = self._started().submit(work, left[-1])
                except BrokenProcessPool:
                    self._helpers = 0
                else:
                    waiting[future] = left.pop()
            if left:
                item = left.pop(0)
                yield item, work(item)
            done, _ = wait(waiting, timeout=0 if left else None, return_when=FIRST_COMPLETED)
            for future in done:
                item = waiting.pop(future)
                try:
                    yield item, future.result()
                except BrokenProcessPool:
                    yield item, lost(item)

    def _started(self) -> ProcessPoolExecutor:
        from concurrent.futures import ProcessPoolExecutor
        from multiprocessing import get_context

        if self._pool is None:
            # Forking a process that has threads (Polars, DuckDB) may block for ever.
            context = get_context("spawn")
            self._pool = ProcessPoolExecutor(self._helpers, mp_context=context, initializer=_begin)
        return self._pool


def _processors() -> int:
    affinity = getattr(os, "sched_getaffinity", None)
    return len(affinity(0)) if affinity else os.cpu_count() or 1


def _begin() -> None:
    """Let this process live as long as its parent has work for it, and no longer."""
    from multiprocessing.util import Finalize

    # At the end there is nothing to tidy up; to take Polars and all caches down by the book takes a tenth of a second.
    Finalize(None, os._exit, args=(0,), exitpriority=-100)
    _die_with_parent()


def _die_with_parent() -> None:
    # Ctrl-C reaches both; the parent tells it, and a worker ends without a traceback of its own.
    signal.signal(signal.SIGINT, signal.SIG_DFL)
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
