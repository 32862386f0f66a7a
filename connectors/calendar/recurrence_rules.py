"""Recurrence rules, looked at before they are expanded: dateutil, which expands them, searches until the year 9999.

A rule that is never met (30 February) keeps it busy for seconds, an interval of zero for ever. So a rule must be
possible: it is tried on the last 400 years before 9999, in which days and weekdays come as they do now. And the number
of its occurrences is bounded.
"""

from __future__ import annotations

from collections.abc import Iterable
from contextlib import suppress
from datetime import UTC, datetime, timedelta, tzinfo
from functools import lru_cache
from itertools import islice, takewhile

from dateutil.rrule import rrulestr  # type: ignore[import-untyped]
from icalendar import vDDDTypes

from connectors.calendar.times import LAST_SECOND, Time, day_of, instant, parse_time

OCCURRENCES_LIMIT = 10_000  # 27 years of a daily event
WITHIN_DAYS_LIMIT = 1_000  # for rules that may be met several times a day
CYCLE_YEARS = 400  # after which the Gregorian calendar repeats itself, weekdays included
TRIED_BEFORE_YEAR = 9600
FREQUENCIES = ("YEARLY", "MONTHLY", "WEEKLY", "DAILY", "HOURLY", "MINUTELY", "SECONDLY")
WITHIN_DAYS = FREQUENCIES[4:]
ALWAYS_POSSIBLE = frozenset(("FREQ", "INTERVAL", "COUNT", "UNTIL", "WKST"))
OF_ONE_MONTH = ALWAYS_POSSIBLE | {"BYMONTH", "BYMONTHDAY", "BYDAY"}
FAULTS = (ArithmeticError, AttributeError, LookupError, TypeError, ValueError)  # of dateutil, on rules without sense


def rule_parts(rule: str) -> dict[str, str]:
    """Return the parts of a rule by name: ``{"FREQ": "WEEKLY", "BYDAY": "MO"}``."""
    return dict(part.split("=", 1) for part in rule.split(";") if "=" in part)


def ended(rule: str, start: Time, zone: tzinfo) -> str:
    """Return the rule with an UNTIL of the kind of its start, as RFC 5545 wants it; raise `ValueError`.

    A day counts whole, as RFC 2445 let it be written and Google writes it. A moment that ends days is the day that it
    is in ``zone``, since Outlook writes its midnight in UTC; but who ends a day by UTC's own midnight means that day.
    """
    if "UNTIL" not in rule:
        return rule
    parts = rule_parts(rule)
    if (len(parts["UNTIL"]) > len("YYYYMMDD")) is isinstance(start, datetime):
        return rule
    until = parse_time(parts["UNTIL"], None)
    with suppress(OverflowError):  # at the ends of time, where it makes no difference
        if isinstance(start, datetime):
            last = datetime.combine(until, LAST_SECOND, start.tzinfo)
            until = last if last.tzinfo is None else instant(last, UTC)
        else:
            until = day_of(until, zone)
    parts["UNTIL"] = vDDDTypes(until).to_ical().decode()
    return ";".join(f"{name}={value}" for name, value in parts.items())


def is_endless(rule: str) -> bool:
    """Tell whether the rule has neither a last day nor a number of occurrences."""
    return rule_parts(rule).keys().isdisjoint(("COUNT", "UNTIL"))


def starts(rule: str, start: datetime, in_zone: bool = False) -> Iterable[datetime]:
    """Return the starts that a rule gives, the last day of it taken as local unless ``in_zone``; raise `FAULTS`."""
    found: Iterable[datetime] = rrulestr(rule, dtstart=start, ignoretz=not in_zone)
    return found


@lru_cache(maxsize=4096)
def fault(rule: str, start: datetime) -> str:
    """Say why the rule cannot be followed from this local time on, ``""`` where it can."""
    parts = rule_parts(rule)
    filters = parts.keys() - ALWAYS_POSSIBLE
    frequency = parts.get("FREQ", "")
    if frequency not in FREQUENCIES or parts.get("INTERVAL", "1").lstrip("0")[:1] in ("", "-"):
        return "the recurrence rule cannot be followed"
    if not filters or (frequency == "WEEKLY" and filters == {"BYDAY"}):
        return ""
    if frequency == "SECONDLY" or (frequency in WITHIN_DAYS and "BYSETPOS" in filters):
        return "the recurrence rule is not one of meetings, and is not followed"
    lasting = ";".join(f"{name}={value}" for name, value in parts.items() if name not in ("COUNT", "UNTIL"))
    tried_year = start.year + (TRIED_BEFORE_YEAR - 1 - start.year) // CYCLE_YEARS * CYCLE_YEARS
    try:
        first = next(iter(starts(lasting, start.replace(year=tried_year))), None)
    except FAULTS:
        return "the recurrence rule cannot be followed"
    return "" if first else "the recurrence rule is never met"


def quickened(rule: str, start: datetime) -> str:
    """Return the same rule as dateutil is quicker with it: once a year in one month is every twelfth month."""
    parts = rule_parts(rule)
    in_month_of_start = parts["BYMONTH"] == str(start.month) if "BYMONTH" in parts else parts.keys() <= ALWAYS_POSSIBLE
    if parts.get("FREQ") != "YEARLY" or not in_month_of_start or not parts.keys() <= OF_ONE_MONTH:
        return rule
    parts |= {"FREQ": "MONTHLY", "INTERVAL": str(12 * int(parts.get("INTERVAL", "1")))}
    return ";".join(f"{name}={value}" for name, value in parts.items())


def limit(rule: str) -> int:
    """Return how many occurrences of a rule are read at most."""
    parts = rule_parts(rule)
    several_a_day = any("," in parts.get(name, "") for name in ("BYHOUR", "BYMINUTE", "BYSECOND"))
    return WITHIN_DAYS_LIMIT if several_a_day or parts.get("FREQ") in WITHIN_DAYS else OCCURRENCES_LIMIT


def first_beyond_limit(rule: str, start: datetime, stop: datetime) -> datetime | None:
    """Return the first start before ``stop`` that is one too many, ``None`` where the rule stays within its `limit`."""
    parts = rule_parts(rule)
    most = limit(rule)
    if (count := parts.get("COUNT", "")).isdecimal() and int(count) <= most:
        return None
    until = parts.get("UNTIL", "")[:8]
    if until.isdecimal() and until < f"{stop:%Y%m%d}":
        stop = datetime.fromisoformat(until) + timedelta(days=2)
    if most == OCCURRENCES_LIMIT and (stop - start).days < most:
        return None  # one a day at most
    before_stop = takewhile(lambda moment: moment < stop, starts(rule, start))
    return next(islice(before_stop, most, None), None)
