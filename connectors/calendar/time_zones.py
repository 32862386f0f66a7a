"""Time zones as calendars name them: IANA names, Windows names, ``/vendor/…/Europe/Oslo``, and VTIMEZONE definitions.

Of 110 spellings of TZID in public calendars, zoneinfo knows 41. A name is looked up as IANA's, then among the
definitions of its own calendar, then as Windows' (the table is Unicode's, shipped with icalendar), then without what a
vendor put before it. That is the order of icalendar, whose register of zones is not used because all files of a process
share it; but where a calendar defines a name without a slash, such as EST, that is what it means, summer time included.
At last a name is looked up with another mark for its slash, as Outlook shows it, and for an offset that it spells out.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterator, Mapping, Sequence
from datetime import UTC, datetime, timedelta, timezone, tzinfo
from functools import lru_cache
from itertools import islice, takewhile
from typing import NamedTuple
from zoneinfo import ZoneInfo, available_timezones

from icalendar.timezone.windows_to_olson import WINDOWS_TO_OLSON

from connectors.calendar.recurrence_rules import FAULTS, fault, quickened, starts

LAST_YEAR = 2100
ONSETS_LIMIT = 1000  # yearly rules since 1601, where Outlook begins, need half
ONSETS_OF_A_ZONE_LIMIT = 10_000
# What Outlook shows for zones with summer time; the offset that it shows before is that of winter.
SHOWN = {
    "pacific time (us": "America/Los_Angeles",
    "mountain time (us": "America/Denver",
    "central time (us": "America/Chicago",
    "eastern time (us": "America/New_York",
    "atlantic time (canada": "America/Halifax",
    "dublin, edinburgh": "Europe/London",
    "amsterdam, berlin": "Europe/Berlin",
    "brussels, copenhagen": "Europe/Paris",
    "belgrade, bratislava": "Europe/Budapest",
    "sarajevo, skopje": "Europe/Warsaw",
    "athens, bucharest": "Europe/Bucharest",
    "helsinki, ky": "Europe/Helsinki",
    "melbourne, sydney": "Australia/Sydney",
    "hobart": "Australia/Hobart",
    "adelaide": "Australia/Adelaide",
    "auckland, wellington": "Pacific/Auckland",
    "jerusalem": "Asia/Jerusalem",
    "beirut": "Asia/Beirut",
    "cairo": "Africa/Cairo",
    "chisinau": "Europe/Chisinau",
    "azores": "Atlantic/Azores",
    "newfoundland": "America/St_Johns",
    "indiana (east": "America/Indianapolis",
    "havana": "America/Havana",
    "santiago": "America/Santiago",
    "baja california": "America/Tijuana",
    "alaska": "America/Anchorage",
}
SPELT_OFFSET = re.compile(r"(?:\A|UTC|GMT)[ ]?([+-])(\d{1,2}):?(\d{2})?(?!\d)", re.IGNORECASE)
OFFSET = re.compile(r"([+-]?)(\d{2})(\d{2})(\d{2})?")

Part = tuple[str, Mapping[str, str]]
"""A part of a VTIMEZONE: STANDARD or DAYLIGHT, and its property values by name."""


class Observance(NamedTuple):
    """A STANDARD or DAYLIGHT part of a VTIMEZONE: from these local times on, this offset holds."""

    is_standard: bool
    onsets: list[datetime]
    offset: timedelta


class DefinedZone(tzinfo):
    """A time zone made of the observances of a VTIMEZONE; at least one."""

    def __init__(self, observances: Sequence[Observance]) -> None:
        """Order the changes of the zone by their local time."""
        changes = sorted((onset, observance.offset) for observance in observances for onset in observance.onsets)
        self._onsets = [onset for onset, _ in changes]
        first_standard = next((part for part in observances if part.is_standard), observances[0])
        self._offsets = [first_standard.offset, *(offset for _, offset in changes)]
        self._instants = [
            _in_utc(onset, before) for onset, before in zip(self._onsets, self._offsets[:-1], strict=True)
        ]

    def utcoffset(self, moment: datetime | None) -> timedelta:
        """Return the offset at a local time; that of the first standard observance before any change."""
        if moment is None:
            return self._offsets[0]
        return self._offsets[bisect_right(self._onsets, moment.replace(tzinfo=None))]

    def fromutc(self, moment: datetime) -> datetime:
        """Return the local time of a time in UTC."""
        return moment + self._offsets[bisect_right(self._instants, moment.replace(tzinfo=None))]

    def dst(self, moment: datetime | None) -> timedelta:
        """Return zero: nothing here asks how much of the offset is daylight saving."""
        return timedelta(0)

    def tzname(self, moment: datetime | None) -> str:
        """Return the offset as text, ``+01:00``."""
        return offset_name(self.utcoffset(moment))


class Zones:
    """The zones that a calendar can name: the world's, and those that it defines itself."""

    def __init__(self) -> None:
        """Know the world's zones only; `define` adds the calendar's own."""
        self._definitions: dict[str, list[Part]] = {}
        self._found: dict[str, tzinfo | None] = {}

    def define(self, tzid: str, parts: list[Part]) -> None:
        """Take a VTIMEZONE of the calendar: its STANDARD and DAYLIGHT parts."""
        self._definitions.setdefault(tzid, parts)

    @property
    def only_defined(self) -> str:
        """The name of the zone that the calendar defines where it defines just one, ``""`` otherwise."""
        return next(iter(self._definitions)) if len(self._definitions) == 1 else ""

    def find(self, tzid: str) -> tzinfo | None:
        """Return the zone of this name, ``None`` where it is unknown."""
        if tzid not in self._found:
            self._found[tzid] = next(self._candidates(tzid.strip()), None)
        return self._found[tzid]

    def _candidates(self, tzid: str) -> Iterator[tzinfo]:
        name = tzid.strip("/")
        zone = _world_zone(name)
        if zone is not None and "/" in name:
            yield zone
        if (parts := self._definitions.get(tzid)) and (observances := list(_observances(parts))):
            yield DefinedZone(observances)
        if zone is not None:
            yield zone
        if (key := WINDOWS_TO_OLSON.get(name.replace(" Daylight ", " Standard "))) is not None:
            yield ZoneInfo(key)
        words = name.split("/")
        for start in range(1, min(len(words), 8)):
            if (zone := _world_zone("/".join(words[start:]))) is not None:
                yield zone
        for mark in "_-":  # Europe_Berlin, US-Eastern
            if (zone := _world_zone(name.replace(mark, "/", 1))) is not None:
                yield zone
        yield from (ZoneInfo(key) for shown, key in SHOWN.items() if shown in name.lower())
        if match := SPELT_OFFSET.search(tzid):
            sign, hours, minutes = match.groups()
            yield timezone(_signed(sign, timedelta(hours=int(hours) % 24, minutes=int(minutes or 0) % 60)))


def zone_name(zone: tzinfo, tzid: str, moment: datetime) -> str:
    """Return the name to keep for a zone: IANA's, or its offset at this moment; ``""`` for UTC, which is no place."""
    if zone is UTC:
        return ""
    if isinstance(zone, ZoneInfo):
        return zone.key
    if tzid in WINDOWS_TO_OLSON:
        return WINDOWS_TO_OLSON[tzid]
    offset = moment.astimezone(zone).utcoffset() or timedelta(0)
    world_zone = _world_zone(tzid)  # of a name that the calendar defines, perhaps otherwise than the world
    if world_zone is not None and moment.astimezone(world_zone).utcoffset() == offset:
        return world_zone.key
    return offset_name(offset)


def offset_name(offset: timedelta) -> str:
    """Return ``+01:00`` for an offset of one hour."""
    minutes = round(offset.total_seconds() / 60)
    return f"{'-' if minutes < 0 else '+'}{abs(minutes) // 60:02}:{abs(minutes) % 60:02}"


def _in_utc(onset: datetime, before: timedelta) -> datetime:
    """Return when a change happens, which is told in the time that it ends."""
    try:
        return onset - before
    except OverflowError:  # some programs begin with the year 1
        return onset


def _observances(parts: Sequence[Part]) -> Iterator[Observance]:
    count = 0
    for name, values in parts:
        try:
            observance = _observance(name, values)
        except FAULTS:
            continue
        yield observance
        count += len(observance.onsets)
        if count > ONSETS_OF_A_ZONE_LIMIT:  # no zone has so many, and each has to be looked for
            return


def _observance(name: str, values: Mapping[str, str]) -> Observance:
    start = datetime.fromisoformat(values.get("DTSTART", "").strip()).replace(tzinfo=None)
    match = OFFSET.fullmatch(values.get("TZOFFSETTO", "").strip())
    if match is None:
        raise ValueError("no offset")
    sign, hours, minutes, seconds = match.groups()
    offset = _signed(sign, timedelta(hours=int(hours), minutes=int(minutes), seconds=int(seconds or 0)))
    onsets = [start]
    added = filter(None, values.get("RDATE", "").split(","))
    onsets.extend(datetime.fromisoformat(text.strip().rstrip("Zz")) for text in islice(added, ONSETS_OF_A_ZONE_LIMIT))
    onsets.extend(_repeated(values.get("RRULE", "").upper(), start))
    return Observance(name == "STANDARD", onsets, offset)


@lru_cache(maxsize=1024)
def _repeated(rule: str, start: datetime) -> tuple[datetime, ...]:
    if not rule or fault(rule, start):
        return ()
    before_last_year = takewhile(lambda onset: onset.year < LAST_YEAR, starts(quickened(rule, start), start))
    return tuple(islice(before_last_year, ONSETS_LIMIT))


def _signed(sign: str, offset: timedelta) -> timedelta:
    if offset >= timedelta(days=1):
        raise ValueError("an offset is less than a day")
    return -offset if sign == "-" else offset


@lru_cache(maxsize=1024)
def _world_zone(name: str) -> ZoneInfo | None:
    key = _world_names().get(name.casefold())
    return ZoneInfo(key) if key else None


@lru_cache(maxsize=1)
def _world_names() -> dict[str, str]:
    return {name.casefold(): name for name in available_timezones()}
