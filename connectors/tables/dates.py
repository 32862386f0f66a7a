"""Dates in tables, which spreadsheets and mail programs write as they please.

Whether ``3/4/2024`` is in March or in April, one date cannot tell; the file as a whole may, by a date such as
``13/4/2024``. Where it does not, such dates are not read: a wrong month is worse than none. With dots the day is first.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from contextlib import suppress
from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

from connectors.mail.dates import parse
from connectors.month_names import month_number

MONTHS = ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec")
WORD = r"([^\W\d_]{3,})\.?"
# The half of the day, before or after the hour.
FORENOON = ("上午", "午前", "오전", "πμ", "π.μ.")
AFTERNOON = ("下午", "午後", "오후", "μμ", "μ.μ.")
HALF = "|".join(map(re.escape, FORENOON + AFTERNOON))
CLOCK = (
    r"(?:\s*г\.)?(?:,?[T\s]\s*(?:-\s|\()?\s*(?:(?:at|um|klo?|om|o|alle|à|às|a las|в)\.?\s+)?"
    rf"({HALF})?\s*(\d{{1,2}})[:.h](\d\d)(?:[:.](\d\d)(?:[.,]\d+)?)?\s*([AaPp](?:\.?\s?[Mm]\b\.?|\b)|{HALF})?)?"
    r"\s*(.*)"
)
NUMBERS = re.compile(r"(\d{1,2})([./-])(\d{1,2})\2(\d{4}|\d\d)(?!\d)" + CLOCK, re.ASCII | re.DOTALL)
YEAR_FIRST = re.compile(r"(\d{4})([./-])\s?(\d{1,2})\2\s?(\d{1,2})\.?(?!\d)" + CLOCK, re.ASCII | re.DOTALL)
MONTH_FIRST = re.compile(r"(?:[^\W\d_]{2,12}\.?,?\s+)?" + WORD + r"\s+(\d{1,2}),?\s+(\d{4})(?!\d)" + CLOCK, re.DOTALL)
# 2024. március 4., hétfő 9:30
YEAR_THEN_NAME = re.compile(r"(\d{4})\.?\s+" + WORD + r"\s+(\d{1,2})\.?(?!\d)(?:,\s+[^\W\d_]+)?" + CLOCK, re.DOTALL)
DAY_FIRST = re.compile(
    r"(\d{1,2})(?:\.|º|er)?[\s-]*(?:de\s+)?" + WORD + r"[\s,-]*(?:de\s+)?(\d{4}|\d\d(?![:.h]))(?!\d)" + CLOCK, re.DOTALL
)
COMPACT = re.compile(r"(\d{4})(\d\d)(\d\d)(?:T?(\d\d)(\d\d)(\d\d)|(?!\d))", re.ASCII)
AS_MARKS = str.maketrans("年月日년월일時时分\N{MINUS SIGN}", "-- -- :::-")
WEEKDAY = re.compile(r"\A[^\W\d_]{2,14}(?:-feira)?\.?,?\s+(?=\d)|\s?\([月火水木金土日]\)")  # in any language
SECONDS = re.compile(r"(\d{9,10})(?:\.\d+)?|(\d{12,13})", re.ASCII)
# The days, and the part of one, that a spreadsheet counts from here (1982 to 2091).
SERIAL = re.compile(r"([3-6]\d{4})(?:[.,](\d+))?", re.ASCII)
FIRST_DAY = datetime(1899, 12, 30, tzinfo=UTC)
NOON = ".5"
ZONE = re.compile(r"(?:\b(?:UTC|GMT)\s?|(?<![^\s(]))([+-])(\d{1,2}?)(?::?(\d\d))?(?![\d:])|\b(Z|UTC|GMT)\b", re.ASCII)
FARTHEST_HOURS = 14
REGION = re.compile(r"\(?((?:Africa|America|Asia|Atlantic|Australia|Europe|Indian|Pacific)/[A-Za-z_/-]+)", re.ASCII)
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
    `BadDate` where day and month cannot be told apart, or something like a time is no time.
    """
    text = " ".join(text.split())  # the blank before PM is often one that does not break
    numbers = COMPACT.sub(_apart, WEEKDAY.sub("", text).translate(AS_MARKS), count=1)
    if match := SECONDS.fullmatch(text):
        seconds = int(match[1]) if match[1] else int(match[2]) // 1000
        return f"{datetime.fromtimestamp(seconds, UTC):%d %b %Y %H:%M:%S} +0000"
    if match := SERIAL.fullmatch(text):
        moment = FIRST_DAY + timedelta(seconds=round(86_400 * float(match[1] + (f".{match[2]}" if match[2] else NOON))))
        return f"{moment:%d %b %Y %H:%M:%S} -0000"
    if match := YEAR_FIRST.match(numbers):
        year, _, month, day, *clock = match.groups()
    elif match := NUMBERS.match(numbers):
        first, mark, second, year, *clock = match.groups()
        day, month = _in_order(first, second, True if mark == "." else day_first)
    elif match := MONTH_FIRST.match(text):
        name, day, year, *clock = match.groups()
        month = str(month_number(name) or 0)
    elif match := YEAR_THEN_NAME.match(text):
        year, name, day, *clock = match.groups()
        month = str(month_number(name) or 0)
    elif (match := DAY_FIRST.match(numbers)) and parse(text.encode("utf-8", "replace")) is None:
        day, name, year, *clock = match.groups()
        month = str(month_number(name) or 0)
    else:
        return text
    if not 1 <= int(month) <= 12:
        raise BadDate("no such month")
    century = "" if len(year) == 4 else "20" if int(year) < 70 else "19"
    written = f"{int(day):02} {MONTHS[int(month) - 1]} {century}{year} {_clock(*clock)}"
    region = REGION.match(clock[-1])
    return _in_region(written, region[1]) if region else written


def _in_region(written: str, name: str) -> str:
    """Return a date with the offset that a region of IANA's had then."""
    with suppress(KeyError, ValueError, OSError):  # as zoneinfo says that it knows none
        zone = ZoneInfo(name)
        if local := parse(written.encode()):
            return f"{written.rpartition(' ')[0]} {local[0].replace(tzinfo=zone):%z}"
    return written


def _apart(compact: re.Match[str]) -> str:
    year, month, day, *clock = compact.groups()
    return f"{year}-{month}-{day}{' ' + ':'.join(clock) if all(clock) else ''}"


def _in_order(first: str, second: str, day_first: bool | None) -> tuple[str, str]:
    """Return day and month."""
    if int(first) > 12 or int(second) > 12 or first == second:
        return (second, first) if int(second) > 12 else (first, second)
    if day_first is None:
        raise BadDate("day and month cannot be told apart in this file")
    return (first, second) if day_first else (second, first)


def _clock(
    early: str | None, hour: str | None, minute: str | None, second: str | None, late: str | None, rest: str
) -> str:
    """Return time and zone; raise `BadDate` where more digits follow than can be understood."""
    if any(map(str.isdigit, ZONE.sub("", rest) if hour else rest)):
        raise BadDate("the time of day cannot be read")
    if hour is None:
        return "12:00:00 -0000"
    number = int(hour)
    if half := early or late:
        number = number % 12 + (12 if half in AFTERNOON or half[0] in "Pp" else 0)
    return f"{number:02}:{minute}:{second or '00'} {_offset(rest)}"


def _offset(rest: str) -> str:
    """Return the zone that follows a time, by its number or name."""
    zone = ZONE.search(rest)
    if zone is None:
        named = NAMED_ZONE.match(rest)
        return named[0] if named else "-0000"
    if zone[4]:
        return "+0000"
    if int(zone[2]) > FARTHEST_HOURS:
        raise BadDate("no zone is so far from Greenwich")
    return f"{zone[1]}{int(zone[2]):02}{zone[3] or '00'}"
