"""From the bytes of a calendar to records.

A file is cut into components (`content_lines`); what a calendar says of itself, its time zones above all, is read first
(`vcalendar`, `time_zones`); the own lines of each VEVENT become an `Event` (`vevent`); the events that share a UID are
one series and are expanded into occurrences (`recurrence`); each occurrence is a record. icalendar and
recurring-ical-events see only the times of series: reading every property of every event with them costs ten times as
much.

================================  ===========================================================================
VEVENT                            an interaction for each occurrence, or rejected, or ignored with a reason
… of METHOD:CANCEL                one cancelled interaction, whatever it recurs: of the series, or of an instance
… without STATUS                  one in state "reply" where it lists attendees: they are uninvited, the others meet
… of METHOD:REPLY                 one interaction in state "reply": how an attendee answers, no meeting of its own
… of METHOD:COUNTER and REFRESH   ignored: a wish, which changes nothing until the organizer agrees
VTODO, VJOURNAL, VFREEBUSY, …     ignored: nobody meets
VTIMEZONE, VALARM and others      no records of their own
DESCRIPTION, attachments          never kept
================================  ===========================================================================

A day or a floating time is meant in X-WR-TIMEZONE; without it in the only zone that the calendar defines, else in UTC.
"""

from __future__ import annotations

from collections.abc import Generator, Iterable, Iterator
from datetime import date, datetime, tzinfo

from connectors.calendar.participants import uninvited
from connectors.calendar.recurrence import YEARS_AHEAD, Occurrence, Trouble, expand, name_instances, once
from connectors.calendar.time_zones import zone_name
from connectors.calendar.times import Time, instant
from connectors.calendar.vcalendar import Calendar, read_calendars
from connectors.calendar.vevent import Event
from connectors.content_lines import Component, Document, cut
from connectors.ics import NOT_EVENTS
from connectors.records import Ignored, Interaction, Participant, Record, Rejected, State

WISHES = {
    "COUNTER": "COUNTER is an attendee's proposal, and changes nothing until the organizer agrees",
    "DECLINECOUNTER": "DECLINECOUNTER declines a proposal, and changes nothing",
    "REFRESH": "REFRESH asks for a meeting to be sent again",
}
OF_ANOTHER = ("CANCEL", "REPLY")  # methods that say something of a meeting which other calendars tell
THIS_AND_FUTURE = "+"  # at the end of a key: that instance, and all after it
# A revision counts by SEQUENCE first, then by when it was written, in seconds; together they stay below 2^63.
BY_SEQUENCE = 10_000_000_000
LAST_SEQUENCE = 900_000_000
OCCURRENCES_IN_A_FILE_LIMIT = 250_000  # beyond, what a series says is noise or malice, and it is read once


def records(content: bytes) -> Iterator[Record]:
    """Yield an interaction for each occurrence, UID by UID; before them, what could not be read or is ignored."""
    document = cut(content)
    yield from _faults_of_structure(document)
    yield from _not_events(document)
    calendar_of, rejected = read_calendars(document)
    yield from rejected
    latest = yield from _read_events(document, calendar_of)
    horizon = (date.fromisoformat(latest) if latest else date.min) + YEARS_AHEAD
    made = 0
    for calendar in dict.fromkeys(calendar_of.values()):
        if calendar.method in WISHES:
            yield from (_wish(event, calendar) for events in calendar.events.values() for event in events)
            continue
        for events in calendar.events.values():
            if len(events) > 1:
                _inherit_people(events)
            name_instances(events, calendar.zone)
            if calendar.method in OF_ANOTHER or (len(events) == 1 and events[0].is_plain):
                yield from _interactions(map(once, events), calendar)
                continue
            occurrences, troubles = expand(events, horizon, is_followed=made < OCCURRENCES_IN_A_FILE_LIMIT)
            made += len(occurrences)
            yield from (_told(trouble) for trouble in troubles)
            yield from _interactions(occurrences, calendar)
            yield from _without_occurrence(events, occurrences)


def _faults_of_structure(document: Document) -> Iterator[Rejected]:
    for component in document.components[1:]:
        if not component.is_closed:
            yield Rejected(
                f"END:{component.name} is missing; read as far as it goes"[:200], f"line {component.line_number}"
            )
    for line_number in document.stray_ends:
        yield Rejected("an END without a BEGIN", f"line {line_number}")


def _not_events(document: Document) -> Iterator[Ignored]:
    for name in NOT_EVENTS:
        found = [component.line_number for component in document.components if component.name == name]
        if found:
            yield Ignored(f"{name} is no meeting", f"line {found[0]}", len(found))


def _read_events(document: Document, calendar_of: dict[Component, Calendar]) -> Generator[Record, None, str]:
    """Give each calendar its events; yield what is rejected; return the latest date told, as digits."""
    latest = ""
    readers = {calendar: calendar.reader() for calendar in calendar_of.values()}
    for component, calendar in calendar_of.items():
        if component.name != "VEVENT":
            continue
        if calendar.scale != "GREGORIAN":
            yield Rejected("the calendar is not Gregorian", f"line {component.line_number}")
            continue
        reader = readers[calendar]
        event = reader.read(document.own_lines(component))
        if reader.problems:
            numbers = [number for number, _ in document.numbered_lines(component)]
            for reason, index, excerpt in reader.problems:
                yield Rejected(reason, f"line {component.line_number if index < 0 else numbers[index]}", excerpt[:200])
        if event is not None:
            event.line_number = component.line_number
            calendar.events.setdefault(event.uid, []).append(event)
        latest = max(latest, reader.latest)
    return latest


def _interactions(occurrences: Iterable[Occurrence], calendar: Calendar) -> Iterator[Interaction | Rejected]:
    mailbox, folder = (calendar.name, "") if calendar.is_address else ("", calendar.name)
    for occurrence in occurrences:
        event, start, end, _ = occurrence
        state, participants = _told_of(event, calendar.method)
        zone = event.zone or calendar.zone
        is_all_day = not isinstance(start, datetime)
        if is_all_day and calendar.standard_zone is not None:
            zone = calendar.standard_zone  # in which the day is told below
        try:
            occurred_at, ended_at = instant(start, zone), instant(end, zone)
            natural_key = _natural_key(occurrence, calendar.method, zone)
            told = zone_name(calendar.standard_zone or zone, calendar.standard_zone_name or event.tzid, occurred_at)
        except OverflowError:
            yield Rejected("a date outside the years 1 to 9999", f"line {event.line_number}")
            continue
        written_at = event.stamp
        if state == "cancelled" and not calendar.method:
            # When a meeting was called off, a message tells; here it may be the time of the export, after the meeting.
            written_at = max(0, min(written_at, int(occurred_at.timestamp()) - 1))
        yield Interaction(
            location=f"line {event.line_number}",
            kind="meeting",
            natural_key=natural_key,
            occurred_at=occurred_at,
            participants=participants,
            ended_at=ended_at,
            thread_key=event.uid,
            subject=event.summary,
            state=state,
            folder=folder,
            mailbox=mailbox,
            time_zone=told,
            place=event.place,
            url=event.url,
            revision=min(event.sequence or 0, LAST_SEQUENCE) * BY_SEQUENCE + min(written_at, BY_SEQUENCE - 1),
            is_all_day=is_all_day,
            is_recurring=event.is_series or event.recurrence_id is not None,
        )


def _inherit_people(events: list[Event]) -> None:
    """Give an instance that lists nobody the people of its series: Exchange writes none for it."""
    revisions = [event for event in events if event.recurrence_id is None]
    newest = max(revisions, key=lambda event: (event.sequence or 0, event.stamp), default=None)
    for event in events:
        if newest is not None and event.recurrence_id is not None and not event.participants:
            event.participants = newest.participants


def _told_of(event: Event, method: str) -> tuple[State, tuple[Participant, ...]]:
    """Return what an event says of its meeting, and of whom.

    A CANCEL calls a meeting off by its STATUS; without, it takes those off whom it lists (RFC 5546 section 3.2.5).
    """
    if method == "REPLY":
        return "reply", event.participants
    if method == "CANCEL" and not event.is_cancelled and (those := uninvited(event.participants)):
        return "reply", those
    return "cancelled" if event.is_cancelled or method == "CANCEL" else "confirmed", event.participants


def _natural_key(occurrence: Occurrence, method: str, zone: tzinfo) -> str:
    """Return the UID, with the start before any change where there may be several; raise `OverflowError`."""
    event = occurrence.event
    is_whole = event.recurrence_id is None and (method in OF_ANOTHER or not event.is_series)
    if is_whole and method != "ADD":
        return event.uid
    ends = THIS_AND_FUTURE if event.is_this_and_future and method in OF_ANOTHER else ""
    return f"{event.uid}/{_key(occurrence.original_start, zone)}{ends}"


def _wish(event: Event, calendar: Calendar) -> Ignored:
    return Ignored(WISHES[calendar.method], f"line {event.line_number}")


def _without_occurrence(events: list[Event], occurrences: list[Occurrence]) -> Iterator[Ignored]:
    seen = {id(occurrence.event) for occurrence in occurrences}
    for event in events:
        if id(event) not in seen:
            yield Ignored("no occurrence: excluded, or superseded by another revision", f"line {event.line_number}")


def _told(trouble: Trouble) -> Ignored | Rejected:
    location = f"line {trouble.event.line_number}"
    return Ignored(trouble.reason, location) if trouble.is_cut else Rejected(trouble.reason, location)


def _key(original_start: Time, zone: tzinfo) -> str:
    if isinstance(original_start, datetime):
        return f"{instant(original_start, zone).isoformat()[:19].replace('-', '').replace(':', '')}Z"
    return original_start.isoformat().replace("-", "")
