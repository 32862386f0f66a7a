"""What calendars of other programs write that the standard does not know, one line at a time."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest

from connectors.calendar.time_zones import DefinedZone, Observance
from tests.connectors.calendars import eastern, event, meetings, read, reasons


@pytest.mark.parametrize("status", ["CANCELLED", "Canceled"])
def test_a_cancelled_meeting_is_told_in_either_spelling(status: str) -> None:
    (meeting,) = meetings(read(event("DTSTART:20240301T100000Z", f"STATUS:{status}")))
    assert meeting.state == "cancelled"


@pytest.mark.parametrize(
    ("summary", "state"),
    [
        ("Canceled: Quay", "cancelled"),
        ("Abgesagt: Quay", "cancelled"),
        ("Annulé : Quay", "cancelled"),
        ("Zrušeno: Quay", "cancelled"),
        ("Peruutettu: Quay", "cancelled"),
        ("Отменено: Quay", "cancelled"),
        ("已取消：Quay", "cancelled"),
        ("Canceled orders: Quay", "confirmed"),
        ("Quay (canceled: 2023)", "confirmed"),
    ],
)
def test_outlook_says_in_the_summary_that_a_meeting_was_called_off(summary: str, state: str) -> None:
    (meeting,) = meetings(read(event("DTSTART:20240301T100000Z", f"SUMMARY:{summary}")))
    assert meeting.state == state


@pytest.mark.parametrize("day", ["20240701", "20240701T000000", "2024-07-01T00:00:00", "20240701T000000Z"])
def test_a_day_may_be_written_as_its_midnight(day: str) -> None:
    (meeting,) = meetings(read(event(f"DTSTART;VALUE=DATE:{day}")))
    assert meeting.is_all_day
    assert meeting.occurred_at == datetime(2024, 7, 1, tzinfo=UTC)


@pytest.mark.parametrize(
    "rule",
    [
        "FREQ=WEEKLY;COUNT=2;BYDAY=MO,;",
        "FREQ=WEEKLY;BYHOUR=;COUNT=2",
        "FREQ=WEEKLY;COUNT=2;X-RELATIVE=1",
        ";freq=weekly;;count=2",
        "FREQ=WEEKLY; COUNT=2; BYDAY=MO, ",
    ],
)
def test_parts_of_a_rule_that_say_nothing_cost_no_series(rule: str) -> None:
    records = read(event("DTSTART:20240304T100000Z", f"RRULE:{rule}"))
    assert [meeting.occurred_at.day for meeting in meetings(records)] == [4, 11]
    assert not reasons(records)


@pytest.mark.parametrize(
    ("value", "email"),
    [
        ("MAILTO:Ana.Falk@lumen.example", "Ana.Falk@lumen.example"),
        ("mailto:mailto:ana@lumen.example", "ana@lumen.example"),
        ("mailto:'ana@lumen.example'", "ana@lumen.example"),
        ("mailto:ana%40lumen.example", "ana@lumen.example"),
        ("mailto:ana@lumen.example?subject=Re%3A", "ana@lumen.example"),
        ("Ana Falk <ana@lumen.example>", "ana@lumen.example"),
        ("sip:ana@lumen.example", ""),
        ("/O=LUMEN/OU=EXCHANGE ADMINISTRATIVE GROUP/CN=RECIPIENTS/CN=ANA", ""),
        ("invalid:nomail", ""),
    ],
)
def test_the_address_of_an_attendee_is_bare_however_it_is_dressed(value: str, email: str) -> None:
    (meeting,) = meetings(read(event("DTSTART:20240301T100000Z", f'ATTENDEE;CN="Falk, Ana":{value}')))
    assert [(party.name, party.email) for party in meeting.participants] == [("Falk, Ana", email)]


def test_soft_line_breaks_of_the_calendar_itself_are_let_pass() -> None:
    records = read(event("DTSTART:20240301T100000Z", calendar=("X-A;QUOTED-PRINTABLE:a=", "b", "METHOD:CANCEL")))
    assert [meeting.state for meeting in meetings(records)] == ["cancelled"]
    assert not reasons(records)


@pytest.mark.parametrize(
    "lines",
    [
        ("SUMMARY;CHARSET=UTF-8;ENCODING=QUOTED-PRINTABLE:Gr=C3=B6=C3=9Fe; K=C3=A4se",),
        ("SUMMARY;ENCODING=QUOTED-PRINTABLE;CHARSET=ISO-8859-1:Gr=", "=F6=DF=", "e; K=E4se"),
        ("SUMMARY;QUOTED-PRINTABLE:Gr=C3=B6=C3=9Fe; K=C3=A4=", "se", "LOCATION:a="),
    ],
)
def test_summary_of_vcalendar_is_decoded(lines: tuple[str, ...]) -> None:
    records = read(event("DTSTART:20240301T100000Z", *lines, calendar=("VERSION:1.0",)))
    assert [meeting.subject for meeting in meetings(records)] == ["Größe; Käse"]
    assert not reasons(records)


@pytest.mark.parametrize(
    ("line", "party"),
    [
        ("CN=Ana: chair;PARTSTAT=ACCEPTED:mailto:ana@lumen.example", ("Ana: chair", "ana@lumen.example", "ACCEPTED")),
        ("CN=Ana: 9:30: MAILTO:ana@lumen.example", ("Ana: 9:30", "ana@lumen.example", "")),
        ("CN=Ana: chair;PARTSTAT=ACCEPTED:ana@lumen.example", ("Ana", "", "")),
        ("CN=Ana:mailto:x;y:ana@lumen.example", ("Ana", "", "")),
    ],
)
def test_a_colon_in_a_name_without_quotes_does_not_end_in_the_address(line: str, party: tuple[str, str, str]) -> None:
    (meeting,) = meetings(read(event("DTSTART:20240301T100000Z", f"ATTENDEE;{line}")))
    assert [(found.name, found.email, found.partstat) for found in meeting.participants] == [party]


@pytest.mark.parametrize(
    ("parameters", "takes_part"),
    [
        ("ROLE=NON-PARTICIPANT", False),
        ("ROLE=non-participant;CUTYPE=INDIVIDUAL;PARTSTAT=ACCEPTED", False),
        ("ROLE=OPT-PARTICIPANT", True),
        ("ROLE=NON-PARTICIPANT;CUTYPE=ROOM", True),  # as a room, which is known as one wherever else it is named
        ("ROLE=NON-PARTICIPANT;CUTYPE=RESOURCE", True),
    ],
)
def test_who_is_only_told_of_a_meeting_takes_no_part(parameters: str, takes_part: bool) -> None:
    (meeting,) = meetings(read(event("DTSTART:20240301T100000Z", f"ATTENDEE;{parameters}:mailto:ana@lumen.example")))
    assert [party.email for party in meeting.participants] == ["ana@lumen.example"] * takes_part


ORGANIZER = "ORGANIZER:mailto:siv@fjord.example"
ATTENDEE = "ATTENDEE:mailto:ana@lumen.example"
SERIES = ("DTSTART:20240304T100000Z", "RRULE:FREQ=WEEKLY;COUNT=2", ORGANIZER, ATTENDEE)


@pytest.mark.parametrize(
    ("lines", "people"),
    [
        ((), ["siv@fjord.example", "ana@lumen.example"]),  # Exchange lists nobody
        ((ORGANIZER,), ["siv@fjord.example"]),
    ],
)
def test_a_moved_instance_that_lists_nobody_has_the_people_of_its_series(
    lines: tuple[str, ...], people: object
) -> None:
    moved = ("UID:u", "RECURRENCE-ID:20240311T100000Z", "DTSTART:20240312T100000Z", *lines)
    instance = "\n".join(("BEGIN:VEVENT", *moved, "END:VEVENT", "END:VCALENDAR"))
    records = read(event(*SERIES).replace("END:VCALENDAR", instance))
    found = {meeting.occurred_at.day: [party.email for party in meeting.participants] for meeting in meetings(records)}
    assert found == {4: ["siv@fjord.example", "ana@lumen.example"], 12: people}


@pytest.mark.parametrize(
    ("lines", "state"),
    [
        ((), "cancelled"),
        ((ORGANIZER,), "cancelled"),
        ((ORGANIZER, ATTENDEE), "reply"),
        ((ORGANIZER, ATTENDEE, "STATUS:CANCELLED"), "cancelled"),
        ((ORGANIZER, ATTENDEE, "SUMMARY:Canceled: Quay"), "cancelled"),
    ],
)
def test_a_cancel_without_a_status_takes_off_whom_it_lists(lines: tuple[str, ...], state: str) -> None:
    (meeting,) = meetings(read(event("DTSTART:20240301T100000Z", *lines, calendar=("METHOD:CANCEL",))))
    assert meeting.state == state
    if state == "reply":
        assert [(party.email, party.partstat) for party in meeting.participants] == [("ana@lumen.example", "DECLINED")]


@pytest.mark.parametrize(
    "start", ["DTSTART;TZID=Asia/Tokyo:20241001T233000", "DTSTART:20241001T233000Z", "DTSTART:20241001T233000"]
)
@pytest.mark.parametrize("zone", ["", "X-WR-TIMEZONE:America/Lima"])
def test_a_day_that_ends_a_series_of_hours_counts_whole(start: str, zone: str) -> None:
    found = meetings(read(event(start, "RRULE:FREQ=DAILY;UNTIL=20241004", calendar=(zone,))))
    assert len(found) == 4


@pytest.mark.parametrize(
    ("until", "zone", "days"),
    [
        ("20241003T220000Z", "Europe/Berlin", 4),  # midnight there, as Exchange writes it
        ("20241003T215959Z", "Europe/Berlin", 3),
        ("20241004T040000Z", "America/New_York", 4),
        ("20241004T035959Z", "America/New_York", 3),
        ("20241004T000000Z", "America/New_York", 4),  # a day of UTC's own
        ("20241003T235959Z", "Europe/Berlin", 3),
        ("20241004T000000", "Europe/Berlin", 4),
        ("20241003T220000Z", "", 3),
        ("99991231T235959Z", "Pacific/Auckland", 10_000),
    ],
)
def test_a_moment_that_ends_a_series_of_days_is_the_day_where_the_calendar_is_kept(
    until: str, zone: str, days: int
) -> None:
    calendar = (f"X-WR-TIMEZONE:{zone}",) if zone else ()
    found = meetings(read(event("DTSTART;VALUE=DATE:20241001", f"RRULE:FREQ=DAILY;UNTIL={until}", calendar=calendar)))
    assert len(found) == days


@pytest.mark.parametrize(
    ("tzid", "hour_in_utc", "zone"),
    [
        ("EST", 13, "-04:00"),
        ("Here", 13, "-04:00"),
        ("EST5EDT", 13, "EST5EDT"),
        ("America/Bogota", 14, "America/Bogota"),
    ],
)
def test_a_zone_without_a_slash_is_what_its_calendar_says(tzid: str, hour_in_utc: int, zone: str) -> None:
    (meeting,) = meetings(read(event(f"DTSTART;TZID={tzid}:20240701T090000", calendar=eastern(tzid))))
    assert (meeting.occurred_at.hour, meeting.time_zone) == (hour_in_utc, zone)


def test_a_zone_may_begin_with_the_year_1() -> None:
    begin = ("BEGIN:STANDARD", "DTSTART:00010101T000000", "TZOFFSETTO:+0300", "END:STANDARD")
    calendar = ("BEGIN:VTIMEZONE", "TZID:Here", *begin, "END:VTIMEZONE")
    (meeting,) = meetings(read(event("DTSTART;TZID=Here:20240701T090000", calendar=calendar)))
    assert (meeting.occurred_at.hour, meeting.time_zone) == (6, "+03:00")
    assert reasons(read(event("DTSTART:99991231T235959Z", calendar=(*calendar, "X-WR-TIMEZONE:Here"))))


@pytest.mark.parametrize(
    ("moment", "local"),
    [("20190310T070000Z", 3), ("20190704T063000Z", 2), ("20191103T053000Z", 1), ("20191103T070000Z", 2)],
)
def test_a_zone_that_a_calendar_defines_tells_the_hour_of_a_moment_beside_its_changes(moment: str, local: int) -> None:
    changes = [("20190310T020000", timedelta(hours=-4)), ("20191103T020000", timedelta(hours=-5))]
    zone = DefinedZone([Observance(False, [datetime.fromisoformat(day)], offset) for day, offset in changes])
    assert datetime.fromisoformat(moment).astimezone(zone).hour == local
