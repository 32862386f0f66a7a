"""Calendars made for a test, and what is read from them."""

from __future__ import annotations

import tempfile
from pathlib import Path

from connectors import ics
from connectors.records import Interaction, Record, Rejected
from connectors.source import Source


def read(content: str | bytes) -> list[Record]:
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "calendar.ics"
        path.write_bytes(content.encode() if isinstance(content, str) else content)
        return list(ics.read(Source(path)))


def event(*lines: str, calendar: tuple[str, ...] = ()) -> str:
    body = "\n".join(("UID:u", "DTSTAMP:20240101T000000Z", *lines))
    return "\n".join(("BEGIN:VCALENDAR", *calendar, "BEGIN:VEVENT", body, "END:VEVENT", "END:VCALENDAR", ""))


def eastern(tzid: str) -> tuple[str, ...]:
    winter = ("BEGIN:STANDARD", "DTSTART:20001105T020000", "TZOFFSETTO:-0500", "RRULE:FREQ=YEARLY;BYMONTH=11;BYDAY=1SU")
    summer = ("BEGIN:DAYLIGHT", "DTSTART:20000312T020000", "TZOFFSETTO:-0400", "RRULE:FREQ=YEARLY;BYMONTH=3;BYDAY=2SU")
    return ("BEGIN:VTIMEZONE", f"TZID:{tzid}", *winter, "END:STANDARD", *summer, "END:DAYLIGHT", "END:VTIMEZONE")


def meetings(records: list[Record]) -> list[Interaction]:
    return [record for record in records if isinstance(record, Interaction)]


def reasons(records: list[Record]) -> list[str]:
    return [record.reason for record in records if isinstance(record, Rejected)]
