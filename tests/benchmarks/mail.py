"""Time mail from file to landed Parquet against other readers, on mailboxes made on the spot.

Every side runs in a process of its own, in turn; its processor seconds include its start. Peers: the standard library's
`mailbox` with headers alone to the parser (compat32), names decoded, addresses and dates parsed; the same messages as
Maildir to `BytesHeaderParser`, and to `notmuch new` and `mu index` (they index bodies too) where these are on the PATH;
fast-mail-parser, where it can be imported; and reading the file to /dev/null.

    python -m tests.benchmarks.mail [--megabytes 32] [--message-bytes 4000] [--runs 3] [--maildir] [--indexers]
    python -m tests.benchmarks.mail --large     1 GB of 60 KB messages and 200 MB of 4 KB, five runs, all peers

Prints one JSON object.
"""

from __future__ import annotations

import argparse
import json
import os
import shutil
import sys
import tempfile
from collections.abc import Callable
from importlib.util import find_spec
from pathlib import Path

from tests.benchmarks import mail_programs as programs
from tests.benchmarks.mailboxes import write_mailbox, write_maildir
from tests.benchmarks.processes import Cost, cost, python, typical

LARGE = ((1_000, 60_000), (200, 4_000))
Side = Callable[[], Cost]


def compare(megabytes: float, message_bytes: int, runs: int, *, maildir: bool, indexers: bool) -> dict[str, object]:
    """Time all sides on one mailbox; return the medians of each, and ours against each of them."""
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        mailbox = folder / "benchmark.mbox"
        count = write_mailbox(mailbox, int(megabytes * 1e6), message_bytes)
        result: dict[str, object] = {"megabytes": round(mailbox.stat().st_size / 1e6, 1), "messages": count}
        result["mailbox"] = _raced(_mailbox_sides(mailbox), runs)
        if maildir or indexers:
            write_maildir(folder / "Maildir", count, message_bytes)
            result["maildir"] = _raced(_maildir_sides(folder / "Maildir"), runs)
        if indexers:
            result["indexers"] = {
                side: typical([run()]) for side, run in _indexers(folder / "Maildir", folder / "index").items()
            }
        return result


def _mailbox_sides(mailbox: Path) -> dict[str, Side]:
    sides: dict[str, Side] = {
        "ours": lambda: cost(python(programs.OURS, mailbox, 1)),
        "ours in two processes": lambda: cost(python(programs.OURS, mailbox, 2)),
        "ours, imports alone": lambda: cost(python(programs.OURS_IMPORTED)),
        "ours, reading alone": lambda: cost(python(programs.OURS_READING, mailbox)),
        "standard library": lambda: cost(python(programs.STANDARD, mailbox)),
        "to /dev/null": lambda: cost(["sh", "-c", 'exec cat "$0" >/dev/null', str(mailbox)]),
    }
    if find_spec("fast_mail_parser"):
        sides["fast-mail-parser"] = lambda: cost(python(programs.FAST_MAIL_PARSER, mailbox))
    return sides


def _maildir_sides(folder: Path) -> dict[str, Side]:
    return {
        "ours": lambda: cost(python(programs.OURS, folder, 1)),
        "standard library": lambda: cost(python(programs.STANDARD_MAILDIR, folder)),
    }


def _indexers(folder: Path, index: Path) -> dict[str, Side]:
    sides: dict[str, Side] = {}
    if shutil.which("notmuch"):
        settings = index / "notmuch"
        settings.parent.mkdir(exist_ok=True)
        settings.write_text(
            f"[database]\npath={folder}\n[user]\nname=Invented\nprimary_email=owner@post.example\n[new]\ntags=new\n",
            encoding="utf-8",
        )
        sides["notmuch new"] = lambda: cost(["notmuch", f"--config={settings}", "new", "--quiet"], dict(os.environ))
    if shutil.which("mu"):
        index.mkdir(exist_ok=True)
        told = {**os.environ, "HOME": str(index), "XDG_CACHE_HOME": str(index)}
        script = f"mu init --quiet --maildir={folder} --muhome={index}/mu && mu index --quiet --muhome={index}/mu"
        sides["mu index"] = lambda: cost(["sh", "-c", script], told)
    return sides


def _raced(sides: dict[str, Side], runs: int) -> dict[str, object]:
    costs: dict[str, list[Cost]] = {side: [] for side in sides}
    for _ in range(runs):
        for side, run in sides.items():
            costs[side].append(run())
    figures = {side: typical(found) for side, found in costs.items()}
    ours = figures["ours"]
    ratios = {side: _ratio(found["cpu_seconds"], ours["cpu_seconds"]) for side, found in figures.items()}
    result: dict[str, object] = {"sides": figures, "cpu_of_each_to_ours": ratios}
    if together := figures.get("ours in two processes"):
        result["wall_of_one_process_to_two"] = _ratio(ours["wall_seconds"], together["wall_seconds"])
    result["same_messages_and_parties"] = costs["ours"][0].printed == costs["standard library"][0].printed
    return result


def _ratio(one: object, other: object) -> float:
    return round(float(str(one)) / max(float(str(other)), 0.001), 2)


def main() -> None:
    """Make the mailboxes, time all sides, print one JSON object."""
    parser = argparse.ArgumentParser(prog="python -m tests.benchmarks.mail", description=__doc__)
    parser.add_argument("--megabytes", type=float, default=32)
    parser.add_argument("--message-bytes", type=int, default=4_000)
    parser.add_argument("--runs", type=int, default=3)
    parser.add_argument("--maildir", action="store_true", help="also the same messages as Maildir")
    parser.add_argument("--indexers", action="store_true", help="also notmuch and mu; minutes where mail is large")
    parser.add_argument("--large", action="store_true", help="a life's mail; takes an hour")
    options = parser.parse_args()
    if options.large:
        found = [compare(size, message, 5, maildir=True, indexers=True) for size, message in LARGE]
    else:
        sizes = options.megabytes, options.message_bytes, options.runs
        found = [compare(*sizes, maildir=options.maildir, indexers=options.indexers)]
    sys.stdout.write(json.dumps({"benchmark": "mail", "results": found}, indent=1) + "\n")


if __name__ == "__main__":
    main()
