"""A run that kills itself, as ``kill -9`` would, just before its n-th change to the landing.

With 0 it lives, and says how many changes there were.

    python -m tests.warehouse.killed_run INBOX LANDING N
"""

from __future__ import annotations

import os
import signal
import sys
from datetime import timedelta
from itertools import count
from pathlib import Path

from tests.inboxes import AS_OF, land_inbox

CHANGES = frozenset({"os.mkdir", "os.rename", "os.remove", "os.rmdir", "os.chmod"})


def main(inbox: str, landing: str, fatal: int) -> None:
    """Run; what changes a file below the landing is counted."""
    changes = count(1)
    seen = 0

    def watch(event: str, arguments: tuple[object, ...]) -> None:
        nonlocal seen
        flags = arguments[2] if event == "open" else 0
        is_change = event in CHANGES or (isinstance(flags, int) and flags & os.O_CREAT)
        # Only what is below the landing by its whole path: removal of a tree goes by names relative to it.
        if is_change and (event in ("os.remove", "os.rmdir") or str(arguments[0]).startswith(landing)):
            seen = next(changes)
            if seen == fatal:
                os.kill(os.getpid(), signal.SIGKILL)

    sys.addaudithook(watch)
    land_inbox(Path(inbox), Path(landing), AS_OF + timedelta(days=1))
    sys.stdout.write(f"{seen}\n")


if __name__ == "__main__":
    main(sys.argv[1], sys.argv[2], int(sys.argv[3]))
