"""Appointments of Outlook's calendar, written as the events of an iCalendar that `connectors.calendar` reads.

What each property becomes is that of MS-OXCICAL, 2.1.3, so that a meeting is the same here as in an .ics of Outlook's:
above all its UID, and when its series occurs.

================================  =====================================================================
PidLidCleanGlobalObjectId         UID: in hexadecimal, or the one of another program that is wrapped in it
… of a single instance            RECURRENCE-ID as well
start and end, in UTC             DTSTART, DTEND where they are shown; days if they are days
PidLidAppointmentRecur            RRULE, EXDATE, and a VEVENT for each instance that was changed
asfCanceled                       STATUS
who it was sent in the name of    ORGANIZER, of a meeting
recipients                        ATTENDEE: cc is optional, bcc a room or a thing
PidTagRecipientTrackStatus        PARTSTAT; of the owner PidLidResponseStatus
================================  =====================================================================
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from contextlib import suppress
from datetime import UTC, date, datetime
from typing import NamedTuple

from connectors.calendar.writing import WrittenCalendar, escaped
from connectors.outlook import attendance, zones
from connectors.outlook.event_times import Times, is_time, series_times, single_times
from connectors.outlook.named_properties import APPOINTMENT, MEETING, SHARED
from connectors.outlook.properties import SUBJECT, Properties, binary, integer, moment, subject, text
from connectors.outlook.recurrences import Recurrence, RecurrenceFault, read_recurrence
from connectors.outlook.zones import ToldZones
from connectors.records import Interaction, Record, Rejected

PLACE, IS_DAYS = APPOINTMENT | 0x8208, APPOINTMENT | 0x8215
STARTS = (APPOINTMENT | 0x820D, SHARED | 0x8516, 0x0060)
ENDS = (APPOINTMENT | 0x820E, SHARED | 0x8517, 0x0061)
SEQUENCE, IS_SERIES, SERIES = APPOINTMENT | 0x8201, APPOINTMENT | 0x8223, APPOINTMENT | 0x8216
REPLACED_START = APPOINTMENT | 0x8228
IDENTIFIER, SERIES_IDENTIFIER = MEETING | 0x0003, MEETING | 0x0023
WRITTEN_AT = (0x3008, MEETING | 0x001A, 0x3007)  # last changed; changed by its organizer; made
IS_CANCELLED = 0x4

OF_APPOINTMENT = (
    frozenset((SUBJECT, PLACE, IS_DAYS, SEQUENCE, IS_SERIES, SERIES, REPLACED_START, IDENTIFIER, SERIES_IDENTIFIER))
    | frozenset((*STARTS, *ENDS, *WRITTEN_AT, zones.DESCRIPTION, *zones.BINARY))
    | attendance.OF_ITEM
)
OF_ATTENDEE = attendance.OF_RECIPIENT

# Where in an identifier (MS-OXOCAL 2.2.1.27) the day of an instance stands, and where another program's is wrapped.
DAY = slice(16, 20)
DATA = 40
WRAPPED = b"vCal-Uid\x01\0\0\0"


class _Item(NamedTuple):
    """Where an appointment stands in its file, and whose copy it is, ``""`` where nothing says so."""

    location: str
    folder: str
    owner: str


class Appointments:
    """The appointments of a file; they are read together, since several may tell of one series."""

    def __init__(self) -> None:
        """Begin without appointments."""
        self._begin()

    def _begin(self) -> None:
        self._zones, self._calendar = ToldZones(), WrittenCalendar[_Item]()

    def add(self, item: Properties, recipients: Sequence[Properties], location: str, folder: str) -> Iterator[Record]:
        """Take an appointment; yield what of it cannot be read, and all there is once it gets too much."""
        recurrence: Recurrence | None = None
        if integer(item, IS_SERIES) or IS_SERIES not in item:
            try:
                recurrence = read_recurrence(content) if (content := binary(item, SERIES)) else None
            except RecurrenceFault as fault:
                yield Rejected(str(fault), location)
        if recurrence is not None and recurrence.fault:
            yield Rejected(recurrence.fault, location)
        told = _times(item, recurrence, self._zones)
        if told is None:
            yield Rejected("the meeting has no start", location)
            return
        people = attendance.read_attendance(item, recipients)
        self._calendar.add(_events(item, told, recurrence, people.lines), _Item(location, folder, people.owner))
        if self._calendar.is_large:
            yield from self.records()

    def records(self) -> Iterator[Record]:
        """Yield the records of all appointments since the last time."""
        calendar, zones = self._calendar, self._zones
        self._begin()
        owners = _owners(calendar.origins)
        for record, item in calendar.records(zones.defined):
            if isinstance(record, Interaction):
                owner = item.owner or owners.get(item.folder, "")
                yield record._replace(location=item.location, folder=item.folder, mailbox=owner)
            else:
                yield record._replace(location=item.location)


def _owners(items: Sequence[_Item]) -> dict[str, str]:
    """Return whose calendar each folder is: the one that most of its items say."""
    votes: dict[str, Counter[str]] = {}
    for item in items:
        if item.owner:
            votes.setdefault(item.folder, Counter())[item.owner] += 1
    return {folder: counted.most_common(1)[0][0] for folder, counted in votes.items()}


def _times(item: Properties, recurrence: Recurrence | None, known: ToldZones) -> Times | None:
    start, end = _moment(item, *STARTS), _moment(item, *ENDS)
    is_days = bool(integer(item, IS_DAYS))
    zone_name = known.name(item, recurrence is not None)
    if recurrence is not None and recurrence.begins_after is not None:
        return series_times(recurrence, start, is_days, zone_name)
    return single_times(start, end, is_days, zone_name, known.zone(zone_name)) if start is not None else None


def _events(item: Properties, told: Times, recurrence: Recurrence | None, people: tuple[str, ...]) -> Iterator[str]:
    """Yield the VEVENT of an appointment, and one for each instance of it that was changed."""
    common = list(_common(item))
    is_cancelled = bool(integer(item, attendance.STATE) & IS_CANCELLED)
    summary, place = subject(item), text(item, PLACE)
    yield from ("BEGIN:VEVENT", *common, told.line("DTSTART", told.start), told.line("DTEND", told.end))
    if recurrence is not None:
        yield f"RRULE:{recurrence.rule}"
        yield from (told.line("EXDATE", told.on(day)) for day in recurrence.removed)
    elif replaced := _replaced_start(item, told):
        yield replaced
    yield from _texts(summary, place, is_cancelled)
    yield from people
    yield "END:VEVENT"
    for changed in recurrence.changed if recurrence is not None else ():
        yield from ("BEGIN:VEVENT", *common, *told.changed(changed))
        yield from _texts(
            summary if changed.summary is None else changed.summary,
            place if changed.place is None else changed.place,
            is_cancelled or bool(changed.is_cancelled),
        )
        yield "END:VEVENT"


def _common(item: Properties) -> Iterator[str]:
    if uid := _uid(item):
        yield f"UID:{escaped(uid)}"
    if written_at := _moment(item, *WRITTEN_AT):
        yield f"DTSTAMP:{written_at.astimezone(UTC):%Y%m%dT%H%M%SZ}"
    if SEQUENCE in item:
        yield f"SEQUENCE:{integer(item, SEQUENCE)}"


def _texts(summary: str, place: str, is_cancelled: bool) -> Iterator[str]:
    if summary:
        yield f"SUMMARY:{escaped(summary)}"
    if place:
        yield f"LOCATION:{escaped(place)}"
    if is_cancelled:
        yield "STATUS:CANCELLED"


def _uid(item: Properties) -> str:
    identifier = binary(item, SERIES_IDENTIFIER) or binary(item, IDENTIFIER)
    data = identifier[DATA:]
    if data.startswith(WRAPPED):
        return data[len(WRAPPED) :].partition(b"\0")[0].decode("utf-8", "replace")
    if len(identifier) < DATA:
        return ""
    return (identifier[: DAY.start] + bytes(4) + identifier[DAY.stop :]).hex().upper()


def _replaced_start(item: Properties, told: Times) -> str:
    """Return which instance of a series this is, where it stands alone: who was asked to one only has no series."""
    identifier = binary(item, IDENTIFIER)[DAY]
    with suppress(ValueError, IndexError):
        day = date(int.from_bytes(identifier[:2], "big"), identifier[2], identifier[3])
        replaced = _moment(item, REPLACED_START)
        if told.is_days:
            return told.line("RECURRENCE-ID", day)
        return told.line("RECURRENCE-ID", replaced or (told.start if told.on(day) == told.start else day))
    return ""


def _moment(item: Properties, *numbers: int) -> datetime | None:
    return next(filter(is_time, (moment(item, number) for number in numbers)), None)
