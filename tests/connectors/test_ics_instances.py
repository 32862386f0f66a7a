"""Which of a series an instance is that was moved, left out or called off, however programs name it."""

from __future__ import annotations

from datetime import datetime

import pytest

from connectors.calendar.reading import BY_SEQUENCE
from tests.connectors.calendars import eastern, event, meetings, read

BERLIN = ("X-WR-TIMEZONE:Europe/Berlin",)
DAYS = ("DTSTART;VALUE=DATE:20240305", "RRULE:FREQ=DAILY;COUNT=3")


@pytest.mark.parametrize(
    "day",
    [
        "EXDATE;VALUE=DATE:20240306",
        "EXDATE:20240305T230000Z",
        "EXDATE:20240306T000000Z",
        "EXDATE;TZID=Europe/Berlin:20240306T000000",
    ],
)
def test_a_day_is_left_out_of_a_series_of_days_however_it_is_written(day: str) -> None:
    found = [meeting.natural_key for meeting in meetings(read(event(*DAYS, day, calendar=BERLIN)))]
    assert found == ["u/20240305", "u/20240307"]


@pytest.mark.parametrize("start", ["DTSTART;VALUE=DATE:20240309", "DTSTART;TZID=Europe/Berlin:20240309T100000"])
@pytest.mark.parametrize("recurrence_id", ["20240305T230000Z", "20240306T000000Z"])
def test_a_day_of_a_series_is_moved_however_it_is_named(start: str, recurrence_id: str) -> None:
    moved = "\n".join(("BEGIN:VEVENT", "UID:u", f"RECURRENCE-ID:{recurrence_id}", start, "END:VEVENT", "END:VCALENDAR"))
    records = read(event(*DAYS, calendar=BERLIN).replace("END:VCALENDAR", moved))
    assert [meeting.natural_key for meeting in meetings(records)] == ["u/20240305", "u/20240306", "u/20240307"]


@pytest.mark.parametrize(
    ("start", "recurrence_id"),
    [
        ("DTSTART;TZID=America/New_York:20240304T190000", "20240306T000000Z"),  # midnight of UTC
        ("DTSTART;TZID=America/New_York:20240304T180000", "20240305T230000Z"),  # midnight in Berlin
    ],
)
def test_an_hour_of_a_series_that_becomes_a_day_is_that_hour_though_it_is_a_midnight_elsewhere(
    start: str, recurrence_id: str
) -> None:
    moved = (f"RECURRENCE-ID:{recurrence_id}", "DTSTART;VALUE=DATE:20240309")
    later = "\n".join(("BEGIN:VEVENT", "UID:u", *moved, "END:VEVENT", "END:VCALENDAR"))
    records = read(event(start, "RRULE:FREQ=DAILY;COUNT=2", calendar=BERLIN).replace("END:VCALENDAR", later))
    found = {meeting.natural_key: meeting.is_all_day for meeting in meetings(records)}
    assert len(found) == 2
    assert found[f"u/{recurrence_id}"]


def test_hours_of_a_day_of_a_series_are_told_in_utc_and_its_day_where_the_calendar_is_kept() -> None:
    moved = ("RECURRENCE-ID:20240305T230000Z", "DTSTART:20240309T100000Z")
    later = "\n".join(("BEGIN:VEVENT", "UID:u", *moved, "END:VEVENT", "END:VCALENDAR"))
    found = meetings(read(event(*DAYS, calendar=BERLIN).replace("END:VCALENDAR", later)))
    assert [meeting.natural_key for meeting in found if not meeting.is_all_day] == ["u/20240306"]


def test_a_day_of_a_series_that_is_sent_by_itself_has_the_key_of_that_day() -> None:
    instance = ("RECURRENCE-ID:20240305T230000Z", "DTSTART;VALUE=DATE:20240309")
    (meeting,) = meetings(read(event(*instance, calendar=BERLIN)))
    assert meeting.natural_key == "u/20240306"


def test_an_hour_of_a_series_that_becomes_a_day_keeps_its_key() -> None:
    instance = ("RECURRENCE-ID:20240306T090000Z", "DTSTART;VALUE=DATE:20240306")
    (meeting,) = meetings(read(event(*instance, calendar=BERLIN)))
    assert meeting.natural_key == "u/20240306T090000Z"


def test_what_follows_a_change_to_all_later_ones_is_named_as_the_series_names_it() -> None:
    series = ("DTSTART;TZID=Europe/Berlin:20240318T100000", "RRULE:FREQ=WEEKLY;COUNT=3")
    change = ("RECURRENCE-ID;RANGE=THISANDFUTURE:20240325T090000Z", "DTSTART;TZID=Europe/Berlin:20240326T120000")
    later = "\n".join(("BEGIN:VEVENT", "UID:u", *change, "END:VEVENT", "END:VCALENDAR"))
    records = read(event(*series).replace("END:VCALENDAR", later))
    assert [(meeting.natural_key, f"{meeting.occurred_at:%m%d %H}") for meeting in meetings(records)] == [
        ("u/20240318T090000Z", "0318 09"),
        ("u/20240325T090000Z", "0326 11"),
        ("u/20240401T080000Z", "0402 10"),
    ]


@pytest.mark.parametrize("tzid", ["America/New_York", "Eastern"])
def test_all_later_ones_keep_their_hour_where_summer_time_begins_with_the_change(tzid: str) -> None:
    series = (f"DTSTART;TZID={tzid}:20190308T070000", "RRULE:FREQ=DAILY;COUNT=4")
    change = ("RECURRENCE-ID;RANGE=THISANDFUTURE:20190309T120000Z", f"DTSTART;TZID={tzid}:20190310T050000")
    later = "\n".join(("BEGIN:VEVENT", "UID:u", *change, "END:VEVENT", "END:VCALENDAR"))
    records = read(event(*series, calendar=eastern("Eastern")).replace("END:VCALENDAR", later))
    assert [(meeting.natural_key, f"{meeting.occurred_at:%m%d %H}") for meeting in meetings(records)] == [
        ("u/20190308T120000Z", "0308 12"),
        ("u/20190309T120000Z", "0310 09"),
        ("u/20190310T110000Z", "0311 09"),
        ("u/20190311T110000Z", "0312 09"),
    ]


@pytest.mark.parametrize(("method", "written_at"), [("METHOD:CANCEL", "20240101T000000Z"), ("", "20231231T085959Z")])
def test_only_a_message_tells_that_a_meeting_was_called_off_after_it_began(method: str, written_at: str) -> None:
    (meeting,) = meetings(read(event("DTSTART:20231231T090000Z", "STATUS:CANCELLED", calendar=(method,))))
    assert meeting.revision % BY_SEQUENCE == datetime.fromisoformat(written_at).timestamp()
