"""The time zones of appointments: the definition (a VTIMEZONE) that stands with one, or else the text that is shown.

A name that the world knows is best, since its rule changes with the years: Windows' in the definition ("W. Europe
Standard Time"), or what Outlook shows ("(UTC+01:00) Amsterdam, Berlin"). Times are told in UTC; a zone is needed for
series, which keep to the hour of the clock, and for days.
"""

from __future__ import annotations

from datetime import tzinfo
from typing import NamedTuple
from zoneinfo import ZoneInfo

from connectors.calendar.time_zones import Part, Zones, offset_name
from connectors.content_lines import cut
from connectors.olm.elements import Item

OBSERVANCES = ("STANDARD", "DAYLIGHT")
OF_OBSERVANCE = frozenset(("DTSTART", "TZOFFSETFROM", "TZOFFSETTO", "RRULE", "RDATE"))
LONGEST_DEFINITION = 16 * 1024
MOST_TOLD, MOST_DEFINED = 1_000, 100  # of a calendar; who works in more zones is not believed


class Zone(NamedTuple):
    """A zone by the name that events may use (TZID); both are missing where no zone is told."""

    name: str = ""
    zone: tzinfo | None = None


class ToldZones:
    """The zones of a calendar; ``defined`` those that the world does not know, by name."""

    def __init__(self) -> None:
        """Know the world's zones only."""
        self._world, self._own = Zones(), Zones()
        self._found: dict[tuple[str, str], Zone] = {}
        self.defined: dict[str, list[Part]] = {}

    def find(self, item: Item) -> Zone:
        """Return the zone that an appointment is shown in."""
        told = item.text("OPFCalendarEventGetStartTimeZoneICSData"), item.text("OPFCalendarEventCopyStartTimeZone")
        if told not in self._found:
            if len(self._found) == MOST_TOLD:
                return Zone()
            self._found[told] = self._look_for(*told)
        return self._found[told]

    def _look_for(self, definition: str, shown: str) -> Zone:
        tzid, parts = _defined(definition[:LONGEST_DEFINITION])
        known = [zone for zone in map(self._world.find, filter(None, (tzid, shown))) if zone is not None]
        for zone in known:
            if isinstance(zone, ZoneInfo):
                return Zone(zone.key, zone)
        if parts and len(self.defined) < MOST_DEFINED:
            name = f"Outlook {len(self.defined) + 1}"
            self._own.define(name, parts)
            if (own := self._own.find(name)) is not None:
                self.defined[name] = parts
                return Zone(name, own)
        offset = known[0].utcoffset(None) if known else None
        return Zone(f"UTC{offset_name(offset)}", known[0]) if offset is not None else Zone()


def _defined(definition: str) -> tuple[str, list[Part]]:
    """Return the name and the parts of a VTIMEZONE, of several the last name and all parts."""
    document = cut(definition.encode("utf-8", "replace"))
    tzid, parts = "", list[Part]()
    for component in document.components:
        values = {line[0].upper(): line[2] for line in document.own_lines(component) if line is not None}
        if component.name == "VTIMEZONE":
            tzid = values.get("TZID", "")
        elif component.name in OBSERVANCES:
            parts.append((component.name, {key: values[key] for key in sorted(OF_OBSERVANCE & values.keys())}))
    return tzid, parts
