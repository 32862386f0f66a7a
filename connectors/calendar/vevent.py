"""A VEVENT as values: times in their zones, people, recurrence (RFC 5545 section 3.6.1). DESCRIPTION is never kept.

A property that cannot be read is noted as a `Problem` and left out; only an event without a start is no event.
"""

from __future__ import annotations

import hashlib
import re
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, timedelta, tzinfo
from functools import lru_cache
from typing import NamedTuple

from icalendar import vRecur

from connectors.calendar.participants import read_participant
from connectors.calendar.recurrence_rules import ended
from connectors.calendar.time_zones import Zones
from connectors.calendar.times import Time, day_of_midnight, instant, like, parse_duration, parse_time
from connectors.content_lines import Line, parameter_values, plain_text, unescaped
from connectors.records import Participant, Role

TEXTS = ("UID", "SUMMARY", "LOCATION", "URL", "CONFERENCE", "STATUS", "SEQUENCE")
STAMPS = ("DTSTART", "DTSTAMP", "CREATED", "LAST-MODIFIED")
SINGLE = frozenset((*TEXTS, *STAMPS, "DTEND", "DURATION", "RECURRENCE-ID", "ORGANIZER"))
RECURRENCE = frozenset(("RRULE", "RDATE", "EXDATE", "EXRULE"))
CONFERENCE = frozenset(  # where the meeting is held, by the program that wrote it; CONFERENCE itself is RFC 7986's
    (
        "X-GOOGLE-CONFERENCE",
        "X-MICROSOFT-ONLINEMEETINGEXTERNALLINK",
        "X-MICROSOFT-SKYPETEAMSMEETINGURL",
        "X-ZOOM-JOIN-URL",
    )
)
CANCELLED = frozenset(("CANCELLED", "CANCELED"))
# What Outlook puts before the summary, and no more, when the organizer calls a meeting off.
CANCELLED_SUMMARY = re.compile(
    r"(?:cancell?ed|abgesagt|annulée?|cancelad[oa]|annullat[oa]|geannuleerd|inställt|avlyst|aflyst|odwołan[eoy]"
    r"|zrušen[oé]|peruutettu|отменено|已取消)\s?[:：]",
    re.IGNORECASE,
)
# Parts of a rule that say nothing: BY… of nothing, commas that lead nowhere, vendors' own. Without the value of another
# part, such as COUNT, nobody knows what was meant.
NO_RULE_PART = re.compile(r"(?:^|;)(?:BY[A-Z]+=,*(?=;|$)|X-[^;]*|(?=;|$))|(?<!,),+(?=;|$)")
IS_DAY = re.compile(r"(?:^|;)VALUE=DATE(?:;|$)", re.IGNORECASE)
RULES_LIMIT = 50  # one is usual, a few are seen, and each has to be followed
PLACEHOLDER_YEAR = "2100"  # dates from here on mean "never" and say nothing of when the calendar was written


class Problem(NamedTuple):
    """Why a property could not be read, and which of the event's own lines it is (from 0; -1 is the event)."""

    reason: str
    line_index: int
    excerpt: str = ""


@dataclass(slots=True)
class Event:
    """One VEVENT; ``start`` ≤ ``end``, both days, both floating, or both moments; ``stamp`` is when it was written."""

    uid: str
    start: Time
    end: Time
    recurrence_id: Time | None = None
    is_this_and_future: bool = False
    rules: list[str] = field(default_factory=list)
    added: list[Time | tuple[Time, Time | timedelta]] = field(default_factory=list)
    excluded: list[Time] = field(default_factory=list)
    sequence: int | None = None
    stamp: int = 0
    is_cancelled: bool = False
    summary: str = ""
    place: str = ""
    url: str = ""
    tzid: str = ""
    zone: tzinfo | None = None
    participants: tuple[Participant, ...] = ()
    line_number: int = 0

    @property
    def duration(self) -> timedelta:
        """How long it lasts; of days, whole days."""
        return like(self.end, self.start) - self.start

    @property
    def is_series(self) -> bool:
        """Whether it says by a rule or a list when it occurs."""
        return bool(self.rules or self.added)

    @property
    def is_plain(self) -> bool:
        """Whether it happens once, when it says, and changes no other."""
        return not (self.rules or self.added or self.excluded) and self.recurrence_id is None


class EventReader:
    """Reads the own lines of VEVENTs of one calendar, and remembers the latest date that they tell."""

    def __init__(self, zones: Zones, standard_zone: tzinfo | None, zone: tzinfo) -> None:
        """Take the zones that TZID can name, that of X-WR-TIMEZONE, which floating times are meant in, and of days."""
        self.zones = zones
        self.standard_zone = standard_zone
        self.zone = zone
        self.latest = ""
        self.problems: list[Problem] = []
        self._lines: list[Line | None] = []
        self._index_of: dict[Line | None, int] = {}
        self._zones_told: dict[str, tuple[str, tzinfo | None]] = {}

    def read(self, lines: list[Line | None]) -> Event | None:
        """Read one event, ``None`` where its start cannot be read; `problems` holds what went wrong with this one."""
        self._lines, self._index_of = lines, {}
        # The text of such a line is not shown: more often than not it is the rest of a description.
        self.problems = [Problem("not a content line", index) for index, line in enumerate(lines) if line is None]
        single, attendees, recurrence = self._sort(lines)
        for name in STAMPS:
            if name in single and self.latest < (stamp := single[name][2][:8]) < PLACEHOLDER_YEAR and _is_day(stamp):
                self.latest = stamp
        if "DTSTART" not in single:
            self.problems.append(Problem("the event has no DTSTART", -1))
            return None
        start = self._time(single["DTSTART"])
        if start is None:  # not the property but the event is lost
            self.problems[-1] = self.problems[-1]._replace(line_index=-1)
            return None
        event = Event("", start, start)
        event.tzid, event.zone = self._zone(single["DTSTART"])
        if written := single.get("DTSTAMP") or single.get("LAST-MODIFIED"):
            event.stamp = _seconds(written[2])
        self._read_end(event, single)
        self._read_recurrence(event, single.get("RECURRENCE-ID"), recurrence)
        self._read_texts(event, single)
        people: list[tuple[Role, Line]] = [("organizer", single["ORGANIZER"])] if "ORGANIZER" in single else []
        people += [("attendee", line) for line in attendees]
        found = [read_participant(role, line[1], line[2]) for role, line in people]
        event.participants = tuple(filter(None, found))
        event.uid = event.uid or _fingerprint(event)
        return event

    def _sort(self, lines: list[Line | None]) -> tuple[dict[str, Line], list[Line], list[tuple[str, Line]]]:
        single: dict[str, Line] = {}
        attendees: list[Line] = []
        recurrence: list[tuple[str, Line]] = []
        for line in lines:
            if line is None:
                continue
            name = line[0].upper()
            if name in SINGLE:
                single.setdefault(name, line)
            elif name == "ATTENDEE":
                attendees.append(line)
            elif name in RECURRENCE:
                recurrence.append((name, line))
            elif name in CONFERENCE:
                single.setdefault("CONFERENCE", line)
        return single, attendees, recurrence

    def _read_end(self, event: Event, single: dict[str, Line]) -> None:
        start = event.start
        end = self._time(single["DTEND"]) if "DTEND" in single else None
        if end is None and "DURATION" in single:
            end = self._after(start, single["DURATION"])
        if end is None:
            event.end = start if isinstance(start, datetime) else _next_day(start)
            return
        end = like(end, start)
        event.start, event.end = (start, end) if start <= end else (end, start)

    def _after(self, start: Time, duration: Line) -> Time | None:
        try:
            return start + parse_duration(duration[2])
        except (ValueError, OverflowError):
            self._note("DURATION cannot be read", duration)
            return None

    def _read_recurrence(self, event: Event, recurrence_id: Line | None, others: list[tuple[str, Line]]) -> None:
        if recurrence_id is not None:
            event.recurrence_id = self._time(recurrence_id)
            event.is_this_and_future = "THISANDFUTURE" in recurrence_id[1].upper()
        for name, told in others:
            if name == "RRULE":
                self._read_rule(event, told)
            elif name == "EXDATE":
                event.excluded += [moment for moment in self._times(told) if not isinstance(moment, tuple)]
            elif name == "RDATE":
                event.added += self._times(told)
            elif name == "EXRULE":
                self._note("EXRULE, which RFC 5545 gave up, is not applied", told)
        if not isinstance(event.start, datetime):
            event.excluded = [day_of_midnight(moment, self.zone) for moment in event.excluded]

    def _read_rule(self, event: Event, told: Line) -> None:
        if len(event.rules) >= RULES_LIMIT:
            self._note(f"more than {RULES_LIMIT} rules; this one is not followed", told)
            return
        rule = NO_RULE_PART.sub("", "".join(unescaped(told[2]).upper().split())).strip(";")
        try:
            event.rules.append(ended(vRecur.from_ical(rule).to_ical().decode(), event.start, self.zone))
        except (ValueError, TypeError, AttributeError, LookupError):
            self._note("RRULE cannot be read", told)

    def _read_texts(self, event: Event, single: dict[str, Line]) -> None:
        texts = {name: _text(single[name]) for name in TEXTS if name in single}
        event.uid = texts.get("UID", "")
        event.summary = texts.get("SUMMARY", "")
        event.place = texts.get("LOCATION", "")
        event.url = texts.get("URL", "") or texts.get("CONFERENCE", "")
        status = texts.get("STATUS", "").upper()
        event.is_cancelled = status in CANCELLED or CANCELLED_SUMMARY.match(event.summary) is not None
        if sequence := texts.get("SEQUENCE"):
            if sequence.isdecimal() and len(sequence) < 10:
                event.sequence = int(sequence)
            else:
                self._note("SEQUENCE is no number", single["SEQUENCE"])

    def _times(self, told: Line) -> list[Time | tuple[Time, Time | timedelta]]:
        times: list[Time | tuple[Time, Time | timedelta]] = []
        _, zone = self._zone(told)
        for text in filter(None, told[2].split(",")):
            try:
                start, _, end = text.strip().partition("/")
                since = self._meant(parse_time(start, zone))
                if not end:
                    times.append(since)
                elif end[:1] in "Pp+-":
                    times.append((since, parse_duration(end)))
                else:
                    times.append((since, like(self._meant(parse_time(end, zone)), since)))
            except (ValueError, OverflowError):
                self._note(f"{told[0].upper()} cannot be read", told)
        return times

    def _time(self, told: Line) -> Time | None:
        try:
            text = told[2].strip()
            # A day that is written as its midnight, as some versions of Exchange have it.
            text = text.partition("T")[0] if IS_DAY.search(told[1]) else text
            return self._meant(parse_time(text, self._zone(told)[1]))
        except (ValueError, OverflowError):
            self._note(f"{told[0].upper()} cannot be read", told)
            return None

    def _zone(self, told: Line) -> tuple[str, tzinfo | None]:
        parameters = told[1]
        if parameters not in self._zones_told:
            tzid = parameter_values(parameters).get("TZID", "")
            zone = self.zones.find(tzid) if tzid else None
            self._zones_told[parameters] = tzid, zone
            if tzid and zone is None:
                self._note("the time zone is not known; read in the calendar's own", told, tzid)
        return self._zones_told[parameters]

    def _meant(self, moment: Time) -> Time:
        # A time in UTC stays one: taken for a local time, as x-wr-timezone does, a series in UTC would move with
        # daylight saving, and its exceptions, in UTC too, would no longer hit (seen in exports of 2026).
        if self.standard_zone is None or not isinstance(moment, datetime) or moment.tzinfo is not None:
            return moment
        return moment.replace(tzinfo=self.standard_zone)

    def _note(self, reason: str, told: Line, excerpt: str = "") -> None:
        if not self._index_of:  # most events have no problem, some have a hundred thousand
            self._index_of = {line: index for index, line in reversed(list(enumerate(self._lines)))}
        self.problems.append(Problem(reason, self._index_of[told], excerpt or told[2]))


@lru_cache(maxsize=65_536)
def _seconds(text: str) -> int:
    """Return the seconds from 1970 to a DTSTAMP, which is in UTC; 0 where it cannot be read or is older."""
    try:
        return max(0, int(instant(parse_time(text.strip(), None), UTC).timestamp()))
    except (ValueError, OverflowError):
        return 0


def _text(told: Line) -> str:
    _, parameters, value = told
    if parameters and "QUOTED-PRINTABLE" in parameters.upper():
        value = plain_text(value.encode(), parameter_values(parameters))
    return unescaped(value)


def _is_day(digits: str) -> bool:
    try:
        return date.fromisoformat(digits) is not None and digits.isdecimal()
    except ValueError:
        return False


def _next_day(day: date) -> date:
    return day + timedelta(days=1) if day < date.max else day


def _fingerprint(event: Event) -> str:
    people = [participant.email for participant in event.participants]
    told = "\0".join((event.start.isoformat(), event.end.isoformat(), event.summary, event.place, *people))
    return hashlib.sha256(told.encode()).hexdigest()[:32]
