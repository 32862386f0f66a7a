"""JSON, for programs: texts as they are, evidence in full."""

from __future__ import annotations

from typing import Any

from pipelines.console import json_text
from pipelines.exports.action_list import ActionList


def render(actions: ActionList) -> bytes:
    """Return an object with ``as_of`` and ``actions``."""
    return json_text(as_record(actions)).encode()


def as_record(actions: ActionList) -> dict[str, Any]:
    """Return the list as plain dictionaries."""
    return {"as_of": actions.as_of, "actions": [action._asdict() for action in actions.actions]}
