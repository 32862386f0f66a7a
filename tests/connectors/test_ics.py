from __future__ import annotations

import re
from datetime import UTC, datetime
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from connectors import ics
from connectors.records import Ignored, Interaction, Rejected
from connectors.source import Source
from tests.connectors.calendars import event, meetings, read, reasons

FIXTURES = sorted((Path(__file__).parents[1] / "fixtures" / "ics").glob("*.ics"))
BEGIN_EVENT = re.compile(rb"^BEGIN[ \t]*:[ \t]*VEVENT[ \t]*\r?$", re.IGNORECASE | re.MULTILINE)


def event_lines(content: bytes) -> set[str]:
    numbers = [content[: match.start()].count(b"\n") + 1 for match in BEGIN_EVENT.finditer(content)]
    return {f"line {number}" for number in numbers}


@pytest.mark.parametrize(
    ("head", "is_calendar"),
    [
        (b"BEGIN:VCALENDAR\r\nVERSION:2.0\r\n", True),
        (b"\xef\xbb\xbf\n begin : vcalendar\n".replace(b" begin", b"begin"), True),
        ("BEGIN:VCALENDAR\r\n".encode("utf-16"), True),
        (b"BEGIN:VEVENT\nUID:1\n", True),
        (b"BEGIN:VCALENDAR", True),
        (b"BEGIN:VCARD\nVERSION:3.0\n", False),
        (b"From: a@b.example\nContent-Type: text/calendar\n\nBEGIN:VCALENDAR\n", False),
        (b"BEGIN:VCALENDARS\n", False),
        (b"", False),
    ],
)
def test_calendar_is_recognized_by_its_beginning(tmp_path: Path, head: bytes, is_calendar: bool) -> None:
    path = tmp_path / "unnamed"
    path.write_bytes(head)
    assert ics.recognizes(Source(path)) is is_calendar


def test_what_cannot_be_opened_is_not_recognized(tmp_path: Path) -> None:
    assert not ics.recognizes(Source(tmp_path / "absent.ics"))
    assert not ics.recognizes(Source(tmp_path, files=("a.ics",)))


@pytest.mark.parametrize("path", FIXTURES, ids=lambda path: path.name)
def test_every_event_is_landed_rejected_or_ignored(path: Path) -> None:
    told = {record.location for record in ics.read(Source(path))}
    assert event_lines(path.read_bytes()) <= told


@pytest.mark.parametrize("path", FIXTURES, ids=lambda path: path.name)
@pytest.mark.parametrize("line_end", ["\n", "\r\n", "\r", "\r\r\n"])
def test_line_ends_do_not_matter(path: Path, line_end: str) -> None:
    content = path.read_bytes().replace(b"\r\n", b"\n")
    assert read(content.replace(b"\n", line_end.encode())) == read(content)


def test_utf_16_is_read() -> None:
    (meeting,) = meetings(read(event("DTSTART:20240301T100000Z", "SUMMARY:Größe").encode("utf-16")))
    assert meeting.subject == "Größe"


def test_line_folded_in_the_middle_of_a_letter_is_joined() -> None:
    content = event("DTSTART:20240301T100000Z", "SUMMARY:Größe").encode().replace(b"\xc3\xb6", b"\xc3\r\n \xb6")
    assert meetings(read(content))[0].subject == "Größe"


def test_weekly_meeting_keeps_its_local_time_across_daylight_saving() -> None:
    rule = ("DTSTART;TZID=Europe/Oslo:20240325T090000", "RRULE:FREQ=WEEKLY;COUNT=2")
    assert [meeting.occurred_at.hour for meeting in meetings(read(event(*rule)))] == [8, 7]


def test_series_in_utc_stays_in_utc_so_that_its_exceptions_hit() -> None:
    rule = ("DTSTART:20240318T080000Z", "RRULE:FREQ=WEEKLY;COUNT=4", "EXDATE:20240401T080000Z")
    found = meetings(read(event(*rule, calendar=("X-WR-TIMEZONE:Europe/Oslo",))))
    assert [(meeting.occurred_at.day, meeting.occurred_at.hour) for meeting in found] == [(18, 8), (25, 8), (8, 8)]


def test_all_day_event_begins_at_local_midnight_of_the_calendar() -> None:
    (meeting,) = meetings(read(event("DTSTART;VALUE=DATE:20240701", calendar=("X-WR-TIMEZONE:Asia/Tokyo",))))
    assert meeting.is_all_day
    assert meeting.occurred_at == datetime(2024, 6, 30, 15, tzinfo=UTC)
    assert meeting.ended_at == datetime(2024, 7, 1, 15, tzinfo=UTC)
    assert meeting.time_zone == "Asia/Tokyo"


@pytest.mark.parametrize(
    ("tzid", "hour_in_utc"),
    [
        ("Europe/Oslo", 8),
        ("europe/oslo", 8),
        ("W. Europe Standard Time", 8),
        ("/mozilla.org/20070129_1/Europe/Oslo", 8),
        ("Europe_Oslo", 8),
        ("US-Eastern", 14),
        ("+02:00", 8),
        ("Eastern Daylight Time", 14),
        ("(UTC-05:00) Eastern Time (US & Canada)", 14),
        ("(UTC+01:00) Amsterdam, Berlin, Bern, Rome, Stockholm, Vienna", 8),
        ("-0400", 14),
        ("GMT+0200", 8),
        ("(UTC-03:30) Newfoundland", 12),
        ("(UTC+02:00) Jerusalem", 7),
        ("Atlantis", 10),
    ],
)
def test_zones_are_found_by_their_many_names(tzid: str, hour_in_utc: int) -> None:
    (meeting,) = meetings(read(event(f'DTSTART;TZID="{tzid}":20240701T100000')))
    assert meeting.occurred_at.hour == hour_in_utc


def test_definition_of_a_zone_holds_for_its_own_file_alone() -> None:
    lines = (
        "BEGIN:VTIMEZONE TZID:Here BEGIN:STANDARD DTSTART:19700101T000000 TZOFFSETTO:+0500 END:STANDARD END:VTIMEZONE"
    )
    zone = "\n".join(lines.split())
    start = "DTSTART;TZID=Here:20240701T100000"
    assert meetings(read(event(start, calendar=(zone,))))[0].occurred_at.hour == 5
    assert meetings(read(event(start)))[0].occurred_at.hour == 10


def test_rule_without_an_end_is_followed_two_years_beyond_what_the_file_tells() -> None:
    records = read(event("DTSTART:20230101T100000Z", "RRULE:FREQ=MONTHLY"))
    assert meetings(records)[-1].occurred_at == datetime(2025, 12, 1, 10, tzinfo=UTC).replace(day=1)
    assert [type(record) for record in records].count(Ignored) == 1


def test_date_that_means_never_does_not_move_the_end_of_endless_rules() -> None:
    never = "\n".join(("BEGIN:VEVENT", "UID:n", "DTSTART:29991231T000000Z", "END:VEVENT", ""))
    once = event("DTSTART:20230101T100000Z", "RRULE:FREQ=YEARLY")
    assert len(meetings(read(once.replace("END:VCALENDAR", never + "END:VCALENDAR")))) == len(meetings(read(once))) + 1


@pytest.mark.parametrize(
    ("rule", "count"),
    [
        ("FREQ=DAILY;INTERVAL=0", 1),
        ("FREQ=DAILY;INTERVAL=-1", 1),
        ("FREQ=DAILY;BYMONTH=2;BYMONTHDAY=30", 1),
        ("FREQ=HOURLY;BYMONTH=2;BYMONTHDAY=30", 1),
        ("FREQ=MINUTELY;BYSETPOS=7", 1),
        ("FREQ=SECONDLY;BYHOUR=9;BYMINUTE=0;BYSECOND=0", 1),
        ("FREQ=SECONDLY", 1_000),
        ("FREQ=MINUTELY;COUNT=999999", 1_000),
        ("FREQ=MINUTELY;COUNT=3", 3),
        ("FREQ=DAILY;BYHOUR=0,1,2,3,4,5;UNTIL=29991231T000000Z", 1_000),
        ("FREQ=DAILY;UNTIL=99991231T000000Z", 10_000),
        ("FREQ=WEEKLY;COUNT=;BYDAY=MO", 1),
        ("FREQ=NEVER", 1),
        ("RSCALE=CHINESE;FREQ=YEARLY", 1),
        ("", 1),
    ],
)
def test_rules_that_never_end_or_never_come_are_bounded_and_reported(rule: str, count: int) -> None:
    records = read(event("DTSTART:20240101T000000Z", f"RRULE:{rule}"))
    assert len(meetings(records)) == count
    assert bool(reasons(records)) is (rule != "FREQ=MINUTELY;COUNT=3")


def test_sparse_rule_is_possible() -> None:
    records = read(event("DTSTART:20240229T100000Z", "RRULE:FREQ=YEARLY;BYMONTH=2;BYMONTHDAY=29;BYDAY=TH;COUNT=2"))
    assert [meeting.occurred_at.year for meeting in meetings(records)] == [2024, 2052]


def test_keys_of_a_series_are_those_of_its_instances_in_utc() -> None:
    rule = ("DTSTART;TZID=Europe/Oslo:20240325T090000", "RRULE:FREQ=WEEKLY;COUNT=2")
    assert [meeting.natural_key for meeting in meetings(read(event(*rule)))] == [
        "u/20240325T080000Z",
        "u/20240401T070000Z",
    ]


def test_moved_instance_keeps_the_key_of_its_first_date() -> None:
    series = event("DTSTART;TZID=Europe/Oslo:20240325T090000", "RRULE:FREQ=WEEKLY;COUNT=2")
    moved = "BEGIN:VEVENT\nUID:u\nRECURRENCE-ID:20240401T070000Z\nDTSTART:20240403T150000Z\nEND:VEVENT\n"
    found = meetings(read(series.replace("END:VCALENDAR", moved + "END:VCALENDAR")))
    assert [(meeting.natural_key, meeting.occurred_at.day) for meeting in found] == [
        ("u/20240325T080000Z", 25),
        ("u/20240401T070000Z", 3),
    ]


def test_event_without_uid_has_the_same_key_in_every_export() -> None:
    first, second = (
        event("DTSTART:20240301T100000Z", "SUMMARY:s").replace("UID:u\n", stamp) for stamp in ("", "X-A:b\n")
    )
    assert meetings(read(first))[0].natural_key == meetings(read(second))[0].natural_key != ""


@pytest.mark.parametrize("text", ["DESCRIPTION:the secret\n", "DESCRIPTION:the\nsecret torn off\n", "COMMENT:secret\n"])
def test_descriptions_are_never_kept(text: str) -> None:
    content = event("DTSTART:20240301T100000Z", "BEGIN:VALARM", "DESCRIPTION:secret", "END:VALARM", text.strip())
    assert "secret" not in repr(read(content))


def test_property_that_is_broken_leaves_the_event() -> None:
    records = read(
        event("DTSTART:20240301T100000Z", "DTEND:noon", "RRULE:FREQ=X", "EXDATE:?", "RECURRENCE-ID:1", "SEQUENCE:x")
    )
    assert len(meetings(records)) == 1
    assert len(reasons(records)) == 5
    assert {record.location for record in records if isinstance(record, Rejected)} == {
        f"line {n}" for n in range(6, 11)
    }


@pytest.mark.parametrize("start", ["300000101T000000Z", "00000101T000000Z", "20241301T000000Z", "", "%(now)s", "P1D"])
def test_event_without_a_date_is_rejected_at_its_beginning(start: str) -> None:
    assert [(type(record), record.location) for record in read(event(f"DTSTART:{start}"))] == [(Rejected, "line 2")]


@pytest.mark.parametrize("start", ["00010101T000000", "99991231T235959"])
def test_ends_of_time_do_not_break_a_file(start: str) -> None:
    for zone in ("Asia/Tokyo", "America/Lima"):
        records = read(event(f"DTSTART;TZID={zone}:{start}", "DURATION:P1D", "RRULE:FREQ=DAILY;COUNT=3"))
        assert all(isinstance(record, Interaction | Rejected | Ignored) for record in records)
        assert records


def test_deeply_nested_components_are_read_in_no_time() -> None:
    records = read(b"BEGIN:VEVENT\n" * 20_000 + b"END:VALARM\n" * 20_000)
    assert sum(isinstance(record, Rejected) for record in records) == 60_000


def test_file_that_is_cut_off_anywhere_is_read_as_far_as_it_goes() -> None:
    content = next(path for path in FIXTURES if path.name == "google.ics").read_bytes()
    for stop in range(0, len(content), 97):
        records = read(content[:stop])
        assert event_lines(content[:stop]) <= {record.location for record in records}


@settings(max_examples=80, deadline=None)
@given(st.sampled_from(FIXTURES), st.data())
def test_damaged_calendars_never_break_the_reader(path: Path, data: st.DataObject) -> None:
    content = bytearray(path.read_bytes())
    for _ in range(data.draw(st.integers(1, 6))):
        at = data.draw(st.integers(0, len(content)))
        gone = data.draw(st.integers(0, 40))
        content[at : at + gone] = data.draw(st.binary(max_size=12) | st.sampled_from(DAMAGE))
    records = read(bytes(content))
    assert all(isinstance(record, Interaction | Rejected | Ignored) for record in records)
    if not content.startswith((b"\xff\xfe", b"\xfe\xff")) and b"\r" not in content.replace(b"\r\n", b""):
        assert event_lines(bytes(content)) <= {record.location for record in records}


@settings(max_examples=100, deadline=None)
@given(st.binary(max_size=400))
def test_arbitrary_bytes_never_break_the_reader(content: bytes) -> None:
    for record in read(b"BEGIN:VCALENDAR\nBEGIN:VEVENT\nDTSTART:20240101T000000Z\n" + content):
        assert isinstance(record, Interaction | Rejected | Ignored)


DAMAGE = [
    b"\nBEGIN:VEVENT\n",
    b"\nEND:VEVENT\n",
    b"\nEND:VCALENDAR\n",
    b"\nDTSTART:20240101T100000\n",
    b"\nDTSTART;VALUE=DATE:20240101\n",
    b"\nRRULE:FREQ=YEARLY;BYDAY=53MO;BYSETPOS=-9\n",
    b"\nRRULE:FREQ=HOURLY;INTERVAL=5;BYHOUR=1\n",
    b"\nRDATE;VALUE=PERIOD:20240101T000000Z/20230101T000000Z\n",
    b"\nRECURRENCE-ID;RANGE=THISANDFUTURE:20240318T080000Z\n",
    b"\nEXDATE;VALUE=DATE:20240311\n",
    b"\nDURATION:-P99999999W\n",
    b'\nATTENDEE;CN="half',
    b"\nX-WR-TIMEZONE:America/Lima\n",
    b"\nX;QUOTED-PRINTABLE:soft=\nbreak=\n",
]
