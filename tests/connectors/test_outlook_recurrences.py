"""A series occurs when its structure says so: counted out day by day, and by the rule that is made of it."""

from __future__ import annotations

import struct
from calendar import monthrange
from collections.abc import Iterator
from datetime import date, timedelta
from itertools import islice, takewhile
from typing import NamedTuple

import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from connectors.outlook.recurrences import MOST_CHANGED, Recurrence, RecurrenceFault, read_recurrence
from tests.connectors import calendars
from tests.connectors.appointments import (
    AFTER_COUNT,
    AFTER_DATE,
    DAILY,
    DAY_OF_MONTH,
    MONTHLY,
    NTH_WEEKDAY,
    WEEKLY,
    YEARLY,
    change,
    series,
)
from tests.connectors.calendars import meetings

DAYS, WEEKS, MONTH_END = 0, 1, 4
LONGEST = 40


class Pattern(NamedTuple):
    """A pattern as MS-OXOCAL tells it, from a day on."""

    kind: int
    frequency: int
    period: int
    specific: tuple[int, ...]
    first_weekday: int
    since: date

    def days(self) -> Iterator[date]:
        """Count out the days, from the first on or after ``since``."""
        return (day for day in self._all() if day >= self.since)

    def _all(self) -> Iterator[date]:
        if self.kind == DAYS:
            for number in range(LONGEST * 2):
                yield self.since + timedelta(days=number * (self.period // 1440))
        elif self.kind == WEEKS:
            begin = self.since - timedelta(days=(self.since.isoweekday() - self.first_weekday) % 7)
            for week in range(LONGEST * 2):
                days = (begin + timedelta(days=7 * week * self.period + number) for number in range(7))
                yield from (day for day in days if self.specific[0] >> day.isoweekday() % 7 & 1)
        else:
            for number in range(LONGEST * 2):
                year, month = divmod(self.since.year * 12 + self.since.month - 1 + number * self.period, 12)
                yield from self._of_month(year, month + 1)

    def _of_month(self, year: int, month: int) -> Iterator[date]:
        last = monthrange(year, month)[1]
        if self.kind == NTH_WEEKDAY:
            bits, nth = self.specific
            days = [date(year, month, number) for number in range(1, last + 1)]
            days = [day for day in days if bits >> day.isoweekday() % 7 & 1]
            yield from days[-1:] if nth == 5 else days[nth - 1 : nth]
        else:
            yield date(year, month, last if self.kind == MONTH_END else min(self.specific[0], last))


WEEKDAYS = st.integers(1, 127)
PATTERNS = st.one_of(
    st.tuples(st.just(DAYS), st.just(DAILY), st.integers(1, 40).map(lambda days: days * 1440), st.just(())),
    st.tuples(st.just(WEEKS), st.sampled_from([DAILY, WEEKLY]), st.integers(1, 8), st.tuples(WEEKDAYS)),
    st.tuples(st.just(DAY_OF_MONTH), st.just(MONTHLY), st.integers(1, 13), st.tuples(st.integers(1, 31))),
    st.tuples(st.just(MONTH_END), st.just(MONTHLY), st.integers(1, 13), st.tuples(st.just(31))),
    st.tuples(st.just(NTH_WEEKDAY), st.just(MONTHLY), st.integers(1, 13), st.tuples(WEEKDAYS, st.integers(1, 5))),
    st.tuples(st.just(DAY_OF_MONTH), st.just(YEARLY), st.sampled_from([12, 24]), st.tuples(st.integers(1, 31))),
    st.tuples(st.just(NTH_WEEKDAY), st.just(YEARLY), st.just(12), st.tuples(WEEKDAYS, st.integers(1, 5))),
)
PATTERNS_SINCE = st.builds(
    lambda told, first_weekday, since: Pattern(told[0], told[1], told[2], told[3], first_weekday, since),
    PATTERNS,
    st.integers(0, 6),
    st.dates(date(1995, 1, 1), date(2030, 1, 1)),
)


def told(recurrence: Recurrence) -> list[date]:
    """Return the days on which a calendar with this recurrence has meetings."""
    lines = [f"DTSTART:{recurrence.first_day:%Y%m%d}T100000", f"RRULE:{recurrence.rule}"]
    lines += [f"EXDATE:{day:%Y%m%d}T100000" for day in recurrence.removed]
    return [record.occurred_at.date() for record in meetings(calendars.read(calendars.event(*lines)))]


@settings(deadline=None)
@given(PATTERNS_SINCE, st.integers(1, LONGEST), st.booleans(), st.sets(st.integers(0, LONGEST), max_size=4))
def test_a_series_occurs_on_the_days_of_its_pattern(
    pattern: Pattern, count: int, is_counted: bool, skipped: set[int]
) -> None:
    days = list(islice(pattern.days(), count))
    removed = [day for number, day in enumerate(days) if number in skipped]
    assume(len(removed) < len(days))
    content = series(
        pattern.kind, pattern.period, pattern.specific, days[0], frequency=pattern.frequency,
        end=AFTER_COUNT if is_counted else AFTER_DATE, count=count, last_day=days[-1],
        first_weekday=pattern.first_weekday, removed=removed,
    )  # fmt: skip
    assert told(read_recurrence(content)) == [day for day in days if day not in removed]


def test_a_series_without_an_end_has_none() -> None:
    first = date(2024, 1, 31)
    recurrence = read_recurrence(series(DAY_OF_MONTH, 1, [31], first))
    assert recurrence.rule == "FREQ=MONTHLY;INTERVAL=1;BYMONTHDAY=-1"
    never = read_recurrence(series(DAY_OF_MONTH, 1, [31], first, end=AFTER_DATE))
    assert never.rule == recurrence.rule
    ends = takewhile(lambda day: day.year < 2025, told(recurrence))
    assert [day.day for day in ends] == [31, 29, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31]


def test_texts_of_a_change_are_those_in_unicode_or_else_the_old_ones() -> None:
    changes = [
        change("2024-03-04T10:00", "2024-03-04T11:00", "2024-03-04T12:00", summary="Qüay ✓", state=1),
        change("2024-03-11T10:00", "2024-03-12T11:00", "2024-03-12T12:00", place="Møle"),
        change("2024-03-18T10:00", "2024-03-18T11:00", "2024-03-18T12:00"),
    ]
    content = series(WEEKS, 1, [2], date(2024, 3, 4), changes=changes)
    found = read_recurrence(content)
    assert [(one.summary, one.place, one.is_cancelled) for one in found.changed] == [
        ("Qüay ✓", None, False), (None, "Møle", None), (None, None, None),
    ]  # fmt: skip
    assert (found.removed, found.fault) == ((), "")
    at = content.index("Qüay ✓".encode("utf-16-le"))
    assert [(one.summary, one.place) for one in read_recurrence(content[:at]).changed] == [
        ("Qüay ?", None), (None, "Møle"), (None, None),
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("kind", "period", "specific"),
    [(DAYS, 0, []), (DAYS, 100, []), (DAYS, 0xFFFFFFFF, []), (WEEKS, 1, [0]), (WEEKS, 0, [1]), (DAY_OF_MONTH, 1, [0]),
     (DAY_OF_MONTH, 1, [32]), (NTH_WEEKDAY, 1, [1, 0]), (NTH_WEEKDAY, 1, [1, 6]),
     (NTH_WEEKDAY, 1, [128, 1]), (9, 1, [])],
)  # fmt: skip
def test_patterns_without_sense_are_refused(kind: int, period: int, specific: list[int]) -> None:
    with pytest.raises(RecurrenceFault, match="cannot be read"):
        read_recurrence(series(kind, period, specific, date(2024, 3, 4)))


def test_what_claims_to_be_larger_than_it_is_is_refused() -> None:
    content = series(WEEKS, 1, [2], date(2024, 3, 4), removed=[date(2024, 3, 11)])
    at = content.index(struct.pack("<I", 1), 38)
    with pytest.raises(RecurrenceFault, match="ends too early"):
        read_recurrence(content[:at] + b"\xff\xff\xff\xff" + content[at + 4 :])


def test_more_changes_than_anybody_makes_are_not_read() -> None:
    changes = [change("2024-03-04T10:00", "2024-03-04T11:00", "2024-03-04T12:00")] * (MOST_CHANGED + 1)
    found = read_recurrence(series(WEEKS, 1, [2], date(2024, 3, 4), changes=changes))
    assert (found.changed, found.fault[:9]) == ((), "more than")


@settings(deadline=None)
@given(st.binary(max_size=300) | st.binary(max_size=200).map(lambda rest: b"\x04\x30\x04\x30" + rest))
def test_arbitrary_bytes_are_refused_or_read(content: bytes) -> None:
    try:
        read_recurrence(content)
    except RecurrenceFault as fault:
        assert str(fault)


# The examples of MS-OXOCAL, sections 4.1.1.3 and 4.1.1.2.
THIRD_DAYS = (
    "043004300A2000000000A0050000E010000000000000212000000A0000000000000002000000A0C1DC0C80D2DC0C00000000207EDC0C0016DD0C"
    "0630000009300000E0010000FE01000000000000000000000000"
)
WEEKDAYS_CHANGED = (
    "043004300B2001000000C0210000010000000000000032000000222000000C0000000000000001000000A096BC0C01000000A096BC0C8020BC0C"
    "20ADBC0C0630000009300000580200007602000001003499BC0C5299BC0CF898BC0C11002200210053696D706C6520526563757272656E636520"
    "7769746820657863657074696F6E730800070033342F34313431000000000400000000000000000000003499BC0C5299BC0CF898BC0C21005300"
    "69006D0070006C006500200052006500630075007200720065006E006300650020007700690074006800200065007800630065007000740069"
    "006F006E0073000700330034002F0034003100340031000000000000000000"
)


def test_the_examples_of_the_specification_are_read_as_it_says() -> None:
    daily = read_recurrence(bytes.fromhex(THIRD_DAYS))
    assert (daily.rule, daily.first_day.isoformat()) == ("FREQ=DAILY;INTERVAL=3;UNTIL=20110504", "2011-04-07")
    assert [day.isoformat() for day in daily.removed] == ["2011-04-19", "2011-04-22"]
    weekly = read_recurrence(bytes.fromhex(WEEKDAYS_CHANGED))
    assert weekly.rule == "FREQ=WEEKLY;INTERVAL=1;BYDAY=MO,TH,FR;WKST=SU;COUNT=12"
    (changed,) = weekly.changed
    assert [moment.isoformat() for moment in changed[:3]] == [
        "2007-04-16T10:00:00",
        "2007-04-16T11:00:00",
        "2007-04-16T11:30:00",
    ]
    assert (changed.summary, changed.place) == ("Simple Recurrence with exceptions", "34/4141")
    assert (daily.fault, weekly.fault, weekly.removed) == ("", "", ())
