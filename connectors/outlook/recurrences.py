"""When a series of Outlook's occurs: the structure that PidLidAppointmentRecur holds (MS-OXOCAL 2.2.1.44), as RRULE.

Times in it are minutes since 1601 where the series is at home. All instances that were deleted or changed are listed by
the day on which they would have been; after that each that was changed tells its times, and what else is different.

==========================  ==========================================================================
every n days, weeks         DAILY; WEEKLY with BYDAY and WKST, which "every weekday" is as well
a day of each nth month     MONTHLY, in years every twelfth month; what a month lacks is its last day
the nth of some weekdays    MONTHLY with BYDAY and BYSETPOS
Hijri and other moons       refused: RRULE does not know them
==========================  ==========================================================================
"""

from __future__ import annotations

import struct
from collections.abc import Iterator
from datetime import date, datetime, timedelta
from typing import NamedTuple

STRUCTURE_VERSION = 0x3004
HIGHLIGHTED = 0x3009  # from this version on, a changed instance also tells what to highlight
DAYS, WEEKS, MONTHS, NTH, MONTH_ENDS = range(5)
OF_THE_MOON = (0xA, 0xB, 0xC)
MOONS = frozenset((6, 8, 0xE, 0xF, 0x10, 0x11, 0x12, 0x13, 0x17))
AFTER_DATE, AFTER_COUNT = 0x2021, 0x2022
NEVER = 4500  # the year in which a series ends that has no end
WEEKDAYS = ("SU", "MO", "TU", "WE", "TH", "FR", "SA")
LAST_NTH = 5
SHORTEST_MONTH, LONGEST_MONTH = 28, 31
MOST_PERIODS = 5_000  # Outlook offers 999 days
MOST_REMOVED = 10_000  # as many as are read of a series
MOST_CHANGED = 1_000  # of a series; Outlook keeps each as an attachment of its own
DAY = 24 * 60
BEGIN = datetime(1601, 1, 1)  # noqa: DTZ001 - local, wherever the series is at home
SUMMARY, MEETING_TYPE, PLACE = 0x1, 0x2, 0x10
NUMBERS_BEFORE_PLACE = (0x4, 0x8)
NUMBERS_AFTER_PLACE = (0x20, 0x40, 0x80, 0x100)
CANCELLED = 0x4


class RecurrenceFault(ValueError):
    """Why a recurrence cannot be read."""


class Changed(NamedTuple):
    """An instance that differs: its start before the change, its times; ``None`` for what is as in the series."""

    original_start: datetime
    start: datetime
    end: datetime
    summary: str | None = None
    place: str | None = None
    is_cancelled: bool | None = None


class Recurrence(NamedTuple):
    """A series in its local time: the rule, the first day, and when in the day it begins and ends, if that can be read.

    ``fault`` says why what follows the rule could not be read to its end.
    """

    rule: str
    first_day: date
    removed: tuple[date, ...]
    begins_after: timedelta | None = None
    ends_after: timedelta = timedelta(0)
    changed: tuple[Changed, ...] = ()
    fault: str = ""


class _Content:
    """The structure, read from its begin; nothing is believed that would lead beyond its end."""

    def __init__(self, content: bytes) -> None:
        self._content = content
        self._position = 0

    def take(self, size: int) -> bytes:
        if size > len(self._content) - self._position:
            raise RecurrenceFault("the recurrence of the series ends too early")
        self._position += size
        return self._content[self._position - size : self._position]

    def short(self) -> int:
        return int.from_bytes(self.take(2), "little")

    def number(self) -> int:
        return int.from_bytes(self.take(4), "little")

    def numbers(self, count: int) -> tuple[int, ...]:
        return struct.unpack(f"<{count}I", self.take(4 * count))


def read_recurrence(content: bytes) -> Recurrence:
    """Read the structure; raise `RecurrenceFault` where the rule, or the days that are left out, cannot be read."""
    told = _Content(content)
    if told.short() != STRUCTURE_VERSION or told.short() != STRUCTURE_VERSION:
        raise RecurrenceFault("the recurrence of the series is of an unknown version")
    rule = _pattern(told)
    end, count, first_weekday = told.number(), told.number(), told.number()
    removed = tuple(dict.fromkeys(_moment(minutes).date() for minutes in told.numbers(told.number())))
    if len(removed) > MOST_REMOVED:
        raise RecurrenceFault(f"more than {MOST_REMOVED:,} meetings of a series are left out; it is read once")
    told.numbers(told.number())  # the days that changed instances are on now
    first_day, last_day = (_moment(told.number()).date() for _ in range(2))
    if "WEEKLY" in rule and first_weekday < len(WEEKDAYS):
        rule += f";WKST={WEEKDAYS[first_weekday]}"
    if end == AFTER_COUNT and count:
        rule += f";COUNT={count}"
    elif end in (AFTER_DATE, AFTER_COUNT) and last_day.year < NEVER:
        rule += f";UNTIL={last_day:%Y%m%d}"
    recurrence = Recurrence(rule, first_day, removed)
    try:
        told.number()
        version, begins_after, ends_after = told.number(), told.number(), told.number()
        if begins_after >= 2 * DAY or not begins_after <= ends_after < begins_after + 1000 * DAY:
            raise RecurrenceFault("the times of the series cannot be read")
        recurrence = recurrence._replace(
            begins_after=timedelta(minutes=begins_after), ends_after=timedelta(minutes=ends_after)
        )
        changed = tuple(_changed(told, version))
    except RecurrenceFault as fault:
        return recurrence._replace(fault=str(fault))
    told_again = {instance.original_start.date() for instance in changed}
    return recurrence._replace(changed=changed, removed=tuple(day for day in removed if day not in told_again))


def _pattern(told: _Content) -> str:
    """Return the rule without its end."""
    told.short()  # days, weeks, months or years, which the kind and the period say as well
    kind, scale = told.short(), told.short()
    _, period, _ = told.numbers(3)
    if kind in OF_THE_MOON or (scale in MOONS and kind not in (DAYS, WEEKS)):
        raise RecurrenceFault("a series by another calendar than the Gregorian is read once")
    if kind == DAYS:
        days, rest = divmod(period, DAY)
        return _rule("DAILY", days if not rest else 0)
    if kind == WEEKS:
        return f"{_rule('WEEKLY', period)};BYDAY={_weekdays(told.number())}"
    if kind == NTH:
        weekdays, nth = _weekdays(told.number()), told.number()
        if not 1 <= nth <= LAST_NTH:
            raise RecurrenceFault("the recurrence of the series cannot be read")
        return f"{_rule('MONTHLY', period)};BYDAY={weekdays};BYSETPOS={-1 if nth == LAST_NTH else nth}"
    if kind in (MONTHS, MONTH_ENDS):
        return f"{_rule('MONTHLY', period)};{_day_of_month(told.number(), kind)}"
    raise RecurrenceFault("the recurrence of the series cannot be read")


def _rule(frequency: str, period: int) -> str:
    if not 1 <= period <= MOST_PERIODS:
        raise RecurrenceFault("the recurrence of the series cannot be read")
    return f"FREQ={frequency};INTERVAL={period}"


def _weekdays(bits: int) -> str:
    told = ",".join(weekday for number, weekday in enumerate(WEEKDAYS) if bits >> number & 1)
    if not told:
        raise RecurrenceFault("the recurrence of the series cannot be read")
    return told


def _day_of_month(day: int, kind: int) -> str:
    """Return the day, in a month that has none such its last one, as Outlook shows it."""
    if kind == MONTH_ENDS or day == LONGEST_MONTH:
        return "BYMONTHDAY=-1"
    if not 1 <= day < LONGEST_MONTH:
        raise RecurrenceFault("the recurrence of the series cannot be read")
    if day <= SHORTEST_MONTH:
        return f"BYMONTHDAY={day}"
    return f"BYMONTHDAY={','.join(map(str, range(SHORTEST_MONTH, day + 1)))};BYSETPOS=-1"


def _changed(told: _Content, version: int) -> Iterator[Changed]:
    count = told.short()
    if count > MOST_CHANGED:
        raise RecurrenceFault(f"more than {MOST_CHANGED:,} changed meetings of a series; they are not read")
    found = [_instance(told) for _ in range(count)]
    try:
        told.take(told.number())
        for number, (flags, instance) in enumerate(found):
            found[number] = flags, _in_unicode(told, version, flags, instance)
    except RecurrenceFault:  # what is different was told before, in an old code page
        pass
    return (instance for _, instance in found)


def _instance(told: _Content) -> tuple[int, Changed]:
    start, end, original_start = map(_moment, told.numbers(3))
    flags = told.short()
    summary = _old_text(told) if flags & SUMMARY else None
    is_cancelled = bool(told.number() & CANCELLED) if flags & MEETING_TYPE else None
    told.numbers(sum(1 for flag in NUMBERS_BEFORE_PLACE if flags & flag))
    place = _old_text(told) if flags & PLACE else None
    told.numbers(sum(1 for flag in NUMBERS_AFTER_PLACE if flags & flag))
    return flags, Changed(original_start, start, end, summary, place, is_cancelled)


def _in_unicode(told: _Content, version: int, flags: int, instance: Changed) -> Changed:
    if version >= HIGHLIGHTED:
        told.take(told.number())
    told.take(told.number())
    if not flags & (SUMMARY | PLACE):
        return instance
    told.numbers(3)
    summary = _text(told) if flags & SUMMARY else None
    place = _text(told) if flags & PLACE else None
    told.take(told.number())
    return instance._replace(summary=summary, place=place)


def _old_text(told: _Content) -> str:
    told.short()  # its length with the null that it does not have
    return told.take(told.short()).decode("cp1252", "replace")


def _text(told: _Content) -> str:
    return told.take(2 * told.short()).decode("utf-16-le", "replace")


def _moment(minutes: int) -> datetime:
    return BEGIN + timedelta(minutes=minutes)
