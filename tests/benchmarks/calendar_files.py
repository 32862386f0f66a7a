"""Compare the occurrences that two readers find in the same calendars, file by file: ours, and the plain way.

The plain way is icalendar with recurring-ical-events (and x-wr-timezone, which it calls) asked for everything from 1970
to a year after the latest date that the file tells. Both sides give (UID, start), days and floating times taken in the
zone that ours takes them in. A file may take ten seconds a side.
"""

from __future__ import annotations

import re
import signal
import warnings
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import UTC, date, datetime, time, timedelta
from functools import partial
from pathlib import Path
from types import FrameType
from typing import NamedTuple

import icalendar
import recurring_ical_events

from connectors import ics
from connectors.calendar.times import instant
from connectors.calendar.vcalendar import read_calendars
from connectors.content_lines import cut, unescaped
from connectors.records import Interaction
from connectors.source import Source

SECONDS_A_FILE = 10
BENT_NAME = re.compile(rb"TZID=(?:US|AMERICA|EUROPE|ASIA)[_-]")
MOMENT_IN_UTC = re.compile(rb"\nDTSTART:\d{8}T\d{6}Z")
DAY_ENDS_HOURS = re.compile(rb"\nRRULE[^\n]*[:;]UNTIL=\d{8}(?!\d|T)")
MOMENT_ENDS_DAYS = re.compile(rb"\nRRULE[^\n]*[:;]UNTIL=\d{8}T\d{6}Z")
FIRST = datetime(1970, 1, 1, tzinfo=UTC)

Occurrences = Counter[tuple[str, datetime]]


class Comparison(NamedTuple):
    """What each side found in one file; ``None`` where it failed, ``failure`` says how."""

    path: Path
    ours: Occurrences | None
    plain: Occurrences | None
    failure: str

    @property
    def outcome(self) -> str:
        """Say ``same``, ``different``, who ``only`` could read it, that it is ``empty``, or that ``none`` could."""
        if self.ours is None:
            return "only plain" if self.plain is not None else "none"
        if self.plain is None:
            return "only ours" if self.ours else "empty"
        return "same" if self.ours == self.plain else "different"

    @property
    def reason(self) -> str:
        """Say why the outcome is another than ``same``; ``unexplained`` must not occur."""
        if self.outcome != "different":
            return self.failure
        content = self.path.read_bytes().upper()
        if content.count(b"\nEND:VCALENDAR") < content.count(b"BEGIN:VCALENDAR"):
            return "the calendar has no end: plain drops all that it holds"
        if b"X-WR-TIMEZONE" in content and MOMENT_IN_UTC.search(content) and b"RRULE" in content:
            return "a series in UTC beside X-WR-TIMEZONE: ours stays in UTC, plain moves with daylight saving"
        if BENT_NAME.search(content):
            return "a time zone whose name has another mark for the slash: plain does not know it"
        if DAY_ENDS_HOURS.search(content):
            return "a day ends a series of hours: for ours it counts whole, for plain it ends as it begins"
        if MOMENT_ENDS_DAYS.search(content) and b"VALUE=DATE:" in content:
            return "a moment ends a series of days: ours takes the day that it is in the calendar's zone, plain in UTC"
        return "unexplained"


class TooSlow(Exception):
    """A reader took longer than `SECONDS_A_FILE`."""


def table(folder: Path) -> dict[str, object]:
    """Compare every .ics file below a folder: how many there are of each outcome, and all that differ, with reasons."""
    compared = list(compare_files(folder))
    outcomes = Counter(comparison.outcome for comparison in compared)
    failures = Counter(comparison.reason for comparison in compared if comparison.outcome == "only ours")
    return {
        "files": len(compared),
        "outcomes": dict(outcomes.most_common()),
        "occurrences_of_both": sum(sum(one.plain.values()) for one in compared if one.plain and one.outcome == "same"),
        "occurrences_of_ours_alone": sum(
            sum(one.ours.values()) for one in compared if one.ours and one.outcome == "only ours"
        ),
        "why_only_ours": dict(failures.most_common()),
        "different": [
            {
                "file": one.path.relative_to(folder).as_posix(),
                "only_ours": (one.ours - one.plain).total(),
                "only_plain": (one.plain - one.ours).total(),
                "reason": one.reason,
            }
            for one in compared
            if one.outcome == "different" and one.ours is not None and one.plain is not None
        ],
        "only_plain": [one.path.relative_to(folder).as_posix() for one in compared if one.outcome == "only plain"],
    }


def compare_files(folder: Path) -> Iterator[Comparison]:
    """Compare every .ics file below a folder, in the order of names."""
    for path in sorted(folder.rglob("*.ics")):
        until, uids = told_by(path)
        ours, our_failure = attempted(partial(our_occurrences, path, uids))
        plain, plain_failure = attempted(partial(plain_occurrences, path, until))
        if ours is not None:
            ours = Counter({key: count for key, count in ours.items() if FIRST <= key[1] < until})
        yield Comparison(path, ours, plain, our_failure or plain_failure)


def attempted(read: Callable[[], Occurrences]) -> tuple[Occurrences | None, str]:
    """Return what a reader finds, or the name of its failure."""
    try:
        with limited(), warnings.catch_warnings():
            warnings.simplefilter("ignore")
            return read(), ""
    except Exception as error:
        return None, type(error).__name__


@contextmanager
def limited() -> Iterator[None]:
    """Raise `TooSlow` in the midst of what takes too long."""

    def ring(_number: int, _frame: FrameType | None) -> None:
        raise TooSlow

    before: Callable[[int, FrameType | None], object] | int | None = signal.signal(signal.SIGALRM, ring)
    signal.alarm(SECONDS_A_FILE)
    try:
        yield
    finally:
        signal.alarm(0)
        signal.signal(signal.SIGALRM, before)


def our_occurrences(path: Path, uids: set[str]) -> Occurrences:
    """Return what our reader finds; a UID that it made up itself is ``""``."""
    return Counter(
        (record.thread_key if record.thread_key in uids else "", record.occurred_at)
        for record in ics.read(Source(path))
        if isinstance(record, Interaction)
    )


def plain_occurrences(path: Path, until: datetime) -> Occurrences:
    """Return what the plain way finds from 1970 to ``until``."""
    content = path.read_bytes()
    calendars = [calendar for part, calendar in read_calendars(cut(content))[0].items() if part.name == "VCALENDAR"]
    zone = calendars[0].zone if calendars else UTC
    icalendar.use_zoneinfo()  # forgets the zones that files before this one defined
    found: Occurrences = Counter()
    margin = timedelta(days=2)  # it takes days for midnights without a zone
    for calendar in icalendar.Calendar.from_ical(content, multiple=True):
        for event in recurring_ical_events.of(calendar).between(FIRST - margin, until + margin):
            start = instant(event["DTSTART"].dt, zone)
            if FIRST <= start < until:
                found[str(event.get("UID", "")).strip(), start] += 1
    return found


def told_by(path: Path) -> tuple[datetime, set[str]]:
    """Return the moment a year after the latest date that the file tells, and the UIDs of its events."""
    document = cut(path.read_bytes())
    latest, uids = "", set()
    for component, calendar in read_calendars(document)[0].items():
        if component.name == "VEVENT":
            lines = document.own_lines(component)
            reader = calendar.reader()
            reader.read(lines)
            latest = max(latest, reader.latest)
            uids |= {unescaped(line[2]) for line in lines if line and line[0].upper() == "UID"}
    day = date.fromisoformat(latest) if latest else date(1970, 1, 1)
    return datetime.combine(day, time(), UTC) + timedelta(days=365), uids
