"""Ask before something is done that takes a decision to undo, or cannot be undone."""

from __future__ import annotations

import sys

from connectors.errors import KeepwarmError


class NotConfirmed(KeepwarmError):
    """There is nobody to ask."""

    def __str__(self) -> str:
        """Say what to add."""
        return "nothing was changed, since there is no terminal to ask in. Add --yes to do it."


def confirmed(question: str) -> bool:
    """Ask on the terminal; anything but yes means no; raise `NotConfirmed` where there is none."""
    if not sys.stdin.isatty():
        raise NotConfirmed
    sys.stdout.write(f"{question} [y/N] ")
    sys.stdout.flush()
    return sys.stdin.readline().strip().lower() in ("y", "yes")
