"""Dates of messages: the Date field (RFC 5322, and what passes for it), Received fields, the From_ line of a mailbox.

Seen in public corpora: zone names, obsolete (``EST``, ``A``) and never legal (``CEST``, ``MEZ``), ``-600``, ``05 (EDT)
-0400``, years of two and three digits, asctime (``Thu Nov  8 15:00:05 2007``), ``2002/09/14 Sat 02:29:32 CDT``, days
that do not exist, the year 30000.
"""

from __future__ import annotations

import re
from datetime import UTC, datetime, timedelta

from connectors.mail.memo import remembered

MONTHS = {name: number for number, name in enumerate(b"jan feb mar apr may jun jul aug sep oct nov dec".split(), 1)}
WEEKDAYS = frozenset(b"mon tue wed thu fri sat sun".split())

# The parts of a usual date: ``Thu, 8 Nov 2007 ``, ``15``, ``00``, ``05 +0100 (CET)``.
DAY = re.compile(rb"\s*(?:[A-Za-z]{3},)?[ \t]*(\d\d?)[ \t]+([A-Za-z]{3})[ \t]+(\d{4})[ \t]+").fullmatch
HOURS = {b"%02d" % hour: timedelta(hours=hour) for hour in range(24)}
MINUTES = {b"%02d" % minute: timedelta(minutes=minute) for minute in range(60)}
SECONDS = re.compile(rb"[0-5]\d").match
OFFSET = re.compile(rb"[ \t]+([+-])(\d\d)(\d\d)(?!\d)").match
# Year first, with a weekday anywhere: 2002/09/14 Sat 02:29:32 CDT, 2021-11-21T18:49:41+01:00.
YEAR_FIRST = re.compile(r"(\d{4})[-/.](\d\d?)[-/.](\d\d?)[T\s](?:\s*[A-Za-z]{3}\s)?\s*(\d\d?):(\d\d)(?::(\d\d))?")
ZONE_NUMBER = re.compile(r"(?:(?<=[\s(])|(?<=:\d\d)(?:\.\d{1,9})?|(?<=UTC)|(?<=GMT))([+-])(\d{1,2}):?(\d\d)(?!\d)")
# Hours alone: 10:11:12 +01, GMT+1.
ZONE_HOURS = re.compile(r"(?:(?:UTC|GMT) ?(?=[+-]\d)|:\d\d(?:\.\d{1,9})? ?(?=[+-]\d\d))([+-])(\d\d?)()(?![\d:])")

# Older than mail, or a clock that was never set (1970-01-01); later than any message can be.
EARLIEST = datetime(1971, 1, 1, tzinfo=UTC)
LATEST = datetime(2100, 1, 1, tzinfo=UTC)
LONGEST_DATE = 200
HALF_OF_DAY = re.compile(r":\d\d ?([AP])(?:M|\. ?M\.)(?!\w)", re.IGNORECASE)
# 6. Dez 2007, 8 nov. 2007; and 15:00:05.123.
WRITTEN_MONTH = re.compile(r"(?<=\d)(?:\.? |\.|-)([^\W\d_]{3,})(?:\.? |\.|-)(?=\d)")
FRACTION = re.compile(r"(:\d\d)\.\d{1,9}(?=\s|\Z)")
ZONE_NAME = re.compile(r"[A-Z]+")

# Minutes east of Greenwich: the names of RFC 5322, 4.3, then those that mail programs write all the same. Those
# that are ambiguous (IST) and military letters (long written with the wrong sign) count as -0000, as RFC 5322 says.
ZONES = {
    "UT": 0, "GMT": 0, "EST": -300, "EDT": -240, "CST": -360, "CDT": -300, "MST": -420, "MDT": -360, "PST": -480,
    "PDT": -420, "UTC": 0, "Z": 0, "WET": 0, "WEST": 60, "BST": 60, "CET": 60, "MET": 60, "MEZ": 60, "CEST": 120,
    "MEST": 120, "MESZ": 120, "EET": 120, "EEST": 180, "MSK": 180, "SGT": 480, "HKT": 480, "AWST": 480, "JST": 540,
    "KST": 540, "AEST": 600, "AEDT": 660, "NZST": 720, "NZDT": 780, "AST": -240, "ADT": -180, "AKST": -540,
    "AKDT": -480, "HST": -600, "BRT": -180, "ART": -180,
}  # fmt: skip


def parse(value: bytes) -> tuple[datetime, str] | None:
    """Return the instant (UTC) of a Date field and the offset it was written in (``+01:00``, ``""`` if unknown).

    ``None`` if there is no such instant, or not one at which mail existed.
    """
    if len(value) > LONGEST_DATE:
        value = value[:LONGEST_DATE]
    try:
        # A mailbox repeats all of these, and to make a timedelta costs seven times what it costs to add one.
        hour, minute, rest = value.split(b":", 2)
        midnight = _midnight(hour[:-2])
        since_midnight = HOURS[hour[-2:]] + MINUTES[minute]
        seconds = _seconds(rest)
    except (KeyError, ValueError):
        return _parse_odd(value)
    if midnight is None:
        return None
    if seconds is None:
        return _parse_odd(value)
    since_minute, written = seconds
    return midnight + since_midnight + since_minute, written


def parse_received(value: bytes) -> datetime | None:
    """Return the instant that a Received field tells after its last semicolon."""
    found = parse(value.rpartition(b";")[2])
    return found[0] if found else None


def parse_envelope(line: bytes) -> datetime | None:
    """Return the instant of a From_ line: an asctime date after the address, in UTC unless it says otherwise."""
    words = line[:LONGEST_DATE].partition(b" remote from ")[0].split()
    for start in range(1, len(words)):
        if words[start][:3].lower() in WEEKDAYS and (found := parse(b" ".join(words[start:]))):
            return found[0]
    return None


@remembered(4_096)
def _midnight(told: bytes) -> datetime | None:
    """Return the beginning of ``Thu, 8 Nov 2007``, ``None`` if mail had no such day.

    Raise ValueError or KeyError if it is none in English.
    """
    day = DAY(told)
    if day is None:
        raise ValueError("not a day")
    try:
        midnight = datetime(int(day[3]), MONTHS[day[2].lower()], int(day[1]), 0, 0, 0, 0, UTC)
    except ValueError:
        return None
    return midnight if EARLIEST <= midnight < LATEST else None


@remembered(4_096)
def _seconds(told: bytes) -> tuple[timedelta, str] | None:
    """Return what ``05 +0100 (CET)`` adds to the minutes to make them UTC, and the offset as it is written.

    ``None`` if there is no usual offset; raise ValueError if there are no seconds.
    """
    seconds = SECONDS(told)
    if seconds is None:
        raise ValueError("not seconds")
    offset = OFFSET(told, seconds.end())
    if offset is None:
        return None
    sign, hours, minutes = offset[1].decode(), int(offset[2]), int(offset[3])
    if hours > 15 or minutes > 59 or (sign, hours, minutes) == ("-", 0, 0):
        return None  # no zone has it
    east = timedelta(hours=hours, minutes=minutes)
    return timedelta(seconds=int(seconds[0])) + (-east if sign == "+" else east), f"{sign}{hours:02}:{minutes:02}"


def _parse_odd(value: bytes) -> tuple[datetime, str] | None:
    text = " ".join(value[:LONGEST_DATE].decode("utf-8", "replace").replace("\0", " ").split())
    minutes, is_known = _minutes_told(text)
    try:
        year, month, day, hour, minute, second = _numbers(text)
        if hour <= 12 and (half := HALF_OF_DAY.search(text)):
            hour = hour % 12 + (12 if half[1] in "Pp" else 0)
        # A leap second is the last one of its minute.
        moment = datetime(year, month, day, hour, minute, 59 if second == 60 else second, 0, UTC) - timedelta(
            minutes=minutes
        )
    except (ValueError, TypeError, IndexError, AttributeError, OverflowError):
        return None  # no such day; and what `parsedate_tz` raises, as some versions do on some input
    if not EARLIEST <= moment < LATEST:
        return None
    sign = "-" if minutes < 0 else "+"
    return moment, f"{sign}{abs(minutes) // 60:02}:{abs(minutes) % 60:02}" if is_known else ""


def _numbers(text: str) -> tuple[int, ...]:
    """Return year, month, day, hour, minute and second; raise `ValueError` if there are none."""
    year_first = YEAR_FIRST.search(text)
    if year_first:
        return tuple(int(number or 0) for number in year_first.groups())
    from email.utils import parsedate_tz  # imports sockets and more, and few dates need it

    parsed = parsedate_tz(text) or parsedate_tz(_in_english(text))
    if parsed is None:
        raise ValueError("not a date")
    year = parsed[0]
    # RFC 5322, 4.3: three digits count from 1900; `parsedate_tz` sees to two.
    return (year + 1900 if 100 <= year < 1000 else year), *parsed[1:6]


def _in_english(text: str) -> str:
    """Return a date with its month in English, as far as it is one, and whole seconds."""
    from connectors.month_names import month_number  # a mailbox seldom needs it

    def in_english(told: re.Match[str]) -> str:
        return f" {list(MONTHS)[number - 1].decode()} " if (number := month_number(told[1])) else told[0]

    return WRITTEN_MONTH.sub(in_english, FRACTION.sub(r"\1", text), count=1)


def _minutes_told(text: str) -> tuple[int, bool]:
    """Return minutes east of Greenwich, and whether the text tells them: the last number like a zone, else a name."""
    numbers = ZONE_NUMBER.findall(text) or ZONE_HOURS.findall(text)
    if numbers:
        sign, hours, rest = numbers[-1]
        minutes = int(hours) * 60 + int(rest or 0)
        # RFC 5322, 3.3: -0000 says that nothing is known of the local time.
        is_known = minutes < 16 * 60 and (sign, minutes) != ("-", 0)
        return (minutes if sign == "+" else -minutes) if is_known else 0, is_known
    return next(((ZONES[name], True) for name in ZONE_NAME.findall(text.upper()) if name in ZONES), (0, False))
