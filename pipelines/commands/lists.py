"""``keepwarm actions``: the list of whom to write to."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import Literal

from connectors.errors import KeepwarmError
from pipelines.commands import DEFAULTS, Options
from pipelines.commands.coverage import about_owner
from pipelines.commands.outcomes import counted, in_words
from pipelines.console import plain, say
from pipelines.exports import ActionList, render, write_list
from pipelines.exports.action_list import read_actions
from pipelines.published import published

Format = Literal["table", "csv", "xlsx", "md", "html", "ics", "json", "todoist"]


class NeedsFile(KeepwarmError):
    """A workbook cannot be shown on a terminal."""

    def __str__(self) -> str:
        """Say what to add."""
        return "a workbook needs a file. Add --out actions.xlsx."


class NotWritten(KeepwarmError):
    """The list could not be put where the user wants it."""

    def __init__(self, path: Path, reason: str) -> None:
        """Remember the path and what the system said."""
        super().__init__(path, reason)
        self.path = path
        self.reason = reason

    def __str__(self) -> str:
        """Say what happened, and what to do."""
        return f"{self.path.name} could not be written: {self.reason}. Choose another place with --out."


def actions(
    *,
    format: Format = "table",
    json: bool = False,
    out: Path | None = None,
    all: bool = False,
    explain: bool = False,
    options: Options = DEFAULTS,
) -> int:
    """List whom to write to this week, and why.

    Example: keepwarm actions --format xlsx --out week.xlsx

    Args:
        format: How to write the list.
        json: The same as --format json.
        out: File to write to, readable by you alone; without it, the list is printed.
        all: Every action, also those for later weeks, snoozed, done or dismissed.
        explain: With each action, what its priority is made of.
    """
    everything = read_actions(options.chosen_home().warehouse)
    chosen = everything if all else everything.week()
    form = "json" if json else format
    if out is not None:
        _write(form, chosen, out)
    elif form == "table":
        print_list(chosen, everything, explain)
        with published(options.chosen_home().warehouse) as connection:
            say(*about_owner(connection), *in_words(counted(connection)))
    elif form == "xlsx" and sys.stdout.isatty():
        raise NeedsFile
    else:
        sys.stdout.flush()
        sys.stdout.buffer.write(render(form, chosen))
    return 0


def print_list(chosen: ActionList, everything: ActionList, explain: bool = False) -> None:
    """Print a list as a table, and say how much more there is."""
    from pipelines.exports.terminal import print_actions  # rich, which files do not need

    day = f"{chosen.as_of.day} {chosen.as_of:%B %Y}"
    if chosen.actions:
        print_actions(chosen, f"Whom to write to, as of {day}", explain)
    else:
        say(f"Nobody to write to this week, as of {day}.")
    later = sum(action not in chosen.actions for action in everything.backlog().actions)
    if later > 0:
        say(f"{later} more for later: keepwarm actions --all")


def _write(form: str, chosen: ActionList, out: Path) -> None:
    path = out.expanduser()
    try:
        write_list("md" if form == "table" else form, chosen, path)
    except OSError as error:
        raise NotWritten(path, error.strerror or type(error).__name__) from error
    say(f"{len(chosen.actions)} actions in {plain(path)}")
