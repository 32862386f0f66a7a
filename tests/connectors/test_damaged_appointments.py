"""Appointments that are damaged, or made to do harm: what can be read of them is, and nothing breaks."""

from __future__ import annotations

from datetime import UTC, date, datetime
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from connectors.outlook.appointments import Appointments
from connectors.outlook.named_properties import APPOINTMENT, MEETING
from connectors.outlook.properties import RECIPIENT_TYPE
from connectors.outlook.zones import MOST_DEFINED
from connectors.records import Rejected
from tests.connectors.appointments import (
    AFTER_COUNT,
    BERLIN,
    END,
    FIRST_DAY,
    IDA,
    MONDAYS,
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
from tests.connectors.calendars import meetings, reasons


@pytest.mark.parametrize("broken", [b"", b"\x04\x30", b"\x04\x30\x04\x30" + b"\xff" * 60, b"x" * 300])
def test_a_recurrence_that_cannot_be_read_costs_only_the_series(broken: bytes) -> None:
    records = read(properties(START, END) | {SERIES: broken}, IDA)
    assert [record.natural_key for record in meetings(records)] == [UID]
    assert len(reasons(records)) == (1 if broken else 0)


def test_changes_that_cannot_be_read_cost_only_those_instances() -> None:
    moved = change("2024-03-11T10:00", "2024-03-12T14:00", "2024-03-12T15:00", summary="Moved")
    whole = series(WEEKS, 1, [MONDAYS], FIRST_DAY, end=AFTER_COUNT, count=4, changes=[moved])
    at_summary = whole.index(b"Moved")
    records = read(properties(START, END, p8260=zone(BERLIN)) | {SERIES: whole[:at_summary]}, IDA)
    assert [record.occurred_at.day for record in meetings(records)] == [4, 18, 25]
    assert reasons(records) == ["the recurrence of the series ends too early"]


def test_a_series_by_the_moon_is_read_once() -> None:
    told = properties(START, END)
    for kind, scale in ((0xA, 0), (2, 6)):
        records = read(told | {SERIES: series(kind, 1, [14], date(2024, 3, 4), scale=scale)}, IDA)
        assert len(meetings(records)) == 1
        assert "Gregorian" in reasons(records)[0]


def test_a_meeting_without_a_start_is_rejected() -> None:
    never = datetime(4501, 1, 1, tzinfo=UTC)
    (record,) = read(properties(never, never), IDA)
    assert isinstance(record, Rejected)


def test_numbers_of_other_sets_are_not_taken_for_those_of_appointments() -> None:
    told = properties(START, END) | {0x7_820D: END, 0x7_8208: "Elsewhere", 0x7_0023: identifier(7), 0x7_8216: b"x"}
    assert meeting(told, TOVE, IDA) == meeting(properties(START, END), TOVE, IDA)


def test_texts_that_look_like_lines_stay_texts() -> None:
    told = properties(START, END, p8208="Pier\r\nEND:VEVENT\n\x85\u2028; x") | {0x37: "A\nBEGIN:VEVENT\r\nUID:x\0"}
    found = meeting(told, recipient('Ida"\n;X=Y:\nEND:VEVENT', "ida@harbour.example"))
    assert found.subject.startswith("A")
    assert [party.email for party in found.participants] == ["tove@fjord.example", "ida@harbour.example"]


def test_a_recipient_of_no_kind_takes_part() -> None:
    bare = {number: value for number, value in IDA.items() if number != RECIPIENT_TYPE}
    found = meeting(properties(START, END), TOVE, bare, recipient("Ada Quist", "ada@quay.example", 0))
    assert [party.email for party in found.participants] == ["tove@fjord.example", "ida@harbour.example"]


BROKEN_STRUCTURES = st.binary(max_size=200) | st.builds(
    lambda content, at, put: content[:at] + put + content[at + len(put) :],
    st.sampled_from([
        zone(BERLIN, zone_rule(-60)), identifier(1), wrapped_identifier("u"),
        series(WEEKS, 1, [MONDAYS], FIRST_DAY, end=AFTER_COUNT, removed=[date(2024, 3, 11)],
               changes=[change("2024-03-18T10:00", "2024-03-18T11:00", "2024-03-18T12:00", summary="x", place="y")]),
    ]),
    st.integers(0, 200),
    st.binary(min_size=1, max_size=4) | st.just(b"\xff\xff\xff\xff"),
)  # fmt: skip
NUMBERS = [SERIES, MEETING | 3, MEETING | 0x23, *(APPOINTMENT | number for number in (0x825E, 0x8260, 0x8233))]
VALUES = BROKEN_STRUCTURES | st.integers(0, 2**32 - 1) | st.text(max_size=20)


@settings(max_examples=150, deadline=None)
@given(st.dictionaries(st.sampled_from([*NUMBERS, *properties(START, END)]), VALUES, max_size=6))
def test_damaged_appointments_never_break_the_reader(damage: dict[int, Any]) -> None:
    records = read(properties(START, END) | damage | {0x1A: "IPM.Appointment"}, TOVE, IDA)
    assert records
    repr(records).encode("utf-8", "strict")


def test_more_zones_than_anybody_works_in_are_not_kept() -> None:
    calendar = Appointments()
    for number in range(MOST_DEFINED + 2):
        told = properties(START, END, p825E=zone("Customized Time Zone", zone_rule(-number)))
        told[MEETING | 0x23] = identifier(number)
        assert list(calendar.add(told, [TOVE, IDA], f"item {number}", "Calendar")) == []
    found = meetings(list(calendar.records()))
    assert {record.occurred_at for record in found} == {START}
    assert [record.time_zone for record in found[:-3:-1]] == ["", ""]
    assert list(calendar.records()) == []


def test_a_calendar_too_large_for_the_memory_is_read_in_parts(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("connectors.calendar.writing.LARGEST_CALENDAR", 1_000)
    calendar = Appointments()
    made = []
    for number in range(10):
        told = properties(START, END) | {MEETING | 0x23: identifier(number)}
        made.append(list(calendar.add(told, [TOVE, IDA], f"item {number}", "Calendar")))
    records = [record for part in made for record in part] + list(calendar.records())
    assert max(map(len, made)) < 5
    assert [record.location for record in records] == [f"item {number}" for number in range(10)]
