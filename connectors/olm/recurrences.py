"""When a series of an archive occurs, as RRULE.

A series begins with its first meeting, so months and the days of daily series are told by that; which instances were
deleted, an archive does not tell. As elsewhere in Outlook, a day that a month lacks is its last one, and years are
twelve months.

=========================================  =========================================================
OPFRecurrencePatternDaily, Weekly          DAILY; WEEKLY with BYDAY
… AbsoluteMonthly, AbsoluteYearly          MONTHLY with BYMONTHDAY
… RelativeMonthly, RelativeYearly          MONTHLY with BYDAY and BYSETPOS
OPFRecurrenceIsNumbered                    COUNT
OPFRecurrenceHasEndDate                    UNTIL, the day whose midnight is told, in UTC
=========================================  =========================================================
"""

from __future__ import annotations

from calendar import monthrange
from datetime import UTC, date, datetime, time, tzinfo

from connectors.olm.elements import Item

WEEKDAYS = {
    "monday": ("MO",),
    "tuesday": ("TU",),
    "wednesday": ("WE",),
    "thursday": ("TH",),
    "friday": ("FR",),
    "saturday": ("SA",),
    "sunday": ("SU",),
    "weekdays": ("MO", "TU", "WE", "TH", "FR"),
    "weekenddays": ("SA", "SU"),
    "allDays": ("MO", "TU", "WE", "TH", "FR", "SA", "SU"),
}
CODES = WEEKDAYS["allDays"]
PREFIX = "OPFRecurrencePattern"
DAYS, WEEKS = "Daily", "Weekly"
MONTHS = {"AbsoluteMonthly": 1, "AbsoluteYearly": 12}
NTH = {"RelativeMonthly": 1, "RelativeYearly": 12}
LONGEST_PERIOD = 5_000  # Outlook offers 999 days
SHORTEST_MONTH, LONGEST_MONTH = 28, 31
LAST_WEEK = 5
MIDNIGHT = time()


class RecurrenceFault(ValueError):
    """Why a recurrence cannot be read."""


def rule(recurrence: Item, first_day: date, zone: tzinfo | None) -> str:
    """Return the RRULE of a series that begins on a day; raise `RecurrenceFault`."""
    pattern = recurrence.within(PREFIX)
    kind, period = pattern.text(f"{PREFIX}Type").removeprefix(PREFIX), pattern.number(f"{PREFIX}Interval")
    if not 1 <= period <= LONGEST_PERIOD:
        raise RecurrenceFault("the recurrence of the series cannot be read")
    days = _weekdays(pattern.within(f"{PREFIX}DaysOfWeek"))
    if kind == DAYS:
        told = f"FREQ=DAILY;INTERVAL={period}"
    elif kind == WEEKS:
        told = f"FREQ=WEEKLY;INTERVAL={period}" + (f";BYDAY={','.join(days)}" if days else "")
    elif kind in MONTHS:
        day = pattern.number(f"{PREFIX}DayOfMonth") or first_day.day
        told = f"FREQ=MONTHLY;INTERVAL={period * MONTHS[kind]};{_day_of_month(day)}"
    elif kind in NTH:
        position = _position(days, first_day, pattern.number(f"{PREFIX}Week"))
        told = f"FREQ=MONTHLY;INTERVAL={period * NTH[kind]};BYDAY={','.join(days)};BYSETPOS={position}"
    else:
        raise RecurrenceFault("the recurrence of the series cannot be read")
    return told + _end(recurrence, zone)


def _weekdays(told: Item) -> list[str]:
    chosen = {code for name, codes in WEEKDAYS.items() if told.is_set(name) for code in codes}
    return [code for code in CODES if code in chosen]


def _day_of_month(day: int) -> str:
    """Return the day, in a month that has none such its last one."""
    if not 1 <= day <= LONGEST_MONTH:
        raise RecurrenceFault("the recurrence of the series cannot be read")
    if day <= SHORTEST_MONTH:
        return f"BYMONTHDAY={day}"
    return f"BYMONTHDAY={','.join(map(str, range(SHORTEST_MONTH, day + 1)))};BYSETPOS=-1"


def _position(days: list[str], first_day: date, week: int) -> int:
    """Return which of these weekdays of its month the first day is; the fourth may be meant as the last."""
    month = range(1, monthrange(first_day.year, first_day.month)[1] + 1)
    found = [day for day in month if CODES[first_day.replace(day=day).weekday()] in days]
    if first_day.day not in found:
        raise RecurrenceFault("the recurrence of the series cannot be read")
    position, is_last = found.index(first_day.day) + 1, first_day.day == found[-1]
    return -1 if is_last and (position >= LAST_WEEK or week == LAST_WEEK) else position


def _end(recurrence: Item, zone: tzinfo | None) -> str:
    count = recurrence.number("OPFRecurrenceGetOccurenceCount")
    if recurrence.is_set("OPFRecurrenceIsNumbered") and count > 0:
        return f";COUNT={count}"
    last = recurrence.moment("OPFRecurrenceCopyEndDate")
    if last is None or not recurrence.is_set("OPFRecurrenceHasEndDate"):
        return ""
    return f";UNTIL={_day(last, zone):%Y%m%d}"


def _day(midnight: datetime, zone: tzinfo | None) -> date:
    is_of_no_zone = midnight.time() == MIDNIGHT
    return midnight.date() if is_of_no_zone else midnight.astimezone(zone or UTC).date()
