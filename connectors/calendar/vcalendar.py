"""A VCALENDAR as values: its name, its method, the time zones that it defines and that its times are meant in."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import UTC, tzinfo

from connectors.calendar.time_zones import Part, Zones
from connectors.calendar.vevent import Event, EventReader
from connectors.content_lines import Component, Document, unescaped
from connectors.records import Rejected

OBSERVANCES = frozenset(("STANDARD", "DAYLIGHT"))
RULES_OF_ZONES_LIMIT = 1_000  # different ones of a file; Thunderbird tells a zone by 28, and each may cost 0.01 s


@dataclass(slots=True, eq=False)
class Calendar:
    """A VCALENDAR; what stands outside of any is taken as one more.

    ``standard_zone`` is that of X-WR-TIMEZONE, ``zone`` the one that days and floating times are meant in; ``events``
    are its VEVENTs by UID.
    """

    name: str = ""
    method: str = ""
    scale: str = "GREGORIAN"
    standard_zone_name: str = ""
    standard_zone: tzinfo | None = None
    zone: tzinfo = UTC
    zones: Zones = field(default_factory=Zones)
    events: dict[str, list[Event]] = field(default_factory=dict)

    @property
    def is_address(self) -> bool:
        """Whether its name is the address of its owner, as Google has it."""
        return "@" in self.name and " " not in self.name

    def reader(self) -> EventReader:
        """Return a reader of the VEVENTs of this calendar."""
        return EventReader(self.zones, self.standard_zone, self.zone)


def read_calendars(document: Document) -> tuple[dict[Component, Calendar], list[Rejected]]:
    """Return the calendar that each component belongs to, and what of the calendars' own lines could not be read."""
    calendar_of: dict[Component, Calendar] = {}
    rejected: list[Rejected] = []
    for component in document.components:
        if component.parent is None or component.name == "VCALENDAR":
            calendar_of[component] = Calendar()
            rejected.extend(_read_properties(document, component, calendar_of[component]))
        else:
            calendar_of[component] = calendar_of[component.parent]
    rejected.extend(_read_zones(document, calendar_of))
    for component, calendar in calendar_of.items():
        if component.parent is None or component.name == "VCALENDAR":
            rejected.extend(_settle_zone(component, calendar))
    return calendar_of, rejected


def _read_properties(document: Document, component: Component, calendar: Calendar) -> Iterator[Rejected]:
    for (number, _), line in zip(document.numbered_lines(component), document.own_lines(component), strict=True):
        if line is None:
            yield _rejected("not a content line", number)
            continue
        name, text = line[0].upper(), unescaped(line[2])
        if name == "X-WR-CALNAME" or (name == "NAME" and not calendar.name):  # NAME is RFC 7986's
            calendar.name = text
        elif name == "METHOD":
            calendar.method = text.upper()
        elif name == "CALSCALE":
            calendar.scale = text.upper()
        elif name == "X-WR-TIMEZONE":
            calendar.standard_zone_name = text


def _settle_zone(component: Component, calendar: Calendar) -> Iterator[Rejected]:
    name = calendar.standard_zone_name
    calendar.standard_zone = calendar.zones.find(name) if name else None
    if name and calendar.standard_zone is None:
        calendar.standard_zone_name = ""
        yield _rejected("X-WR-TIMEZONE is not known", component.line_number, name)
    calendar.zone = calendar.standard_zone or calendar.zones.find(calendar.zones.only_defined) or UTC


def _read_zones(document: Document, calendar_of: dict[Component, Calendar]) -> Iterator[Rejected]:
    parts_of: dict[Component, list[Part]] = {}
    rules: set[tuple[str, str]] = set()
    for component, calendar in calendar_of.items():
        if component.name == "VTIMEZONE":
            parts: list[Part] = []
            parts_of[component] = parts
            calendar.zones.define(_values(document, component).get("TZID", ""), parts)
        elif component.name in OBSERVANCES and component.parent in parts_of:
            values = _values(document, component)
            if rule := values.get("RRULE"):
                rules.add((values.get("DTSTART", ""), rule))
            if len(rules) <= RULES_OF_ZONES_LIMIT:
                parts_of[component.parent].append((component.name, values))
            else:
                yield _rejected("more rules of time zones than any calendar has; not followed", component.line_number)


def _values(document: Document, component: Component) -> dict[str, str]:
    values: dict[str, str] = {}
    added: list[str] = []
    for line in document.own_lines(component):
        if line is not None:
            name, value = line[0].upper(), line[2]
            if name == "RDATE":
                added.append(value)
            else:
                values.setdefault(name, unescaped(value))
    return values | {"RDATE": ",".join(added)}


def _rejected(reason: str, line_number: int, excerpt: str = "") -> Rejected:
    return Rejected(reason, f"line {line_number}", excerpt[:200])
