"""Calendars: iCalendar files (RFC 5545), as Google, Outlook, Apple and others export and send them.

What becomes of each component, and how, `connectors.calendar.reading` says.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import suppress

from connectors.content_lines import first_component
from connectors.records import Record
from connectors.source import Source

VERSION = 6

NOT_EVENTS = ("VTODO", "VJOURNAL", "VFREEBUSY", "VAVAILABILITY", "VPOLL")
BEGINNINGS = frozenset(("VCALENDAR", "VEVENT", "VTIMEZONE", *NOT_EVENTS))


def recognizes(source: Source) -> bool:
    """Tell whether the file starts as a calendar does, or as an event without one."""
    with suppress(Exception):  # whatever is wrong with the file, it is not recognized
        return not source.files and first_component(source.head(4096)) in BEGINNINGS
    return False


def split(source: Source) -> Iterator[Source]:
    """Yield the file whole: an event and the instances that change it may stand far apart."""
    yield source


def context(source: Source) -> str:
    """Return ``""``: what a calendar says depends on nothing but its bytes."""
    return ""


def read(source: Source) -> Iterator[Record]:
    """Yield an interaction for each occurrence, UID by UID; before them, what could not be read or is ignored."""
    from connectors.calendar.reading import records  # 0.1 s that recognizing a file need not pay for

    yield from records(source.read_bytes())
