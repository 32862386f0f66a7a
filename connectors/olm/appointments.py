"""Appointments of an archive, written as the events of an iCalendar that `connectors.calendar` reads.

So a meeting is the same here as in an .ics, and counts once: the UID is that of the calendar, and of a meeting on an
Exchange the one that Exchange gives it everywhere.

=======================================  ==================================================================
OPFCalendarEventCopyUUID                 UID
OPFCalendarEventCopyRecurrenceId         RECURRENCE-ID: an instance that differs from its series
start and end, in UTC                    DTSTART, DTEND where they are shown; days if they are days
OPFCalendarEventCopyRecurrence           RRULE (`connectors.olm.recurrences`)
OPFCalendarEventCopyOrganizer            ORGANIZER, of what has attendees
appointmentAttendee                      ATTENDEE; of type 3 a room or a thing
the attendees' answers, the owner's own  not read: what their numbers mean is not known for certain
=======================================  ==================================================================
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC
from xml.etree.ElementTree import Element

from connectors.calendar.writing import WrittenCalendar, escaped, is_one, person
from connectors.mail.addresses import Mailbox, mailboxes
from connectors.mail.encoded_words import LONGEST_TEXT, tidy
from connectors.olm.elements import Item, mailbox
from connectors.olm.recurrences import RecurrenceFault, rule
from connectors.olm.zones import ToldZones, Zone
from connectors.outlook.event_times import Times, single_times
from connectors.records import Interaction, Record, Rejected

START, END = "OPFCalendarEventCopyStartTime", "OPFCalendarEventCopyEndTime"
WRITTEN_AT = ("OPFCalendarEventCopyModDate", "ExchangeServerLastModifiedTime")
IS_DAYS, REPLACED = "OPFCalendarEventGetIsAllDayEvent", "OPFCalendarEventCopyRecurrenceId"
IS_SERIES, SERIES = "OPFCalendarEventIsRecurring", "OPFCalendarEventCopyRecurrence"
ORGANIZER, ATTENDEES = "OPFCalendarEventCopyOrganizer", "OPFCalendarEventCopyAttendeeList"
RESOURCE = ("3", "3E0")


class Appointments:
    """The appointments of a calendar; they are read together, since several may tell of one series."""

    def __init__(self, folder: str, account: str) -> None:
        """Begin without appointments; all are of one folder, and of one account."""
        self._folder, self._account = folder, account
        self._begin()

    def _begin(self) -> None:
        self._zones, self._calendar = ToldZones(), WrittenCalendar[str]()

    def add(self, element: Element, location: str) -> Iterator[Record]:
        """Take an appointment; yield what of it cannot be read, and all there is once it gets too much."""
        item = Item(element)
        zone = self._zones.find(item)
        told = _times(item, zone)
        if told is None:
            yield Rejected("the meeting has no start", location)
            return
        recurs = ""
        try:
            recurs = _recurrence(item, told, zone)
        except RecurrenceFault as fault:
            yield Rejected(str(fault), location)
        self._calendar.add(_event(item, told, recurs), location)
        if self._calendar.is_large:
            yield from self.records()

    def records(self) -> Iterator[Record]:
        """Yield the records of all appointments since the last time."""
        calendar, zones = self._calendar, self._zones
        self._begin()
        for record, location in calendar.records(zones.defined):
            if isinstance(record, Interaction):
                yield record._replace(location=location, folder=self._folder, mailbox=self._account)
            else:
                yield record._replace(location=location)


def _times(item: Item, zone: Zone) -> Times | None:
    start, end = item.moment(START), item.moment(END)
    if start is None:
        return None
    return single_times(start, end, item.is_set(IS_DAYS), *zone)


def _recurrence(item: Item, told: Times, zone: Zone) -> str:
    """Return the property that says which meetings of a series these are, ``""`` of what happens once."""
    if replaced := item.moment(REPLACED):
        original = single_times(replaced, None, told.is_days, *zone).start
        return told.line("RECURRENCE-ID", original)
    if not item.is_set(IS_SERIES):
        return ""
    return f"RRULE:{rule(item.within(SERIES), told.start, zone.zone)}"


def _event(item: Item, told: Times, recurs: str) -> Iterator[str]:
    yield "BEGIN:VEVENT"
    if uid := tidy(item.text("OPFCalendarEventCopyUUID")):
        yield f"UID:{escaped(uid)}"
    if written_at := item.moment(*WRITTEN_AT):
        yield f"DTSTAMP:{written_at.astimezone(UTC):%Y%m%dT%H%M%SZ}"
    yield from (told.line("DTSTART", told.start), told.line("DTEND", told.end))
    if recurs:
        yield recurs
    if summary := tidy(item.text("OPFCalendarEventCopySummary")):
        yield f"SUMMARY:{escaped(summary)}"
    if place := tidy(item.text("OPFCalendarEventCopyLocation")):
        yield f"LOCATION:{escaped(place)}"
    yield from _people(item)
    yield "END:VEVENT"


def _people(item: Item) -> Iterator[str]:
    """Yield who takes part; of an appointment without others, nobody."""
    organizer = next(iter(mailboxes(item.text(ORGANIZER)[:LONGEST_TEXT])), Mailbox("", ""))
    attendees = [
        person("ATTENDEE", one, ";CUTYPE=RESOURCE;ROLE=NON-PARTICIPANT" if is_resource else "")
        for one, is_resource in map(_attendee, item.each(ATTENDEES))
        if any(one) and not is_one(one, organizer)
    ]
    if attendees and any(organizer):
        yield person("ORGANIZER", organizer)
    yield from attendees


def _attendee(element: Element) -> tuple[Mailbox, bool]:
    one = mailbox(element, "OPFCalendarAttendeeName", "OPFCalendarAttendeeAddress")
    return one, element.get("OPFCalendarAttendeeType", "") in RESOURCE
