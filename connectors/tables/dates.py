"""Dates in tables, which spreadsheets and mail programs write as they please.

Whether ``3/4/2024`` is in March or in April, one date cannot tell; the file as a whole may, by a date such as
``13/4/2024``. Where it does not, such dates are not read: a wrong month is worse than none. With dots the day is first.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from datetime import UTC, datetime

from connectors.mail.dates import parse
from connectors.tables.month_names import month_number

MONTHS = ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec")
WORD = r"([^\W\d_]{3,})\.?"
CLOCK = (
    r"(?:,?[T\s]\s*(?:(?:at|um|kl|om|alle|à|às|a las)\.?\s+)?"
    r"(\d{1,2})[:.h](\d\d)(?:[:.](\d\d)(?:[.,]\d+)?)?\s*(?:([AaPp])(?:\.?\s?[Mm]\b\.?|\b))?)?\s*(.*)"
)
NUMBERS = re.compile(r"(\d{1,2})([./-])(\d{1,2})\2(\d{4}|\d\d)(?!\d)" + CLOCK, re.ASCII | re.DOTALL)
YEAR_FIRST = re.compile(r"(\d{4})([./-])(\d{1,2})\2(\d{1,2})(?!\d)" + CLOCK, re.ASCII | re.DOTALL)
MONTH_FIRST = re.compile(r"(?:[^\W\d_]{2,12}\.?,?\s+)?" + WORD + r"\s+(\d{1,2}),?\s+(\d{4})(?!\d)" + CLOCK, re.DOTALL)
DAY_FIRST = re.compile(
    r"(\d{1,2})(?:\.|º|er)?[\s-]*(?:de\s+)?" + WORD + r"[\s,-]*(?:de\s+)?(\d{4})(?!\d)" + CLOCK, re.DOTALL
)
COMPACT = re.compile(r"(\d{4})(\d\d)(\d\d)(?:T?(\d\d)(\d\d)(\d\d)|(?!\d))", re.ASCII)
AS_DASHES = str.maketrans("年月日", "-- ")
WEEKDAY = re.compile(r"\A[^\W\d_]{2,12}\.?,?\s+(?=\d)")  # in any language
SECONDS = re.compile(r"(\d{9,10})(?:\.\d+)?|(\d{12,13})", re.ASCII)
ZONE = re.compile(r"(?:UTC|GMT)?([+-])(\d\d):?(\d\d)\b|\b(Z|UTC|GMT)\b", re.ASCII)
NAMED_ZONE = re.compile(r"[A-Z]{3,5}\b", re.ASCII)  # which of them are zones, the parser of mail's dates knows


class BadDate(ValueError):
    """A text that is no date, or may be two."""


def is_day_first(texts: Iterable[str]) -> bool | None:
    """Tell whether the dates of a file put the day before the month; ``None`` where they do not tell, or disagree."""
    evidence = set()
    for text in texts:
        match = NUMBERS.match(WEEKDAY.sub("", text.strip()))
        if match and match[2] != "." and (int(match[1]) > 12) != (int(match[3]) > 12):
            evidence.add(int(match[1]) > 12)
    return evidence.pop() if len(evidence) == 1 else None


def header_date(text: str, day_first: bool | None) -> str:
    """Return a date as a Date field has it (``04 Mar 2024 09:30:00 +0100``), with -0000 where it names no zone.

    A day without a time is noon. What mail would write so is returned as it is, and what is no date too. Raises
    `BadDate` where day and month cannot be told apart.
    """
    text = " ".join(text.split())  # the blank before PM is often one that does not break
    numbers = COMPACT.sub(r"\1-\2-\3 \4:\5:\6 ", WEEKDAY.sub("", text).translate(AS_DASHES), count=1)
    if match := SECONDS.fullmatch(text):
        seconds = int(match[1]) if match[1] else int(match[2]) // 1000
        return f"{datetime.fromtimestamp(seconds, UTC):%d %b %Y %H:%M:%S} +0000"
    if match := YEAR_FIRST.match(numbers):
        year, _, month, day, *clock = match.groups()
    elif match := NUMBERS.match(numbers):
        first, mark, second, year, *clock = match.groups()
        day, month = _in_order(first, second, True if mark == "." else day_first)
    elif match := MONTH_FIRST.match(text):
        name, day, year, *clock = match.groups()
        month = str(month_number(name) or 0)
    elif (match := DAY_FIRST.match(numbers)) and parse(text.encode("utf-8", "replace")) is None:
        day, name, year, *clock = match.groups()
        month = str(month_number(name) or 0)
    else:
        return text
    if not 1 <= int(month) <= 12:
        raise BadDate("no such month")
    century = "" if len(year) == 4 else "20" if int(year) < 70 else "19"
    return f"{int(day):02} {MONTHS[int(month) - 1]} {century}{year} {_clock(*clock)}"


def _in_order(first: str, second: str, day_first: bool | None) -> tuple[str, str]:
    """Return day and month."""
    if int(first) > 12 or int(second) > 12 or first == second:
        return (second, first) if int(second) > 12 else (first, second)
    if day_first is None:
        raise BadDate("day and month cannot be told apart in this file")
    return (first, second) if day_first else (second, first)


def _clock(hour: str | None, minute: str | None, second: str | None, half: str | None, rest: str) -> str:
    if hour is None:
        return "12:00:00 -0000"
    number = int(hour)
    if half:
        number = number % 12 + (12 if half in "Pp" else 0)
    zone = ZONE.search(rest)
    if zone is None:
        named = NAMED_ZONE.match(rest)
        offset = named[0] if named else "-0000"
    else:
        offset = "+0000" if zone[4] else f"{zone[1]}{zone[2]}{zone[3]}"
    return f"{number:02}:{minute}:{second or '00'} {offset}"
