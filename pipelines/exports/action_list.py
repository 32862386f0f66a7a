"""The list of suggested actions, as the exports and the command line read it from the published warehouse."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import Any, NamedTuple

from pipelines.published import published, published_as_of, query, stored

FAMILIES = {
    "keep_in_touch": "keep in touch",
    "show_appreciation": "show appreciation",
    "offer_help": "offer help",
    "attend_event": "attend an event",
    "be_genuine": "be genuine",
    "collaborate": "collaborate",
}


class Action(NamedTuple):
    """One thing to do for one person, with the reason; ``priority`` from 0 to 100, absent texts ``""``."""

    action_id: str
    person_id: str
    full_name: str
    email: str
    profile_url: str
    company: str
    position: str
    family: str
    title: str
    reason: str
    channel: str
    state: str
    evidence: Any
    priority: int
    is_this_week: bool
    is_held_out: bool
    due_on: date | None
    snoozed_until: date | None
    note: str = ""

    @property
    def family_in_words(self) -> str:
        """The family as it is said."""
        return FAMILIES.get(self.family, self.family)

    @property
    def role(self) -> str:
        """Position and company, as far as they are known: "Head of Data, Acme"."""
        return ", ".join(filter(None, (self.position, self.company)))


class ActionList(NamedTuple):
    """Actions in the order in which to do them, and the day for which they were computed."""

    as_of: date
    actions: tuple[Action, ...]

    def week(self) -> ActionList:
        """Keep those to do this week."""
        return self._replace(actions=tuple(a for a in self.actions if a.is_this_week and a.state == "open"))

    def backlog(self) -> ActionList:
        """Keep all that are open or put off, but for those held out."""
        waiting = (action for action in self.actions if action.state in ("open", "snoozed"))
        return self._replace(actions=tuple(action for action in waiting if not action.is_held_out))


def read_actions(warehouse: Path) -> ActionList:
    """Read every suggested action of the published warehouse."""
    with published(warehouse) as connection:
        records = query(connection, stored("actions")).records()
        return ActionList(published_as_of(connection), tuple(_action(record) for record in records))


def _action(record: dict[str, Any]) -> Action:
    texts = {
        name: record[name] or ""
        for name in ("full_name", "email", "profile_url", "company", "position", "title", "reason", "channel", "note")
    }
    return Action(**{**record, **texts, "priority": round(record["priority"] or 0)})
