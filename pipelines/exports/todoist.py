"""Todoist's CSV of a project, as its "Import from template" reads it (todoist.com/help, seen November 2026)."""

from __future__ import annotations

from pipelines.exports.action_list import ActionList
from pipelines.exports.comma_separated import table

COLUMNS = (
    "TYPE",
    "CONTENT",
    "DESCRIPTION",
    "PRIORITY",
    "INDENT",
    "AUTHOR",
    "RESPONSIBLE",
    "DATE",
    "DATE_LANG",
    "TIMEZONE",
)


def render(actions: ActionList) -> bytes:
    """Return one task per action; its reason is the description."""
    rows = [
        (
            "task",
            action.title,
            action.reason,
            str(_priority(action.priority)),
            "1",
            "",
            "",
            action.due_on.isoformat() if action.due_on else "",
            "en",
            "",
        )
        for action in actions.actions
    ]
    return table(COLUMNS, rows)


def _priority(priority: int) -> int:
    # Todoist's 1 is the most urgent and 4 the least.
    return 4 - min(priority // 25, 3)
