"""Calendars that would cost a reader minutes, each with a bound, and nothing of them lost in silence."""

from __future__ import annotations

import time
from collections.abc import Sequence

import pytest

from connectors.calendar.vcalendar import RULES_OF_ZONES_LIMIT
from connectors.calendar.vevent import RULES_LIMIT
from tests.connectors.calendars import event, meetings, read, reasons

SECONDS = 5.0  # of this process alone; each took minutes, or grew with the square of its length
START = "DTSTART;TZID=Quay:20240304T090000"


def change(*lines: str) -> tuple[str, ...]:
    return ("BEGIN:STANDARD", "DTSTART:19700101T000000", "TZOFFSETTO:+0100", *lines, "END:STANDARD")


def test_each_of_many_broken_lines_is_reported() -> None:
    began = time.process_time()
    records = read(event("DTSTART:20240304T090000Z", *(f"RDATE:no day {number}" for number in range(30_000))))
    assert reasons(records) == ["RDATE cannot be read"] * 30_000
    assert len(meetings(records)) == 1
    assert time.process_time() - began < SECONDS


def test_rules_beyond_what_anyone_writes_are_rejected() -> None:
    rules = [f"RRULE:FREQ=DAILY;INTERVAL={number + 1};COUNT=2" for number in range(3_000)]
    began = time.process_time()
    records = read(event("DTSTART:20240304T090000Z", *rules))
    assert len(meetings(records)) == RULES_LIMIT + 1
    assert len(reasons(records)) == 3_000 - RULES_LIMIT
    assert time.process_time() - began < SECONDS


@pytest.mark.parametrize(
    "changes",
    [
        change(*["RDATE:19700102T000000"] * 300_000),
        [
            line
            for number in range(12_000)
            for line in change(f"RRULE:FREQ=YEARLY;BYMONTH=10;BYDAY=-1SU;COUNT={number + 1}")
        ],
    ],
    ids=["dates", "rules"],
)
def test_a_zone_of_countless_changes_is_a_zone(changes: Sequence[str]) -> None:
    began = time.process_time()
    definition = ("BEGIN:VTIMEZONE", "TZID:Quay", *changes, "END:VTIMEZONE")
    (meeting,) = meetings(read(event(START, calendar=definition)))
    assert meeting.occurred_at.hour == 8
    assert time.process_time() - began < SECONDS


def test_no_more_rules_of_zones_are_followed_than_any_calendar_has() -> None:
    definitions = [
        line
        for number in range(RULES_OF_ZONES_LIMIT + 7)
        for line in (
            "BEGIN:VTIMEZONE",
            f"TZID:Quay{number}",
            *change(f"RRULE:FREQ=YEARLY;COUNT={number + 1}"),
            "END:VTIMEZONE",
        )
    ]
    records = read(event(START.replace("Quay", "Quay0"), calendar=tuple(definitions)))
    assert [meeting.occurred_at.hour for meeting in meetings(records)] == [8]
    assert reasons(records).count("more rules of time zones than any calendar has; not followed") == 7
