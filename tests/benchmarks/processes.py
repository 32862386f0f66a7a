"""What a command costs as a whole process: processor seconds, time, and memory of its own."""

from __future__ import annotations

import resource
import subprocess
import sys
import tempfile
import time
from collections.abc import Sequence
from contextlib import suppress
from pathlib import Path
from statistics import median
from typing import NamedTuple

# Memory is looked at this often while a command runs.
LOOK_SECONDS = 0.02


class Cost(NamedTuple):
    """Processor seconds (children included), wall seconds, peak of private memory (RssAnon, MB), what it printed."""

    cpu_seconds: float
    wall_seconds: float
    private_megabytes: float
    printed: str


def python(program: str, *arguments: object) -> list[str]:
    """Return the command that runs a program text."""
    return [sys.executable, "-c", program, *map(str, arguments)]


def cost(command: Sequence[str], environment: dict[str, str] | None = None) -> Cost:
    """Run a command to its end; raise `subprocess.CalledProcessError` if it fails."""
    before, start, peak = resource.getrusage(resource.RUSAGE_CHILDREN), time.perf_counter(), 0
    with tempfile.TemporaryFile() as output:
        with subprocess.Popen(command, stdout=output, stderr=subprocess.DEVNULL, env=environment) as process:
            while process.poll() is None:
                peak = max(peak, _private_kilobytes(process.pid))
                time.sleep(LOOK_SECONDS)
        wall = time.perf_counter() - start
        after = resource.getrusage(resource.RUSAGE_CHILDREN)
        if process.returncode:
            raise subprocess.CalledProcessError(process.returncode, list(command))
        output.seek(0)
        printed = output.read(10_000).decode("utf-8", "replace").strip()
    cpu = after.ru_utime - before.ru_utime + after.ru_stime - before.ru_stime
    return Cost(cpu, wall, peak / 1_000, printed)


def typical(costs: Sequence[Cost]) -> dict[str, object]:
    """Return the medians of several runs."""
    return {
        "cpu_seconds": round(median(run.cpu_seconds for run in costs), 3),
        "wall_seconds": round(median(run.wall_seconds for run in costs), 3),
        "private_megabytes": round(max(run.private_megabytes for run in costs)),
    }


def _private_kilobytes(process: int) -> int:
    # Only Linux tells; elsewhere the figure is 0.
    with suppress(OSError, StopIteration, ValueError):
        lines = Path(f"/proc/{process}/status").read_text(encoding="utf-8").splitlines()
        return int(next(line for line in lines if line.startswith("RssAnon")).split()[1])
    return 0
