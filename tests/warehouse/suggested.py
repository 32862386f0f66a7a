"""What is suggested in a small world, as tests look at it."""

from __future__ import annotations

import json
from typing import Any, NamedTuple

from tests.warehouse.small_world import SmallWorld


class Action(NamedTuple):
    """What a test looks at of an action."""

    family: str
    title: str
    reason: str
    state: str
    channel: str
    priority: int
    is_this_week: bool
    evidence: dict[str, Any]
    action_id: str


def suggested(small: SmallWorld) -> dict[str, Action]:
    """Return the suggested action of each person who has one."""
    columns = "family, title, reason, state, channel, priority, is_this_week, evidence, action_id"
    rows = small.query(f"select person_id, {columns} from main.suggested_actions")
    found = {}
    for key, *values in rows:
        action = Action._make(values)
        found[key] = action._replace(evidence=json.loads(values[7]))
    return found


def occasions(small: SmallWorld) -> dict[str, set[str]]:
    """Return the occasions found for each person, whether they made it into the list or not."""
    found: dict[str, set[str]] = {}
    for key, occasion in small.query("select person_id, occasion from relations.actions_possible"):
        found.setdefault(key, set()).add(occasion)
    return found
