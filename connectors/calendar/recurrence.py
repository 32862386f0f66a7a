"""When the events of one series occur: rules, added and excluded dates, and instances that were changed.

recurring-ical-events does the expansion, from components that hold nothing but times; `recurrence_rules` keeps it
within bounds. A rule without an end is cut two years after the latest date that the file tells: connectors have no
clock, and the same bytes give the same occurrences on any day.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import suppress
from datetime import UTC, date, datetime, timedelta, tzinfo
from itertools import takewhile
from typing import NamedTuple

from icalendar import Event as Vevent
from icalendar import vDDDLists, vDDDTypes, vRecur
from recurring_ical_events import EventAdapter, Series  # type: ignore[import-untyped]

from connectors.calendar.recurrence_rules import FAULTS, fault, first_beyond_limit, is_endless, limit, quickened, starts
from connectors.calendar.times import Time, day_of, day_of_midnight, instant, like, local
from connectors.calendar.vevent import Event

YEARS_AHEAD = timedelta(days=731)
FIRST_MOMENT = local(date(200, 1, 1))  # far enough from either end to add and subtract durations
LAST_MOMENT = local(date(9900, 1, 1))


class Occurrence(NamedTuple):
    """One occurrence: the VEVENT that tells of it, its times, and its start before any change (RECURRENCE-ID)."""

    event: Event
    start: Time
    end: Time
    original_start: Time


class Trouble(NamedTuple):
    """What could not be expanded, and in which event of the series."""

    reason: str
    event: Event
    is_cut: bool = False


def once(event: Event) -> Occurrence:
    """Return the event as if it occurred only when it says."""
    return Occurrence(event, event.start, event.end, event.recurrence_id or event.start)


def expand(events: Sequence[Event], horizon: date, is_followed: bool = True) -> tuple[list[Occurrence], list[Trouble]]:
    """Return the occurrences of the VEVENTs of one UID, and what of them could not be read.

    ``horizon`` is the day up to which rules without an end are followed; without ``is_followed`` none is.
    """
    if not is_followed:
        return [once(event) for event in events], [Trouble("the file has too many occurrences; read once", events[0])]
    troubles: list[Trouble] = []
    for event in events:
        event.rules = list(_followable(event, troubles))
    if len(events) == 1 and not (events[0].is_series or events[0].excluded):
        return [once(events[0])], troubles
    try:
        stop = _stop(events, horizon, troubles)
        return _by_rule_alone(events, stop) or sorted(_expanded(events, stop), key=_order), troubles
    except FAULTS:
        troubles.append(Trouble("the recurrence cannot be followed; each of its events is read once", events[0]))
        return [once(event) for event in events], troubles


def name_instances(events: Sequence[Event], zone: tzinfo) -> None:
    """Name each changed instance as its series does, whatever program wrote it; ``zone`` is that of the calendar.

    One of a series of hours that is named by its day is the one of that day. One of a series of days is named by its
    day, even where a moment is written; so is a day that stands alone, by a midnight. One that all later ones follow is
    named in the zone of the series, in which they keep their hour.
    """
    core = next((event for event in events if event.recurrence_id is None), None)
    for event in events:
        named = event.recurrence_id
        if named is None:
            continue
        if core is None:
            event.recurrence_id = named if isinstance(event.start, datetime) else day_of_midnight(named, zone)
        elif not isinstance(core.start, datetime):
            event.recurrence_id = day_of(named, event.zone or zone)
        elif not isinstance(named, datetime):
            event.recurrence_id = datetime.combine(named, core.start.timetz())
        elif event.is_this_and_future and named.tzinfo is not None and core.start.tzinfo is not None:
            with suppress(OverflowError):  # at the ends of time, where there is no summer time either
                event.recurrence_id = named.astimezone(core.start.tzinfo)


def _order(occurrence: Occurrence) -> tuple[datetime, int]:
    return local(occurrence.original_start), occurrence.event.line_number


def _by_rule_alone(events: Sequence[Event], stop: datetime) -> list[Occurrence]:
    """Return the occurrences of an event with one rule and no changed instances, ``[]`` of any other.

    dateutil alone gives the same as recurring-ical-events, which looks for exceptions at each. What dateutil refuses,
    or finds nothing for, is left to recurring-ical-events, which mends rules.
    """
    event = events[0]
    if len(events) > 1 or len(event.rules) != 1 or event.added:
        return []
    is_day = not isinstance(event.start, datetime)
    first = event.start if isinstance(event.start, datetime) else local(event.start)
    last = stop.replace(tzinfo=first.tzinfo)
    try:
        found = list(takewhile(lambda moment: moment < last, starts(event.rules[0], first, in_zone=True)))
        if found and found[0] != first:
            found.insert(0, first)
        if event.excluded:
            found = _not_excluded(event, found)
    except FAULTS:
        return []
    times: list[Time] = [moment.date() for moment in found] if is_day else list(found)
    duration = event.duration
    return [Occurrence(event, moment, moment + duration, moment) for moment in times]


def _not_excluded(event: Event, found: list[datetime]) -> list[datetime]:
    """Return the starts that the event does not exclude, ``[]`` where it tells the excluded ones in another way."""
    zone = event.start.tzinfo if isinstance(event.start, datetime) else None
    moments = [moment for moment in event.excluded if isinstance(moment, datetime)]
    if any((moment.tzinfo is None) is not (zone is None) for moment in moments):
        return []
    if moments and not isinstance(event.start, datetime):
        return []
    days = set(event.excluded).difference(moments)
    excluded = {instant(moment, UTC) for moment in moments}
    return [
        moment for moment in found if moment.date() not in days and not (excluded and instant(moment, UTC) in excluded)
    ]


def _expanded(events: Sequence[Event], stop: datetime) -> Iterator[Occurrence]:
    # The number of the event in the place of its UID is how an occurrence tells whose it is.
    series = Series([EventAdapter(_component(str(number), event)) for number, event in enumerate(events)])
    core = next((event for event in events if event.recurrence_id is None), None)
    for occurrence in series.between(FIRST_MOMENT, stop):
        event = events[int(occurrence.uid)]
        yield Occurrence(event, occurrence.start, occurrence.end, _original_start(event, occurrence.start, core))


def _component(uid: str, event: Event) -> Vevent:
    component = Vevent()
    component["UID"] = uid
    component["DTSTART"] = vDDDTypes(event.start)
    component["DTEND"] = vDDDTypes(event.end)
    if event.sequence is not None:
        component["SEQUENCE"] = event.sequence
    if event.recurrence_id is not None:
        component["RECURRENCE-ID"] = vDDDTypes(event.recurrence_id)
        if event.is_this_and_future:
            component["RECURRENCE-ID"].params["RANGE"] = "THISANDFUTURE"
    if event.rules:
        component["RRULE"] = [vRecur.from_ical(rule) for rule in event.rules]
    if event.added:
        component["RDATE"] = vDDDLists(event.added)
    if event.excluded:
        component["EXDATE"] = vDDDLists(event.excluded)
    return component


def _original_start(event: Event, start: Time, core: Event | None) -> Time:
    if event.recurrence_id is None:
        return start
    original = event.recurrence_id if core is None else like(event.recurrence_id, core.start)
    return original + (local(start) - local(event.start)) if event.is_this_and_future else original


def _followable(event: Event, troubles: list[Trouble]) -> Iterator[str]:
    for rule in event.rules:
        if reason := fault(rule, local(event.start)):
            troubles.append(Trouble(reason, event))
        else:
            yield quickened(rule, local(event.start))


def _stop(events: Sequence[Event], horizon: date, troubles: list[Trouble]) -> datetime:
    rules = [(event, rule) for event in events for rule in event.rules]
    stop = LAST_MOMENT
    for event, rule in rules:
        if is_endless(rule):
            stop = max(local(horizon), *(local(other.start) + YEARS_AHEAD for other in events))
            troubles.append(
                Trouble("occurrences two years ahead of the calendar, by a rule without an end", event, True)
            )
    for event, rule in rules:
        if (beyond := first_beyond_limit(rule, local(event.start), stop)) is not None:
            stop = beyond
            troubles.append(Trouble(f"more than {limit(rule):,} occurrences; the later ones are not read", event))
    return stop
