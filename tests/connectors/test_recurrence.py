"""Series are expanded as icalendar and recurring-ical-events expand them by themselves."""

from __future__ import annotations

import tempfile
from datetime import UTC, datetime, timedelta
from itertools import takewhile
from pathlib import Path

import pytest
import recurring_ical_events
from hypothesis import given, settings
from hypothesis import strategies as st
from icalendar import Calendar

from connectors import ics
from connectors.calendar.recurrence_rules import fault, first_beyond_limit, quickened, starts
from connectors.calendar.times import instant
from connectors.calendar.vcalendar import read_calendars
from connectors.content_lines import cut
from connectors.records import Interaction
from connectors.source import Source
from tests.connectors.calendars import event, meetings, read

FIRST = datetime(2024, 1, 1, tzinfo=UTC)
LAST = datetime(2025, 6, 1, tzinfo=UTC)
DAYS = st.lists(st.sampled_from(("MO", "TU", "WE", "TH", "FR", "SA", "SU")), min_size=1, max_size=3, unique=True)
ENDS = st.sampled_from(["", ";COUNT=7", ";UNTIL=20240901T120000Z", ";UNTIL=20240901T120000"])


@st.composite
def rules(draw: st.DrawFn) -> str:
    frequency = draw(st.sampled_from(["YEARLY", "MONTHLY", "WEEKLY", "DAILY"]))
    rule = f"FREQ={frequency};INTERVAL={draw(st.integers(1, 4))}"
    if frequency in ("WEEKLY", "MONTHLY") and draw(st.booleans()):
        ordinal = draw(st.sampled_from(["", "2", "-1"])) if frequency == "MONTHLY" else ""
        rule += ";BYDAY=" + ",".join(ordinal + day for day in draw(DAYS))
    elif frequency in ("MONTHLY", "YEARLY") and draw(st.booleans()):
        rule += f";BYMONTHDAY={draw(st.sampled_from([1, 15, 31, -1]))}"
    if frequency == "YEARLY" and draw(st.booleans()):
        rule += f";BYMONTH={draw(st.integers(1, 12))}"
    return rule + draw(ENDS)


@st.composite
def calendars(draw: st.DrawFn) -> str:
    start = datetime(2024, 1, 20, 9, 30, tzinfo=UTC) + timedelta(days=draw(st.integers(0, 70)))
    written = draw(
        st.sampled_from([";TZID=Europe/Oslo:{:%Y%m%dT%H%M%S}", ":{:%Y%m%dT%H%M%SZ}", ";VALUE=DATE:{:%Y%m%d}"])
    )
    lines = [f"DTSTART{written.format(start)}", f"RRULE:{draw(rules())}", "DURATION:P1D"]
    excluded = draw(st.lists(st.integers(1, 8), max_size=2))
    added = draw(st.lists(st.integers(1, 60), max_size=2))
    lines += [f"EXDATE{written.format(start + timedelta(weeks=weeks))}" for weeks in excluded]
    lines += [f"RDATE{written.format(start + timedelta(days=days))}" for days in added]
    events = ["BEGIN:VEVENT", "UID:u", "DTSTAMP:20240101T000000Z", *lines, "END:VEVENT"]
    zone = draw(st.sampled_from(["", "X-WR-TIMEZONE:America/Lima\n"]))
    if draw(st.booleans()):
        moved = start + timedelta(weeks=draw(st.integers(1, 8)))
        # x-wr-timezone 2.0 loses the RANGE of what it moves to another zone.
        later = ";RANGE=THISANDFUTURE" if not zone and draw(st.booleans()) else ""
        events += ["BEGIN:VEVENT", "UID:u", f"RECURRENCE-ID{later}{written.format(moved)}"]
        events += [f"DTSTART{written.format(moved + timedelta(days=2))}", "END:VEVENT"]
    return f"BEGIN:VCALENDAR\nVERSION:2.0\n{zone}" + "\n".join(events) + "\nEND:VCALENDAR\n"


@settings(max_examples=60, deadline=None)
@given(calendars())
def test_series_have_the_occurrences_of_recurring_ical_events(content: str) -> None:
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "calendar.ics"
        path.write_text(content, encoding="utf-8")
        records = [record for record in ics.read(Source(path)) if isinstance(record, Interaction)]
    ours = {record.occurred_at for record in records if FIRST <= record.occurred_at < LAST}
    plain = recurring_ical_events.of(Calendar.from_ical(content)).between(FIRST, LAST)
    zone = read_calendars(cut(content.encode()))[0]
    of_days = next(calendar.zone for component, calendar in zone.items() if component.name == "VCALENDAR")
    assert ours == {instant(event["DTSTART"].dt, of_days) for event in plain}
    assert len({record.natural_key for record in records}) == len(records)


@pytest.mark.parametrize("day", [datetime(2024, 2, 29), datetime(2023, 10, 31), datetime(2023, 4, 9)])  # noqa: DTZ001
@pytest.mark.parametrize(
    "rule",
    [
        "FREQ=YEARLY",
        "FREQ=YEARLY;INTERVAL=3;COUNT=5",
        "FREQ=YEARLY;BYMONTH=10",
        "FREQ=YEARLY;BYMONTH=4;BYDAY=2SU",
        "FREQ=YEARLY;BYMONTH=2;BYMONTHDAY=29",
        "FREQ=YEARLY;BYDAY=MO",
        "FREQ=YEARLY;BYMONTH=10,11;BYDAY=-1SU",
        "FREQ=YEARLY;UNTIL=20400101T000000Z",
    ],
)
def test_quickened_rule_gives_the_same(rule: str, day: datetime) -> None:
    def until_2060(rule: str) -> list[datetime]:
        return list(takewhile(lambda start: start.year < 2060, starts(rule, day)))

    assert until_2060(quickened(rule, day)) == until_2060(rule)


@settings(max_examples=50, deadline=None)
@given(rules(), st.datetimes(datetime(1900, 1, 1), datetime(2100, 1, 1)))  # noqa: DTZ001
def test_rule_is_at_fault_only_where_it_never_comes(rule: str, start: datetime) -> None:
    lasting = ";".join(part for part in rule.split(";") if not part.startswith(("UNTIL", "COUNT")))
    comes = next(iter(starts(lasting, start.replace(microsecond=0))), None) is not None
    assert (fault(rule, start.replace(microsecond=0)) == "") is comes


def test_limit_is_reached_only_by_rules_that_pass_it() -> None:
    day = datetime(2000, 1, 1)  # noqa: DTZ001
    stop = day.replace(year=2900)
    assert first_beyond_limit("FREQ=DAILY", day, stop) == day + timedelta(days=10_000)
    assert first_beyond_limit("FREQ=DAILY", day, day.replace(year=2020)) is None
    assert first_beyond_limit("FREQ=DAILY;COUNT=10000", day, stop) is None
    assert first_beyond_limit("FREQ=YEARLY", day, stop) is None
    assert first_beyond_limit("FREQ=HOURLY", day, stop) == day + timedelta(hours=1_000)


@pytest.mark.parametrize(
    ("excluded", "days"),
    [
        ("EXDATE;TZID=Europe/Berlin:20240305T100000", [4, 6]),
        ("EXDATE:20240305T090000Z", [4, 6]),
        ("EXDATE;TZID=Asia/Tokyo:20240305T180000,20240306T180000", [4]),
        ("EXDATE;VALUE=DATE:20240305", [4, 6]),
        ("EXDATE:20240305T100000", [4, 6]),  # floating
        # Ten in Berlin is nine in UTC, but nine in Berlin is another time.
        ("EXDATE;TZID=Europe/Berlin:20240305T090000", [4, 5, 6]),
    ],
)
def test_what_is_excluded_is_the_moment_however_it_is_told(excluded: str, days: list[int]) -> None:
    series = ("DTSTART;TZID=Europe/Berlin:20240304T100000", "RRULE:FREQ=DAILY;COUNT=3", excluded)
    assert [meeting.occurred_at.day for meeting in meetings(read(event(*series)))] == days
