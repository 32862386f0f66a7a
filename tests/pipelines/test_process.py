"""A command that ends at once ends as any other would: with its exit code, its output, and what was to be done last."""

from __future__ import annotations

import os
import subprocess
import sys

import pytest

PROGRAM = """
import atexit, sys
from pipelines.process import run_as_process
def main():
    atexit.register(print, "tidied up")
    print("x" * {length})
    {last}
if __name__ == "__main__":
    sys.exit(run_as_process(main))
"""


def run(last: str, length: int = 3, stdout: int = subprocess.PIPE) -> subprocess.CompletedProcess[str]:
    program = PROGRAM.format(length=length, last=last)
    buffered = {name: value for name, value in os.environ.items() if name != "PYTHONUNBUFFERED"}
    command = [sys.executable, "-c", program]
    return subprocess.run(command, stdout=stdout, stderr=subprocess.PIPE, text=True, env=buffered)


@pytest.mark.parametrize("code", [0, 1, 130])
def test_the_exit_code_and_all_output_arrive_and_what_was_registered_is_done(code: int) -> None:
    done = run(f"return {code}", 300_000)
    assert (done.returncode, done.stdout, done.stderr) == (code, "x" * 300_000 + "\ntidied up\n", "")


def test_an_exception_is_told_as_ever() -> None:
    done = run("raise LookupError('lost')")
    assert (done.returncode, done.stdout) == (1, "xxx\ntidied up\n")
    assert "LookupError: lost" in done.stderr


def test_who_stops_reading_gets_no_complaint() -> None:
    read_end, write_end = os.pipe()
    os.close(read_end)
    try:
        done = run("return 0", stdout=write_end)
    finally:
        os.close(write_end)
    assert (done.returncode, done.stderr) == (0, "")
