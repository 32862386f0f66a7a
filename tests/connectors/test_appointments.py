from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest

from connectors.outlook.named_properties import APPOINTMENT, MEETING
from connectors.records import Ignored, Interaction, Record
from tests.connectors import calendars
from tests.connectors.appointments import (
    AFTER_COUNT,
    AFTER_DATE,
    BERLIN,
    END,
    FIRST_DAY,
    IDA,
    MONDAYS,
    NTH_WEEKDAY,
    SERIES,
    START,
    TOVE,
    UID,
    WEEKS,
    change,
    identifier,
    meeting,
    properties,
    read,
    recipient,
    series,
    wrapped_identifier,
    zone,
    zone_rule,
)
from tests.connectors.calendars import meetings

LAST_DAY = date(2024, 10, 1)
PEOPLE = (
    "ORGANIZER;CN=Tove Lind:mailto:tove@fjord.example",
    "ATTENDEE;CN=Ida Brandt;PARTSTAT=ACCEPTED:mailto:ida@harbour.example",
)


def event(*lines: str) -> list[Interaction]:
    """Return what the same meeting is in an .ics of Outlook's."""
    calendar = ("BEGIN:VCALENDAR", "METHOD:PUBLISH", "BEGIN:VEVENT", f"UID:{UID}", *lines, *PEOPLE, "END:VEVENT")
    return meetings(calendars.read("\n".join((*calendar, "END:VCALENDAR"))))


def when(records: list[Record]) -> list[tuple[str, datetime, datetime | None]]:
    return [(record.natural_key, record.occurred_at, record.ended_at) for record in meetings(records)]


def test_a_meeting_is_the_same_as_in_an_ics_of_outlooks() -> None:
    found = meeting(properties(START, END), TOVE, IDA)
    (expected,) = event(
        "DTSTART;TZID=W. Europe Standard Time:20240304T100000", "DTEND;TZID=W. Europe Standard Time:20240304T103000",
        "SEQUENCE:2", "DTSTAMP:20240301T080000Z", "SUMMARY:Harbour plans", "LOCATION:Pier 4\\; room B\\, upstairs",
    )  # fmt: skip
    assert found == expected._replace(location="x.msg", folder="Calendar", mailbox="tove@fjord.example")
    assert (found.time_zone, found.place) == ("Europe/Berlin", "Pier 4; room B, upstairs")


def test_a_series_is_the_same_as_in_an_ics_of_outlooks() -> None:
    told = properties(START, END, p8260=zone(BERLIN))
    moved = change("2024-03-25T10:00", "2024-03-26T14:00", "2024-03-26T15:00", summary="Moved – late", place="Pier 5")
    off = change("2024-04-01T10:00", "2024-04-01T10:00", "2024-04-01T10:30", state=5)
    told[SERIES] = series(
        WEEKS,
        1,
        [MONDAYS],
        date(2024, 3, 4),
        end=AFTER_COUNT,
        count=6,
        removed=[date(2024, 3, 18)],
        changes=[moved, off],
    )
    found = read(told, TOVE, IDA)
    expected = event(
        "DTSTART;TZID=Europe/Berlin:20240304T100000", "DTEND;TZID=Europe/Berlin:20240304T103000",
        "RRULE:FREQ=WEEKLY;COUNT=6;BYDAY=MO", "EXDATE;TZID=Europe/Berlin:20240318T100000",
        *PEOPLE, "END:VEVENT", "BEGIN:VEVENT", f"UID:{UID}", "RECURRENCE-ID;TZID=Europe/Berlin:20240325T100000",
        "DTSTART;TZID=Europe/Berlin:20240326T140000", "DTEND;TZID=Europe/Berlin:20240326T150000",
        "END:VEVENT", "BEGIN:VEVENT", f"UID:{UID}", "RECURRENCE-ID;TZID=Europe/Berlin:20240401T100000",
        "DTSTART;TZID=Europe/Berlin:20240401T100000", "DTEND;TZID=Europe/Berlin:20240401T103000",
    )  # fmt: skip
    assert when(found) == when([*expected])
    assert len(found) == 5
    assert [record.state for record in meetings(found)] == ["confirmed"] * 3 + ["cancelled", "confirmed"]
    assert [(record.subject, record.place) for record in meetings(found)][2] == ("Moved – late", "Pier 5")
    assert {len(record.participants) for record in meetings(found)} == {2}
    assert {record.location for record in meetings(found)} == {"x.msg"}


def test_a_meeting_that_another_program_made_keeps_its_identifier() -> None:
    told = properties(START, END) | {MEETING | 0x23: wrapped_identifier("4tq@harbour.example")}
    assert meeting(told, IDA).natural_key == "4tq@harbour.example"


def test_an_instance_that_stands_alone_is_one_of_its_series() -> None:
    told = properties(START, END) | {MEETING | 0x03: identifier(1, date(2024, 3, 4)), MEETING | 0x23: b""}
    assert meeting(told, IDA).natural_key == f"{UID}/20240304T090000Z"
    replaced = told | {APPOINTMENT | 0x8228: START - timedelta(hours=2)}
    assert meeting(replaced, IDA).natural_key == f"{UID}/20240304T070000Z"
    other_day = told | {MEETING | 0x03: identifier(1, date(2024, 3, 11))}
    assert meeting(other_day, IDA).natural_key == f"{UID}/20240311"


@pytest.mark.parametrize(
    ("told", "first", "last"),
    [
        ({}, datetime(2024, 3, 3, 23, tzinfo=UTC), datetime(2024, 3, 5, 23, tzinfo=UTC)),
        ({APPOINTMENT | 0x825E: zone("Eastern Standard Time")}, datetime(2024, 3, 4, 5, tzinfo=UTC), None),
        ({APPOINTMENT | 0x825E: b""}, datetime(2024, 3, 3, 23, tzinfo=UTC), None),
        ({APPOINTMENT | 0x825E: b""}, datetime(2024, 3, 4, 8, tzinfo=UTC), None),
    ],
)  # fmt: skip
def test_days_are_those_that_were_entered(told: dict[int, Any], first: datetime, last: datetime | None) -> None:
    found = meeting(properties(first, last or first, p8215=1) | told, IDA)
    assert found.is_all_day
    assert found.occurred_at.date() == date(2024, 3, 4)
    assert found.ended_at is not None
    assert found.ended_at.date() == date(2024, 3, 6 if last else 5)


def test_people_are_told_by_their_part_and_their_answer() -> None:
    found = meeting(
        properties(START, END), TOVE, IDA, recipient("Bo Falk", "bo@quay.example", 2, p5FFF=4),
        recipient("Room B", "room-b@fjord.example", 3), recipient("Crew", "crew@fjord.example", p0FFE=8),
        recipient("Gone", "gone@quay.example", p5FFD=0x20), recipient('"Al^f" \\ n', "/O=FJORD/CN=ALF", p5FFF=2),
    )  # fmt: skip
    assert [(party.role, party.name, party.email, party.partstat, party.cutype) for party in found.participants] == [
        ("organizer", "Tove Lind", "tove@fjord.example", "", ""),
        ("attendee", "Ida Brandt", "ida@harbour.example", "ACCEPTED", ""),
        ("attendee", "Bo Falk", "bo@quay.example", "DECLINED", ""),
        ("attendee", "Room B", "room-b@fjord.example", "", "RESOURCE"),
        ("attendee", "Crew", "crew@fjord.example", "", "GROUP"),
        ("attendee", '"Al^f" \\ n', "", "TENTATIVE", ""),
    ]


def test_an_attendees_copy_tells_the_owners_answer_and_whose_copy_it_is() -> None:
    told = properties(START, END, p8217=3, p8218=4) | {0x42: "Ida Brandt", 0x5D02: "", 0x65: "/o=Quay/cn=ida"}
    told |= {0x78: "Tove@fjord.example"}
    ida = recipient("Ida Brandt", "ida@harbour.example", p5FFD=2) | {0x3003: "/O=QUAY/CN=IDA"}
    found = meeting(told, ida, recipient("Tove Lind", "tove@fjord.example"))
    assert found.mailbox == "Tove@fjord.example"
    assert [(party.role, party.email, party.partstat) for party in found.participants] == [
        ("organizer", "ida@harbour.example", ""),
        ("attendee", "tove@fjord.example", "DECLINED"),
    ]


def test_without_recipients_the_names_that_are_shown_take_part() -> None:
    told = properties(START, END) | {0x0E04: "Tove Lind; Ida Brandt", 0x0E03: "Bo Falk", 0x0E02: "Room B"}
    found = meeting(told).participants
    assert [(party.name, party.cutype) for party in found] == [
        ("Tove Lind", ""), ("Ida Brandt", ""), ("Bo Falk", ""), ("Room B", "RESOURCE"),
    ]  # fmt: skip


def test_an_appointment_without_others_has_nobody() -> None:
    found = meeting(properties(START, END, p8217=0, p8218=0))
    assert (found.participants, found.mailbox) == ((), "")


@pytest.mark.parametrize(("state", "expected"), [(1, "confirmed"), (5, "cancelled"), (7, "cancelled")])
def test_a_meeting_that_was_called_off_is_told_by_its_state(state: int, expected: str) -> None:
    assert meeting(properties(START, END, p8217=state), IDA).state == expected


def test_a_zone_that_the_world_does_not_know_is_the_rule_that_stands_beside() -> None:
    rule = zone_rule(-240, -30, (4, 6, 1, 0), (10, 0, 2, 2))
    told = properties(START, END, p825E=zone("Customized Time Zone", zone_rule(0), rule))
    found = meeting(told, IDA)
    assert (found.occurred_at, found.time_zone) == (START, "+04:30")
    told = properties(START, END, p8260=zone("Customized Time Zone", rule))
    told[SERIES] = series(WEEKS, 26, [MONDAYS], FIRST_DAY, end=AFTER_DATE, last_day=LAST_DAY, begins_after=810)
    assert [record.occurred_at for record in meetings(read(told, IDA))] == [
        START,
        START.replace(month=9, day=2, hour=9, minute=30),
    ]


def test_of_old_a_zone_is_told_by_a_rule_and_a_text() -> None:
    bare = zone_rule(-60)
    bare = bare[:12] + b"\0\0" + bare[12:28] + b"\0\0" + bare[28:]
    told = properties(START, END, p825E=b"", p8233=bare)
    told[SERIES] = series(WEEKS, 26, [MONDAYS], FIRST_DAY, end=AFTER_DATE, last_day=LAST_DAY)
    expected = [START, START.replace(month=9, day=2, hour=8)]
    assert [record.occurred_at for record in meetings(read(told, IDA))] == expected
    told[APPOINTMENT | 0x8234] = "(GMT+01:00) Amsterdam, Berlin, Bern, Rome, Stockholm, Vienna"
    assert [(record.occurred_at, record.time_zone) for record in meetings(read(told, IDA))] == [
        (moment, "Europe/Berlin") for moment in expected
    ]


def test_a_series_without_a_zone_has_the_offset_of_its_start() -> None:
    told = properties(START, END, p825E=b"")
    told[SERIES] = series(WEEKS, 26, [MONDAYS], FIRST_DAY, end=AFTER_DATE, last_day=LAST_DAY)
    assert [record.occurred_at.hour for record in meetings(read(told, IDA))] == [9, 9]


def test_an_hour_that_comes_twice_is_told_in_utc() -> None:
    second = datetime(2024, 10, 27, 1, 30, tzinfo=UTC)
    assert meeting(properties(second, second + timedelta(minutes=30)), IDA).occurred_at == second


def test_a_series_without_an_end_goes_two_years_beyond_what_its_item_tells() -> None:
    told = properties(START, END) | {SERIES: series(NTH_WEEKDAY, 1, [MONDAYS, 1], date(2024, 3, 4))}
    records = read(told, IDA)
    assert meetings(records)[-1].occurred_at.date() == date(2026, 3, 2)
    assert [type(record) for record in records if not isinstance(record, Interaction)] == [Ignored]


def test_an_instance_of_days_may_have_hours_in_the_zone_of_its_series() -> None:
    midnight = START.replace(day=3, hour=23)
    moved = change("2024-03-11T00:00", "2024-03-11T09:00", "2024-03-11T10:00")
    told = properties(midnight, midnight + timedelta(days=1), p8215=1, p8260=zone(BERLIN))
    told[SERIES] = series(
        WEEKS, 1, [MONDAYS], FIRST_DAY, end=AFTER_COUNT, count=3, changes=[moved], begins_after=0, ends_after=1440
    )
    found = meetings(read(told, IDA))
    assert [(record.natural_key[-9:], record.is_all_day) for record in found] == [
        ("/20240304", True), ("/20240311", False), ("/20240318", True),
    ]  # fmt: skip
    assert (found[1].occurred_at, found[1].time_zone) == (START.replace(day=11, hour=8), "Europe/Berlin")
