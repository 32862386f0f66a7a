"""Comma-separated values (RFC 4180), for any spreadsheet; edited lists can go back into the inbox."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable, Sequence

from pipelines.console import plain
from pipelines.exports.action_list import Action, ActionList

# What the user fills in stands last: state (open, done, snoozed, dismissed), snooze_until (a date), note.
COLUMNS = (
    "action_id",
    "is_this_week",
    "priority",
    "full_name",
    "position",
    "company",
    "family",
    "title",
    "reason",
    "channel",
    "due_on",
    "email",
    "profile_url",
    "state",
    "snooze_until",
    "note",
)

# A spreadsheet runs a cell that begins so as a formula, in any of the widths of these characters.
_FORMULA_STARTS = frozenset("=+-@\t\r\uff1d\uff0b\uff0d\uff20")


def render(actions: ActionList) -> bytes:
    """Return the list with a header row, in UTF-8."""
    return table(COLUMNS, [cells(action) for action in actions.actions])


def cells(action: Action) -> tuple[str, ...]:
    """Return one row, a text for each of `COLUMNS`."""
    return (
        action.action_id,
        "yes" if action.is_this_week else "no",
        str(action.priority),
        action.full_name,
        action.position,
        action.company,
        action.family,
        action.title,
        action.reason,
        action.channel,
        action.due_on.isoformat() if action.due_on else "",
        action.email,
        action.profile_url,
        action.state,
        action.snoozed_until.isoformat() if action.snoozed_until else "",
        action.note,
    )


def table(columns: Sequence[str], rows: Iterable[Sequence[str]]) -> bytes:
    """Write rows of text as CSV in which no cell is a formula."""
    stream = io.StringIO()
    writer = csv.writer(stream, lineterminator="\r\n")
    writer.writerow(columns)
    writer.writerows([harmless(cell) for cell in row] for row in rows)
    return stream.getvalue().encode()


def harmless(text: str) -> str:
    """Return one line that a spreadsheet shows as text: with an apostrophe before what would be a formula."""
    line = plain(text)
    return f"'{line}" if line.lstrip()[:1] in _FORMULA_STARTS and line.strip() else line
