"""iCalendar: each action as an all-day entry that blocks no time, for any calendar."""

from __future__ import annotations

from datetime import UTC, datetime, time, timedelta

from icalendar import Calendar, Event

from pipelines.console import plain
from pipelines.exports.action_list import Action, ActionList


def render(actions: ActionList) -> bytes:
    """Return one calendar; an action without a day of its own stands on ``as_of``."""
    calendar = Calendar()
    calendar.add("prodid", "-//keepwarm//suggested actions//EN")
    calendar.add("version", "2.0")
    calendar.add("method", "PUBLISH")
    for action in actions.actions:
        calendar.add_component(_event(action, actions))
    return bytes(calendar.to_ical())


def _event(action: Action, actions: ActionList) -> Event:
    day = action.due_on or actions.as_of
    event = Event()
    event.add("uid", f"{plain(action.action_id)}@keepwarm")
    event.add("dtstamp", datetime.combine(actions.as_of, time(), tzinfo=UTC))
    event.add("dtstart", day)
    event.add("dtend", day + timedelta(days=1))
    event.add("summary", plain(action.title))
    event.add("description", plain(action.reason))
    event.add("categories", [action.family_in_words])
    event.add("transp", "TRANSPARENT")
    event.add("class", "PRIVATE")
    return event
