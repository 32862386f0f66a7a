"""Time what a mailbox that has grown by one part in a hundred costs, against a run with nothing new.

    python -m tests.benchmarks.grow [--megabytes 100] [--message-bytes 60000] [--runs 3]

Each run looks at the inbox and lands what is new, in a process of its own. Prints one JSON object; ``--megabytes 1000``
is the mailbox of a working life.
"""

from __future__ import annotations

import argparse
import json
import shutil
import sys
import tempfile
from itertools import islice
from pathlib import Path
from statistics import median

from tests.benchmarks.mailboxes import messages, write_mailbox
from tests.benchmarks.processes import Cost, cost, python

# Arguments: inbox, landing. Prints units landed and left as they were, and records in all.
RUN = """
import sys
from datetime import date
from pathlib import Path
from warehouse.arrivals import discover
from warehouse.settling import land_all
from warehouse.landing import Landing, landed_units
from warehouse.workers import Workers
place = Landing(Path(sys.argv[2]))
with Workers() as workers:
    summary = land_all(discover([Path(sys.argv[1])], place, workers), place, date(2026, 1, 1), workers=workers)
print(len(summary.landed), summary.unchanged, sum(unit.records for unit in landed_units(place)))
"""


def measure(megabytes: float, message_bytes: int, runs: int) -> dict[str, object]:
    """Land a mailbox, look again, let it grow, and look again; return medians, and what each run did."""
    costs: dict[str, list[Cost]] = {"first": [], "nothing new": [], "grown": []}
    with tempfile.TemporaryDirectory() as name:
        inbox, landing = Path(name) / "inbox", Path(name) / "landing"
        inbox.mkdir()
        original, mailbox = Path(name) / "original.mbox", inbox / "mail.mbox"
        count = write_mailbox(original, int(megabytes * 1e6), message_bytes)
        more = b"".join(islice(messages(count + count // 100, message_bytes), count, None))
        for _ in range(runs):
            shutil.rmtree(landing, ignore_errors=True)
            shutil.copyfile(original, mailbox)
            costs["first"].append(cost(python(RUN, inbox, landing)))
            costs["nothing new"].append(cost(python(RUN, inbox, landing)))
            with mailbox.open("ab") as stream:
                stream.write(more)
            costs["grown"].append(cost(python(RUN, inbox, landing)))
    figures = {
        kind: {
            "wall_seconds": round(median(run.wall_seconds for run in found), 3),
            "cpu_seconds": round(median(run.cpu_seconds for run in found), 3),
            "units_landed_unchanged_and_records": found[0].printed,
        }
        for kind, found in costs.items()
    }
    extra = median(
        grown.wall_seconds - idle.wall_seconds for grown, idle in zip(costs["grown"], costs["nothing new"], strict=True)
    )
    return {"megabytes": megabytes, "messages": count, **figures, "seconds_more_than_nothing_new": round(extra, 3)}


def main() -> None:
    """Measure and print one JSON object."""
    parser = argparse.ArgumentParser(prog="python -m tests.benchmarks.grow", description=__doc__)
    parser.add_argument("--megabytes", type=float, default=100)
    parser.add_argument("--message-bytes", type=int, default=60_000)
    parser.add_argument("--runs", type=int, default=3)
    options = parser.parse_args()
    found = measure(options.megabytes, options.message_bytes, options.runs)
    sys.stdout.write(json.dumps({"benchmark": "grow", **found}, indent=1) + "\n")


if __name__ == "__main__":
    main()
