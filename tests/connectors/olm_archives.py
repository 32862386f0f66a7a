"""Archives of Outlook for Mac as it writes them, made by code: about invented people.

python -m tests.connectors.olm_archives     make the fixtures anew
"""

from __future__ import annotations

import tempfile
from collections.abc import Mapping
from pathlib import Path
from xml.sax.saxutils import escape, quoteattr

from connectors import olm
from connectors.records import Interaction, Record
from connectors.source import Source
from tests.inboxes import write_zip

ACCOUNT = "Accounts/ida@harbour.example"
MAIL = f"{ACCOUNT}/com.microsoft.__Messages"
LOCAL = "Local/com.microsoft.__Messages"
INBOX = f"{MAIL}/Inbox/message_00001.xml"
IDA, TOVE, EMIL = "Ida Brandt <ida@harbour.example>", "Lind, Tove <tove@fjord.example>", "Emil Berg <emil@quay.example>"
SPACE = ' xml:space="preserve"'
BODY = "<html><body><p>Shall we?</p><br></body></html>"
BERLIN = "(UTC+01:00) Amsterdam, Berlin, Bern, Rome, Stockholm, Vienna"
# As Outlook writes them, with the time of the change told twice, and as the year in which Windows' time begins.
DEFINITION = """BEGIN:VCALENDAR
BEGIN:VTIMEZONE
TZID:{}
BEGIN:STANDARD
DTSTART:16010101T030000
TZOFFSETFROM:+0200
TZOFFSETTO:+0100
RRULE:FREQ=YEARLY;WKST=MO;INTERVAL=1;BYMONTH=10;BYDAY=-1SU;BYHOUR=3;BYMINUTE=0
END:STANDARD
BEGIN:DAYLIGHT
DTSTART:16010101T020000
TZOFFSETFROM:+0100
TZOFFSETTO:+0200
RRULE:FREQ=YEARLY;WKST=MO;INTERVAL=1;BYMONTH=3;BYDAY=-1SU;BYHOUR=2;BYMINUTE=0
END:DAYLIGHT
END:VTIMEZONE
END:VCALENDAR
"""


def element(name: str, content: str) -> str:
    """An element whose content is XML."""
    return f"<{name}{SPACE}>{content}</{name}>"


def elements(prefix: str, told: Mapping[str, str | int]) -> str:
    """Elements of text; numbers are written as Outlook writes them."""
    return "".join(
        element(f"{prefix}{name}", f"{value}E0" if isinstance(value, int) else escape(value))
        for name, value in told.items()
    )


def addresses(name: str, tag: str, people: tuple[str, ...], kind: str = "OPFContactEmailAddress") -> str:
    """A list of people, each told as ``Name <address>``."""
    told = []
    for person in people:
        shown, _, email = person.rpartition(" <")
        attributes = f"{kind}Address={quoteattr(email.rstrip('>'))} {kind}Name={quoteattr(shown)}"
        told.append(f"<{tag} {attributes}{SPACE}></{tag}>")
    return element(name, "".join(told)) if told else ""


def message(
    subject: str,
    sender: str = TOVE,
    to: tuple[str, ...] = (IDA,),
    cc: tuple[str, ...] = (),
    bcc: tuple[str, ...] = (),
    also: str = "",
    **told: str | int,
) -> str:
    """A message; ``told`` are elements by what follows OPFMessageCopy."""
    told = {"Subject": subject, "SentTime": "2024-03-04T09:30:00", **told}
    flags = elements("OPFMessage", {"GetHasHTML": 1, "GetIsRead": 1, "IsOutgoing": 0, "IsCalendarMessage": 0})
    lists = (("FromAddresses", (sender,) if sender else ()), ("ToAddresses", to), ("CCAddresses", cc))
    people = "".join(
        addresses(f"OPFMessageCopy{name}", "emailAddress", those) for name, those in (*lists, ("BCCAddresses", bcc))
    )
    texts = elements("OPFMessageCopy", {"Preview": "Shall we?", "Body": BODY, "HTMLBody": BODY, **told})
    return element("email", (flags if not also else "") + texts + people + also)


def appointment(
    summary: str,
    start: str,
    end: str,
    attendees: tuple[str, ...] = (),
    organizer: str = "ida@harbour.example",
    recurrence: str = "",
    also: str = "",
    **told: str | int,
) -> str:
    """An appointment; ``told`` are elements by what follows OPFCalendarEventCopy."""
    told = {"Summary": summary, "StartTime": start, "EndTime": end, "Organizer": organizer, **told}
    texts = elements("OPFCalendarEventCopy", {"DescriptionPlain": "Agenda", "Description": BODY, **told})
    flags = elements("OPFCalendarEvent", {"GetIsAllDayEvent": 0, "IsRecurring": 1} if recurrence else {})
    people = addresses("OPFCalendarEventCopyAttendeeList", "appointmentAttendee", attendees, kind="OPFCalendarAttendee")
    people = people.replace('Name="Room', 'Type="3E0" OPFCalendarAttendeeName="Room')
    return element("appointment", texts + flags + people + recurrence + also)


def series(kind: str, interval: int = 1, days: tuple[str, ...] = (), also: str = "", **told: str | int) -> str:
    """The recurrence of a series; ``told`` are elements by what follows OPFRecurrence."""
    end = {"IsNumbered": 0, "HasEndDate": 0, "IsNoEnd": 1, **told}
    pattern = elements("OPFRecurrencePattern", {"Type": f"OPFRecurrencePattern{kind}", "Interval": interval})
    names = ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday", "weekdays", "allDays")
    chosen = elements("", {name: int(name in days) for name in names}) if days else ""
    pattern += (element("OPFRecurrencePatternDaysOfWeek", chosen) if days else "") + also
    return element(
        "OPFCalendarEventCopyRecurrence", elements("OPFRecurrence", end) + element("OPFRecurrencePattern", pattern)
    )


def contact(emails: tuple[str, ...] = (), **told: str) -> str:
    """A contact; ``told`` are elements by what follows OPFContactCopy."""
    listed = "".join(
        f'<contactEmailAddress OPFContactEmailAddressAddress={quoteattr(email)} OPFContactEmailAddressType="0"/>'
        for email in emails
    )
    return element(
        "contact", elements("OPFContactCopy", told) + element("OPFContactCopyEmailAddressList", listed) + PICTURE
    )


PICTURE = elements("OPFContact", {"AddPicture": "/9j/4AAQSkZJRg" * 20, "CanEdit": 1})


def document(kind: str, *items: str) -> bytes:
    """A document of items of a kind, such as ``emails``."""
    told = (
        f'<?xml version="1.0" encoding="UTF-8"?>\n<{kind}{SPACE} elementCount="{len(items)}">{"".join(items)}</{kind}>'
    )
    return told.encode()


def mail(*messages: str) -> bytes:
    """A document of messages."""
    return document("emails", *messages)


def calendar(*appointments: str) -> dict[str, bytes]:
    """The calendar of the account, as a member."""
    return {f"{ACCOUNT}/Calendar/Calendar.xml": document("appointments", *appointments)}


def read(members: Mapping[str, bytes]) -> list[Record]:
    """The records of an archive of these members."""
    with tempfile.TemporaryDirectory() as folder:
        return list(olm.read(Source(write_zip(Path(folder) / "x.olm", members))))


def interactions(members: Mapping[str, bytes]) -> list[Interaction]:
    """The messages and meetings among them."""
    return [record for record in read(members) if isinstance(record, Interaction)]
