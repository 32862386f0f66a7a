"""What other programs tell of meetings, written as an iCalendar that `connectors.calendar.reading` reads.

So a meeting is the same in every export, and counts once.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Generic, TypeVar

from connectors.calendar.time_zones import Part
from connectors.mail.addresses import Mailbox
from connectors.records import Record

LARGEST_CALENDAR = 32 * 1024 * 1024
LONGEST_NAME = 500
LONGEST_TEXT = 2_000
ESCAPES = str.maketrans({"\\": r"\\", ";": r"\;", ",": r"\,", "\n": r"\n", "\r": None, "\0": None})

Origin = TypeVar("Origin")


class WrittenCalendar(Generic[Origin]):
    """Events, each with where it comes from, with which its records come back."""

    def __init__(self) -> None:
        """Begin without events."""
        self.origins: list[Origin] = []
        self._first_lines: list[int] = []
        self._lines = ["BEGIN:VCALENDAR"]
        self._size = 0

    @property
    def is_large(self) -> bool:
        """Whether it is time to read what there is, and to begin another."""
        return self._size > LARGEST_CALENDAR

    def add(self, event: Iterable[str], origin: Origin) -> None:
        """Take the content lines of an event, or of a series with its changed instances."""
        lines = list(event)
        self.origins.append(origin)
        self._first_lines.append(len(self._lines) + 1)
        self._lines += lines
        self._size += sum(map(len, lines))

    def records(self, zones: Mapping[str, Sequence[Part]]) -> Iterator[tuple[Record, Origin]]:
        """Yield the records of all events, once; ``zones`` by their TZID are those that the world does not know."""
        from connectors.calendar.reading import records  # 0.1 s, for most files in vain

        if not self.origins:
            return
        content = "\n".join([*self._lines, *_time_zones(zones), "END:VCALENDAR", ""]).encode("utf-8", "replace")
        self._lines.clear()
        for record in records(content):
            line = int(record.location.removeprefix("line "))
            yield record, self.origins[max(bisect_right(self._first_lines, line) - 1, 0)]


def person(role: str, told: Mailbox, parameters: str = "") -> str:
    """Return the content line of an ORGANIZER or ATTENDEE."""
    shown = told.name[:LONGEST_NAME].replace("^", "^^").replace('"', "^'").replace("\\", "\\\\")
    line = f'{role};CN="{shown}"{parameters}' if shown else f"{role}{parameters}"
    return f"{line}:mailto:{told.email.replace('%', '%25')}" if told.email else f"{line}:invalid:nomail"


def is_one(told: Mailbox, other: Mailbox) -> bool:
    """Tell whether two parties of a meeting are the same, by their addresses if both have one, else by their names."""
    if told.email and other.email:
        return told.email.casefold() == other.email.casefold()
    return told.name.casefold() == other.name.casefold() != ""


def escaped(text: str) -> str:
    """Return a text as the value of a property."""
    return text[:LONGEST_TEXT].translate(ESCAPES)


def _time_zones(zones: Mapping[str, Sequence[Part]]) -> Iterator[str]:
    for name, parts in zones.items():
        yield from ("BEGIN:VTIMEZONE", f"TZID:{name}")
        for part, values in parts:
            yield from (f"BEGIN:{part}", *(f"{key}:{value}" for key, value in values.items()), f"END:{part}")
        yield "END:VTIMEZONE"
