"""The time zones of appointments: the name that Windows has for one, or else the rule that stands beside it.

An appointment tells its zone up to four times (MS-OXOCAL 2.2.1.39 to 2.2.1.43): where its start and its end are shown,
where its series is at home, and, of old, as a bare rule and a text such as "(UTC+01:00) Amsterdam, Berlin". A name that
the world knows is best, since its rule changes with the years; a zone that somebody made has but its rule.
"""

from __future__ import annotations

import struct
from collections.abc import Iterator
from datetime import tzinfo
from typing import NamedTuple
from zoneinfo import ZoneInfo

from connectors.calendar.time_zones import Part, Zones
from connectors.outlook.named_properties import APPOINTMENT
from connectors.outlook.properties import Properties, binary, text
from connectors.outlook.recurrences import WEEKDAYS

START_SHOWN, END_SHOWN, OF_SERIES = APPOINTMENT | 0x825E, APPOINTMENT | 0x825F, APPOINTMENT | 0x8260
BARE_RULE, DESCRIPTION = APPOINTMENT | 0x8233, APPOINTMENT | 0x8234
BINARY = (START_SHOWN, END_SHOWN, OF_SERIES, BARE_RULE)

EFFECTIVE = 0x2
HEADER = struct.Struct("<BBHHH")  # version, size of the header, reserved, length of the name
RULE = struct.Struct("<BBHHH14x")  # version, size of the rule, flags, year
BIASES = struct.Struct("<iii")  # in minutes: of the zone, of standard time, of summer time
CHANGE = struct.Struct("<8H")  # year, month, weekday, day or which of these weekdays, hour, minute, second, …
RULES_LIMIT = 200
MOST_DEFINED = 100  # of a file; who works in more zones than that that the world does not know is not believed
FIRST_YEAR = 1970


class Told(NamedTuple):
    """A zone as it is told: a name, perhaps one that the world knows, and the parts of a VTIMEZONE."""

    name: str
    parts: tuple[Part, ...]


class ToldZones:
    """The zones of a calendar, by the names (TZID) that its events may use; ``defined`` those of its own."""

    def __init__(self) -> None:
        """Know the world's zones only."""
        self._world = Zones()
        self._own = Zones()
        self.defined: dict[str, tuple[Part, ...]] = {}
        self._names: dict[str, str] = {}

    def name(self, item: Properties, is_series: bool) -> str:
        """Return a TZID for the zone that an item is in, ``""`` where it tells none."""
        for told in _told(item, is_series):
            known = self._world.find(told.name) if told.name else None
            if isinstance(known, ZoneInfo):
                return known.key
            if told.parts and (name := self._name(told.parts)):
                return name
        return ""

    def zone(self, name: str) -> tzinfo | None:
        """Return the zone of a TZID, ``None`` of ``""``."""
        return (self._own if name in self.defined else self._world).find(name) if name else None

    def _name(self, parts: tuple[Part, ...]) -> str:
        rule = repr(parts)
        if rule not in self._names and len(self._names) < MOST_DEFINED:
            name = f"Outlook {len(self._names) + 1}"
            self._names[rule] = name
            self.defined[name] = parts
            self._own.define(name, list(parts))
        return self._names.get(rule, "")


def _told(item: Properties, is_series: bool) -> Iterator[Told]:
    shown, of_series, end_shown = (_definition(binary(item, number)) for number in (START_SHOWN, OF_SERIES, END_SHOWN))
    bare = Told(text(item, DESCRIPTION), _parts(binary(item, BARE_RULE), is_bare=True))
    yield from (of_series, bare, shown) if is_series else (shown, of_series, bare, end_shown)


def _definition(content: bytes) -> Told:
    """Read a TZDEFINITION (MS-OXOCAL 2.2.1.41): of its rules the one that is marked as in effect, or else the last."""
    if len(content) < HEADER.size or content[0] != 2:
        return Told("", ())
    *_, length = HEADER.unpack_from(content)
    name = content[HEADER.size : HEADER.size + 2 * length].decode("utf-16-le", "replace")
    position = HEADER.size + 2 * length + 2
    rules: list[tuple[bool, bytes]] = []
    while position + RULE.size <= len(content) and len(rules) < RULES_LIMIT:
        _, _, size, flags, _ = RULE.unpack_from(content, position)
        rules.append((bool(flags & EFFECTIVE), content[position + RULE.size : position + 4 + size]))
        position += 4 + max(size, 1)
    effective = next((rule for is_effective, rule in rules if is_effective), rules[-1][1] if rules else b"")
    return Told(name, _parts(effective))


def _parts(rule: bytes, is_bare: bool = False) -> tuple[Part, ...]:
    """Return the parts of a VTIMEZONE for a rule; a bare one (MS-OXOCAL 2.2.1.39) has years between."""
    between = 2 if is_bare else 0
    if len(rule) < BIASES.size + 2 * (between + CHANGE.size):
        return ()
    bias, standard, summer = BIASES.unpack_from(rule)
    to_standard = CHANGE.unpack_from(rule, BIASES.size + between)
    to_summer = CHANGE.unpack_from(rule, BIASES.size + 2 * between + CHANGE.size)
    parts = [_part("STANDARD", -bias - standard, to_standard)]
    if to_standard[1] and to_summer[1]:
        parts.append(_part("DAYLIGHT", -bias - summer, to_summer))
    return tuple(part for part in parts if part is not None) if None not in parts else ()


def _part(name: str, offset: int, change: tuple[int, ...]) -> Part | None:
    year, month, weekday, day, hour, minute, *_ = change
    if abs(offset) >= 24 * 60 or month > 12 or weekday > 6 or day > 31 or hour > 23 or minute > 59:
        return None
    values = {"TZOFFSETTO": f"{'-' if offset < 0 else '+'}{abs(offset) // 60:02}{abs(offset) % 60:02}"}
    if not month:  # no summer time
        return name, {"DTSTART": f"{FIRST_YEAR}0101T000000", **values}
    values["DTSTART"] = f"{FIRST_YEAR}0101T{hour:02}{minute:02}00"
    which = f"BYMONTHDAY={day}" if year else f"BYDAY={-1 if day > 4 else max(day, 1)}{WEEKDAYS[weekday]}"
    values["RRULE"] = f"FREQ=YEARLY;BYMONTH={month};{which}"
    return name, values
