"""Measure the landing: bytes of Parquet for each message, by table.

    python -m tests.benchmarks.landing [--megabytes 32] [--message-bytes 4000]

Prints one JSON object.
"""

from __future__ import annotations

import argparse
import json
import sys
import tempfile
from collections import Counter
from datetime import date
from pathlib import Path

from tests.benchmarks.mailboxes import write_mailbox
from warehouse.arrivals import discover
from warehouse.landing import Landing
from warehouse.settling import land_all


def measure(megabytes: float, message_bytes: int) -> dict[str, object]:
    """Land a mailbox; return its size and what each table takes a message."""
    with tempfile.TemporaryDirectory() as name:
        mailbox, place = Path(name) / "mail.mbox", Landing(Path(name) / "landing")
        count = write_mailbox(mailbox, int(megabytes * 1e6), message_bytes)
        land_all(discover([mailbox], place), place, date(2026, 1, 1))
        sizes: Counter[str] = Counter()
        for path in place.root.glob("*/*/*"):
            sizes[path.stem.partition("-")[0]] += path.stat().st_size
        return {
            "megabytes": round(mailbox.stat().st_size / 1e6, 1),
            "messages": count,
            "bytes_per_message": {table: round(size / count, 1) for table, size in sorted(sizes.items())},
            "parquet_bytes_per_message": round((sizes["interactions"] + sizes["participants"]) / count, 1),
        }


def main() -> None:
    """Measure and print one JSON object."""
    parser = argparse.ArgumentParser(prog="python -m tests.benchmarks.landing", description=__doc__)
    parser.add_argument("--megabytes", type=float, default=32)
    parser.add_argument("--message-bytes", type=int, default=4_000)
    options = parser.parse_args()
    found = measure(options.megabytes, options.message_bytes)
    sys.stdout.write(json.dumps({"benchmark": "landing", **found}, indent=1) + "\n")


if __name__ == "__main__":
    main()
