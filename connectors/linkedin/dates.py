"""The dates of LinkedIn's files: a dozen spellings, and an order of day and month that is settled once per file.

Seen in archives of 2018 to 2026: ``2025-06-01 14:03:22 UTC``, ``2019-11-06T02:08:20``, ``2022/06/20 13:05:02 UTC``,
``08 Feb 2026``, ``Sat Sep 05 08:12:14 UTC 2026``, ``1/29/26, 2:37 PM``, ``07/21/09, 12:11 PM``, ``Jan 2019``,
``2017``, ``Apr 08, 2024 07:00 AM``; saved again by a spreadsheet ``4-Apr-21``, ``08/mar/26``, ``Jan-19``; claimed for
other languages ``12 mars 2023``. Only some say their zone; the others are taken as UTC.
"""

from __future__ import annotations

import re
from calendar import monthrange
from collections.abc import Iterable
from datetime import UTC, date, datetime, timedelta, timezone
from typing import NamedTuple

from connectors.month_names import month_number

# LinkedIn opened in May 2003; what claims to be older is an empty time stamp (1970) or a slip.
FIRST_YEAR = 2003
LAST_YEAR = 2099
# A first job may be older than LinkedIn.
FIRST_CAREER_YEAR = 1900
# Spreadsheets write years of 1930 to 2029 with two digits.
LAST_SHORT_YEAR = 29

TIME = r"(?:[T,\s]+([0-9]{1,2}):([0-9]{2})(?::([0-9]{2})(?:[.,][0-9]+)?)?(?:\s*([AaPp])\.?[Mm]\.?)?)?"
ZONE = r"\s*(UTC|GMT|Z|[+-][0-9]{2}:?[0-9]{2})?"
WORD = r"([^\W\d_]{3,})\.?"
YEAR_FIRST = re.compile(r"([0-9]{4})([-/.])([0-9]{1,2})\2([0-9]{1,2})" + TIME + ZONE)
NUMBERS = re.compile(r"([0-9]{1,2})([/.-])([0-9]{1,2})\2([0-9]{4}|[0-9]{2})" + TIME + ZONE)
DAY_FIRST = re.compile(
    r"([0-9]{1,2})(?:\.|º|er)?[\s/-]*(?:de\s+)?" + WORD + r"[\s,/-]*(?:de\s+)?([0-9]{4}|[0-9]{2})" + TIME + ZONE
)
MONTH_FIRST = re.compile(WORD + r"\s*([0-9]{1,2}),?\s+([0-9]{4})" + TIME + ZONE)
MONTH_ONLY = re.compile(WORD + r"[\s/-]*(?:de\s+)?([0-9]{4}|[0-9]{2})")
MIDNIGHT = re.compile(r"[T,\s]{1,3}(?:0?0:00(?::00(?:\.0+)?)?Z?|12:00(?::00)?\s?AM)$")
OF_JAVA = re.compile(r"[A-Z][a-z]{2} " + WORD + r" ([0-9]{2}) ([0-9:]{8}) (UTC|GMT) ([0-9]{4})")
AS_DASHES = str.maketrans("年月日", "-- ")
YEAR_ONLY = re.compile(r"[0-9]{4}")
DAY_AND_MONTH = re.compile(r"([0-9]{1,2})\.?[\s-]*" + WORD)
MONTH_AND_DAY = re.compile(WORD + r"\s*([0-9]{1,2})")


class BadDate(ValueError):
    """A date that cannot be read, or that no calendar has; the message holds none of it."""


class Span(NamedTuple):
    """The first and last day of a day, a month or a year."""

    first: date
    last: date


def is_day_first(texts: Iterable[str]) -> bool:
    """Tell whether the numeric dates of a file put the day before the month, from those that leave no doubt.

    LinkedIn writes the month first; the day comes first only where more dates demand it than forbid it. Dots always
    mean day first.
    """
    balance = 0
    for text in texts:
        if text[:4].isdecimal():  # the year comes first, and settles nothing
            continue
        if match := NUMBERS.match(text.strip()):
            balance += (int(match[1]) > 12 or match[2] == ".") - (int(match[3]) > 12)
    return balance > 0


def read_moment(text: str, day_first: bool = False) -> datetime:
    """Return the UTC time that a text tells; a bare date is noon, so that it is the same day in nearly every zone.

    Raises:
        BadDate: The text is no date of a known form, or names a day that LinkedIn cannot have seen.
    """
    return read_stamp(text, day_first)[0]


def read_stamp(text: str, day_first: bool = False) -> tuple[datetime, str]:
    """Return what `read_moment` does, and its ISO form, which is dear to make of a time but lies in most texts."""
    if len(text) == 23 and text.endswith(" UTC"):  # nine out of ten: messages and endorsements
        stamp = f"{text[:10].replace('/', '-')}T{text[11:19]}+00:00"
        try:
            moment = datetime.fromisoformat(stamp)
        except ValueError as error:
            raise BadDate("no such date") from error
        return _within(moment, FIRST_YEAR), stamp
    moment = _within(_parse(text.strip(), day_first), FIRST_YEAR)
    return moment, moment.isoformat()


def read_span(text: str, day_first: bool = False) -> Span:
    """Return the first and last day of what ``Jan 2019``, ``2017`` or ``4-Apr-21`` covers; raise `BadDate`."""
    text = text.strip()
    if match := MONTH_ONLY.fullmatch(text):
        year, month = _century(int(match[2])), _month(match[1])
        _year_within(year, FIRST_CAREER_YEAR)
        return Span(date(year, month, 1), date(year, month, monthrange(year, month)[1]))
    if YEAR_ONLY.fullmatch(text):
        _year_within(int(text), FIRST_CAREER_YEAR)
        return Span(date(int(text), 1, 1), date(int(text), 12, 31))
    day = _within(_parse(text, day_first), FIRST_CAREER_YEAR).date()
    if day.year % 100 > LAST_SHORT_YEAR and str(day.year) not in text:
        day = day.replace(year=day.year - 100)
    return Span(day, day)


def without_midnight(text: str) -> str:
    """Return a day without the hour that programs add to it: ``2024-01-15 00:00:00``."""
    return MIDNIGHT.sub("", text)


def has_time(text: str) -> bool:
    """Tell whether a text names an hour."""
    return ":" in text


def read_birthday(text: str, day_first: bool = False) -> str:
    """Return ``1980-05-17`` or ``--05-17``; ``""`` where the text is neither, for a birthday is never worth a row."""
    text = text.strip()
    try:
        if match := DAY_AND_MONTH.fullmatch(text):
            return date(2000, _month(match[2]), int(match[1])).strftime("--%m-%d")
        if match := MONTH_AND_DAY.fullmatch(text):
            return date(2000, _month(match[1]), int(match[2])).strftime("--%m-%d")
        birthday, last = read_span(text, day_first)
    except ValueError:
        return ""
    if birthday != last:  # a month or a year
        return ""
    # Of two digits, nobody can tell the century of a birth.
    return birthday.isoformat() if re.search(r"[0-9]{4}", text) else birthday.strftime("--%m-%d")


def _parse(text: str, day_first: bool) -> datetime:
    if not text:
        raise BadDate("the date is missing")
    text = OF_JAVA.sub(r"\2 \1 \5 \3 \4", text).translate(AS_DASHES).strip()
    if match := YEAR_FIRST.fullmatch(text):
        year, _, month, day, *clock = match.groups()
    elif match := NUMBERS.fullmatch(text):
        first, mark, second, year, *clock = match.groups()
        month, day = (second, first) if day_first or mark == "." else (first, second)
    elif match := DAY_FIRST.fullmatch(text):
        day, word, year, *clock = match.groups()
        month = _month(word)
    elif match := MONTH_FIRST.fullmatch(text):
        word, day, year, *clock = match.groups()
        month = _month(word)
    else:
        raise BadDate("the date is in no known form")
    return _moment(int(year), int(month), int(day), clock)


def _moment(year: int, month: int, day: int, clock: list[str | None]) -> datetime:
    hour, minute, second, half, zone = clock
    try:
        moment = datetime(
            year + 2000 if year < 100 else year,
            month,
            day,
            12 if hour is None else _hour(int(hour), half),
            int(minute or 0),
            int(second or 0),
            tzinfo=_zone(zone),
        )
        return moment.astimezone(UTC)
    except (ValueError, OverflowError) as error:
        raise BadDate("no such date") from error


def _hour(hour: int, half: str | None) -> int:
    if half is None:
        return hour
    if not 1 <= hour <= 12:
        raise ValueError("no such hour")
    return hour % 12 + (12 if half in "Pp" else 0)


def _zone(zone: str | None) -> timezone:
    if zone is None or zone[0] not in "+-":
        return UTC
    offset = timedelta(hours=int(zone[1:3]), minutes=int(zone[-2:]))
    return timezone(-offset if zone[0] == "-" else offset)


def _century(year: int) -> int:
    """Return the year that two digits mean in a spreadsheet; four mean themselves."""
    if year > 99:
        return year
    return year + (2000 if year <= LAST_SHORT_YEAR else 1900)


def _month(word: str) -> int:
    number = month_number(word)
    if number is None:
        raise BadDate("the month has an unknown name")
    return number


def _within(moment: datetime, first_year: int) -> datetime:
    _year_within(moment.year, first_year)
    return moment


def _year_within(year: int, first_year: int) -> None:
    if not first_year <= year <= LAST_YEAR:
        raise BadDate(f"the year is not between {first_year} and {LAST_YEAR}")
