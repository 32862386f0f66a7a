"""The fixtures of `connectors.olm`: archives of invented people, each for what it shows.

python -m tests.connectors.olm_cases     make them anew
"""

from __future__ import annotations

from pathlib import Path
from xml.sax.saxutils import escape

from tests.connectors.olm_archives import (
    ACCOUNT,
    BERLIN,
    DEFINITION,
    EMIL,
    IDA,
    LOCAL,
    MAIL,
    SPACE,
    TOVE,
    addresses,
    appointment,
    calendar,
    contact,
    document,
    element,
    elements,
    mail,
    message,
    series,
)
from tests.inboxes import write_zip

FIXTURES = Path(__file__).parents[1] / "fixtures" / "olm"


def whole_archive() -> dict[str, bytes]:
    """Everything that an export holds, of one account and of what lies on the computer."""
    meeting = {"UUID": "040000008200E00074C5B7101A82E008000000007001", "ModDate": "2024-02-01T08:00:00"}
    ics = element("OPFCalendarEventGetStartTimeZoneICSData", escape(DEFINITION.format("W. Europe Standard Time")))
    reply = message(
        "RE: Kites",
        IDA,
        (TOVE,),
        (EMIL,),
        ("Board <board@harbour.example>",),
        MessageID="2@harbour.example",
        InReplyTo="<1@fjord.example>",
        References="<0@fjord.example>\n <1@fjord.example>",
        SentTime="2024-03-04T10:00:00",
    )
    return {
        "Categories.xml": document("categories", element("category", elements("OPFCategoryCopy", {"Name": "Blue"}))),
        f"{MAIL}/Inbox/message_00001.xml": mail(message("Kites & boats", MessageID="1@fjord.example")),
        f"{MAIL}/Inbox/message_00002.xml": mail(
            message(
                "Invitation: Boats",
                also=elements("OPFMessage", {"IsCalendarMessage": 1}),
                MessageID="3@fjord.example",
                MeetingData=f"{MAIL}/Inbox/com.microsoft.__Attachments/1.ics",
            )
        ),
        f"{MAIL}/Inbox/com.microsoft.__Attachments/1.ics": b"BEGIN:VCALENDAR\nEND:VCALENDAR\n",
        f"{MAIL}/Inbox/com.microsoft.__Attachments/2_0000": bytes(300),
        f"{MAIL}/Inbox/.DS_Store": b"\0",
        f"{MAIL}/Inbox/Regatta/2024/message_00001.xml": mail(message("Moorings", EMIL, (IDA, TOVE))),
        f"{MAIL}/Sent Items/message_00001.xml": mail(reply),
        f"{MAIL}/Drafts/message_00001.xml": mail(
            message("Later", IDA, (TOVE,), SentTime="", ModDate="2024-03-05T08:00:00")
        ),
        f"{MAIL}/Junk Email/message_00001.xml": mail(
            message("Win", "A <a@prize.example>", MessageID="4@prize.example")
        ),
        f"{MAIL}/Deleted Items/message_00001.xml": mail(message("Old", MessageID="5@fjord.example")),
        f"{LOCAL}/Archive/message_00001.xml": mail(message("On my computer", MessageID="6@fjord.example")),
        **calendar(
            appointment(
                "Crew",
                "2024-03-04T08:00:00",
                "2024-03-04T08:30:00",
                (IDA, TOVE, "Room 1 <room1@harbour.example>"),
                recurrence=series("Weekly", 1, ("monday",), IsNumbered=1, IsNoEnd=0, GetOccurenceCount=5),
                also=ics,
                StartTimeZone=BERLIN,
                Location="Pier; 2",
                **meeting,
            ),
            appointment(
                "Crew, later",
                "2024-03-12T09:00:00",
                "2024-03-12T09:30:00",
                (IDA, TOVE),
                also=ics,
                RecurrenceId="2024-03-11T08:00:00",
                StartTimeZone=BERLIN,
                **meeting,
            ),
            appointment(
                "Regatta",
                "2024-06-20T22:00:00",
                "2024-06-22T22:00:00",
                (EMIL,),
                "Tove Lind <tove@fjord.example>",
                also=elements("OPFCalendarEvent", {"GetIsAllDayEvent": 1}),
                UUID="regatta@fjord.example",
            ),
            appointment("Dentist", "2024-03-07T07:00:00", "2024-03-07T08:00:00", UUID="dentist"),
        ),
        f"{ACCOUNT}/Address Book/Contacts.xml": document(
            "contacts",
            contact(
                ("tove@fjord.example", "tove@home.example", "/O=FJORD/CN=TOVE"),
                DisplayName="Lind, Tove",
                FirstName="Tove",
                MiddleName="Maria",
                LastName="Lind",
                BusinessCompany="Fjord",
                BusinessTitle="Skipper",
                CellPhone="+47 1",
                BusinessFax="+47 9",
                Birthday="1980-05-16T22:00:00",
                NotesPlain="Met at the regatta.",
                HomeWebPage="https://www.linkedin.com/in/tove-lind",
            ),
            contact(("office@quay.example",), DisplayName="Quay Ltd", BusinessCompany="Quay Ltd"),
            contact(NotesPlain="Nobody"),
        ),
        "Local/Address Book/Contacts.xml": document("contacts"),
        f"{ACCOUNT}/Address Book/Groups.xml": document(
            "groups", element("group", elements("OPFGroupCopy", {"DisplayName": "Crew"}))
        ),
        f"{ACCOUNT}/Tasks/Tasks.xml": document("tasks", element("task", elements("OPFTaskCopy", {"Name": "Paint"}))),
        f"{ACCOUNT}/Notes/Notes.xml": document("notes", element("note", elements("OPFNoteCopy", {"Title": "Knots"}))),
    }


def all_series() -> dict[str, bytes]:
    """Series of every kind, in zones that are told in every way, and what cannot be read of some."""
    nine, ten = "T08:00:00", "T09:00:00"

    def one(name: str, day: str, recurrence: str, also: str = "", **told: str | int) -> str:
        told = {"StartTimeZone": BERLIN, "UUID": name, **told}
        return appointment(name, day + nine, day + ten, (TOVE,), recurrence=recurrence, also=also, **told)

    own = element("OPFCalendarEventGetStartTimeZoneICSData", escape(DEFINITION.format("Customized Time Zone")))
    last, of_week = {"IsNoEnd": 0, "HasEndDate": 1}, "OPFRecurrencePattern"
    return calendar(
        one("every other day", "2024-03-29", series("Daily", 2, CopyEndDate="2024-04-01T22:00:00", **last)),
        one("weekdays", "2024-03-28", series("Weekly", 1, ("weekdays",), CopyEndDate="2024-04-01T00:00:00", **last)),
        one(
            "31st",
            "2024-01-31",
            series("AbsoluteMonthly", 1, also=elements(of_week, {"DayOfMonth": 31}), IsNumbered=1, GetOccurenceCount=3),
        ),
        one(
            "second Tuesday",
            "2024-03-12",
            series("RelativeMonthly", 1, ("tuesday",), IsNumbered=1, GetOccurenceCount=3),
        ),
        one(
            "last Friday",
            "2024-02-23",
            series(
                "RelativeMonthly",
                1,
                ("friday",),
                also=elements(of_week, {"Week": 5}),
                IsNumbered=1,
                GetOccurenceCount=3,
            ),
        ),
        one("every year", "2023-03-26", series("AbsoluteYearly", IsNumbered=1, GetOccurenceCount=2)),
        one(
            "zone of its own",
            "2024-03-25",
            series("Weekly", 1, ("monday",), IsNumbered=1, GetOccurenceCount=2),
            own,
            StartTimeZone="Customized Time Zone",
        ),
        one(
            "zone that is an offset",
            "2024-03-25",
            series("Daily", IsNumbered=1, GetOccurenceCount=2),
            StartTimeZone="(UTC+05:45) Somewhere",
        ),
        one(
            "days",
            "2024-03-29",
            series("Weekly", 2, ("friday",), IsNumbered=1, GetOccurenceCount=2),
            elements("OPFCalendarEvent", {"GetIsAllDayEvent": 1}),
            StartTime="2024-03-28T23:00:00",
            EndTime="2024-03-29T23:00:00",
        ),
        one("unknown pattern", "2024-03-25", series("Hijri")),
        one("no interval", "2024-03-25", series("Daily", 0)),
        one("off its own pattern", "2024-03-25", series("RelativeMonthly", 1, ("friday",))),
        one("no start", "2024-03-25", "", StartTime="soon"),
    )


def dialects() -> dict[str, bytes]:
    """What other versions and programs write, packed again in a folder."""
    source = (
        "Received: by mx.harbour.example; Mon, 4 Mar 2024 09:31:00 +0100\r\nFrom: Tove Lind <tove@fjord.example>\r\n"
        "To: ida@harbour.example\r\nList-Id: <crew.fjord.example>\r\nDate: Mon, 4 Mar 2024 09:30:00 +0100\r\n"
        "Message-ID: <source@fjord.example>\r\nSubject: As it came\r\n\r\nFrom: nobody@sea.example\r\n<b>Text</b>\r\n"
    )
    two = (message("First of two", MessageID="<7@fjord.example>"), message("Second", MessageID="<8@fjord.example>"))
    no_sender = message(
        "From a mailing program", "", also=elements("OPFMessageCopy", {"SenderAddress": "tove@fjord.example"})
    )
    sender = addresses("OPFMessageCopySenderAddress", "emailAddress", ("Harbour <office@harbour.example>",))
    within = "Emil Berg </O=QUAY/OU=EXCHANGE/CN=RECIPIENTS/CN=EMIL>"
    folder = f"Old Mac/{MAIL}/In: & out"
    return {
        f"{folder}/message_00001.xml": mail(message("", "", (), Source=source)),
        f"{folder}/message_00002.xml": mail(*two),
        f"{folder}/message_00003.xml": mail(no_sender),
        f"{folder}/message_00004.xml": mail(
            message(
                "By the office", "", also=sender, SentTime="1904-01-01T00:00:00", ReceivedTime="2024-03-04T09:30:00Z"
            )
        ),
        f"{folder}/message_00005.xml": mail(
            message("Within an Exchange", within, (within, "tove@fjord.example <tove@fjord.example>"))
        ),
        f"{folder}/message_00006.xml": mail(message("Names alone", to=(), DisplayTo="Brandt, Ida; Emil Berg")),
        f"{folder}/message_00007.xml": mail(message("Bell \a and\x0b tab", MessageID="9@fjord.example")).replace(
            b"tab", b"&#x1F;tab"
        ),
        f"{folder}/message_00008.xml": mail(message("Plain"))
        .replace(SPACE.encode(), b"")
        .replace(b"emails", b"emails "),
    }


def damaged() -> dict[str, bytes]:
    """What is damaged or strange, beside what is not."""
    good = message("Good", MessageID="10@fjord.example")
    return {
        f"{MAIL}/Inbox/message_00001.xml": mail("<email><OPFMessageCopySubject>Bad</email>", good, "<email></email>"),
        f"{MAIL}/Inbox/message_00002.xml": mail(good)[:-300],
        f"{MAIL}/Inbox/message_00003.xml": mail(good).replace(
            b"<emails", b'<!DOCTYPE emails [<!ENTITY x "y">]><emails'
        ),
        f"{MAIL}/Inbox/message_00004.xml": mail(good).replace(b">Good<", b">&x;<"),
        f"{MAIL}/Inbox/message_00005.xml": b"",
        f"{MAIL}/Inbox/message_00006.xml": b"<html>Sign in</html>",
        f"{MAIL}/Inbox/message_00007.xml": mail(message("Of no day", SentTime="soon")),
        f"{MAIL}/Inbox/message_00008.xml": mail(message("From and to nobody", "", ())),
        f"{MAIL}/Inbox/readme.txt": b"Read me",
        "Local/Calendar/Deleted Items/Calendar.xml": document(
            "appointments", appointment("Off", "2024-03-04T08:00:00", "2024-03-04T09:00:00", (TOVE,))
        ),
    }


CASES = {"whole_archive": whole_archive, "series": all_series, "dialects": dialects, "damaged": damaged}


def main() -> None:
    """Make the fixtures anew."""
    FIXTURES.mkdir(exist_ok=True)
    for name, members in CASES.items():
        write_zip(FIXTURES / f"{name}.olm", members())


if __name__ == "__main__":
    main()
