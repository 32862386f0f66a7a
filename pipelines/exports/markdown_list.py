"""Markdown: a checklist for notes."""

from __future__ import annotations

import re

from pipelines.console import plain
from pipelines.exports.action_list import Action, ActionList

# What CommonMark and its dialects take for markup within a line, and what makes a bare address a link.
_MARKUP = re.compile(r"([\\`*_\[\]>|~$#{}]|:(?=//)|(?<=www)\.)", re.IGNORECASE)


def render(actions: ActionList) -> bytes:
    """Return a heading and a line to tick per action."""
    day = f"{actions.as_of.day} {actions.as_of:%B %Y}"
    lines = [f"# Keep warm: {day}", ""]
    lines += [_line(action) for action in actions.actions] or ["Nobody to write to this week."]
    return ("\n".join(lines) + "\n").encode()


def escaped(text: str) -> str:
    """Return a text as one line in which nothing is markup; not fit for the beginning of a line."""
    # Not every reader obeys a backslash before these two.
    return _MARKUP.sub(r"\\\1", plain(text)).replace("&", "&amp;").replace("<", "&lt;")


def _line(action: Action) -> str:
    role = f" ({escaped(action.role)})" if action.role else ""
    marks = [action.family_in_words, escaped(action.channel)]
    if action.due_on:
        marks.append(f"by {action.due_on.isoformat()}")
    ticked = "x" if action.state == "done" else " "
    return (
        f"- [{ticked}] **{escaped(action.full_name)}**{role}: {escaped(action.title)}\n"
        f"  *{' · '.join(filter(None, marks))}*: {escaped(action.reason)}"
    )
