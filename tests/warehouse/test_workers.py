from __future__ import annotations

import os
import signal
import sys
from multiprocessing import parent_process

import pytest

from warehouse import workers
from warehouse.workers import Workers


def doubled_here(number: int) -> int:
    """Double a number; in a process beside the first one, die instead."""
    if parent_process() is not None:
        os._exit(1)
    return 2 * number


def lost(number: int) -> int:
    return -number


@pytest.fixture(autouse=True)
def everything_is_large(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(workers, "PARALLEL_BYTES", 0)
    monkeypatch.setenv("PYTHONPATH", os.pathsep.join(sys.path))


def test_what_a_dying_process_had_taken_is_told_and_this_one_does_the_rest() -> None:
    with Workers(2) as both:
        first = dict(both.each(doubled_here, range(1, 11), int, lost))
        again = dict(both.each(doubled_here, range(1, 11), int, lost))
    taken = range(11 - workers.WAITING_UNITS, 11)
    assert first == {number: -number if number in taken else 2 * number for number in range(1, 11)}
    assert again == {number: 2 * number for number in range(1, 11)}


def test_every_item_comes_once_whoever_works_on_it() -> None:
    with Workers(3) as three:
        outcomes = dict(three.each(abs, [-1, -5, -2, -4, -3], abs, lost))
    assert outcomes == {-number: number for number in range(1, 6)}


def interrupted_here(number: int) -> int:
    """Double a number; in a process beside the first one, stop as Ctrl-C would have it."""
    if parent_process() is not None:
        signal.raise_signal(signal.SIGINT)
    return 2 * number


def test_on_ctrl_c_the_other_processes_end_without_a_word(capfd: pytest.CaptureFixture[str]) -> None:
    with Workers(2) as both:
        outcomes = dict(both.each(interrupted_here, [1, 2, 3], int, lost))
    assert outcomes == {1: 2, 2: -2, 3: -3}
    assert capfd.readouterr().err == ""
