"""The three times of iCalendar: a day, a floating time, which is naive, and a moment, which is aware."""

from __future__ import annotations

from contextlib import suppress
from datetime import UTC, date, datetime, time, timedelta, tzinfo

from icalendar import vDuration

Time = date | datetime
LAST_SECOND = time(23, 59, 59)


def parse_time(text: str, zone: tzinfo | None) -> Time:
    """Parse a DATE or DATE-TIME, in the zone where one is given; raise `ValueError`.

    A zone beats a ``Z``, as in icalendar; a date stays a date. Dashes and colons of ISO 8601 are let pass.
    """
    if not text.isascii() or not text[:4].isdecimal() or "W" in text:
        raise ValueError("neither a date nor a time")
    if len(text) <= 10:
        return date.fromisoformat(text)
    parsed = datetime.fromisoformat(text.upper())
    if zone is not None and parsed.tzinfo in (None, UTC):
        return parsed.replace(tzinfo=zone)
    return parsed if parsed.tzinfo is None else parsed.astimezone(UTC)


def parse_duration(text: str) -> timedelta:
    """Parse a DURATION, ``PT30M``; raise `ValueError` or `OverflowError`."""
    duration: timedelta = vDuration.from_ical(text.strip().upper())  # type: ignore[no-untyped-call]
    return duration


def day_of(moment: Time, zone: tzinfo) -> date:
    """Return the day that a moment means where days are meant.

    Who writes days as moments writes the midnight of the zone, in UTC; but who writes UTC's own midnight means that
    day. A floating time, or one in another zone, tells its day itself.
    """
    if not isinstance(moment, datetime):
        return moment
    if moment.tzinfo is UTC and moment.time() not in (time(), LAST_SECOND):
        with suppress(OverflowError):  # at the ends of time, where it makes no difference
            moment = moment.astimezone(zone)
    return moment.date()


def day_of_midnight(moment: Time, zone: tzinfo) -> Time:
    """Return the day that a moment means where it is the first of one, in UTC, in its own or in this zone."""
    if not isinstance(moment, datetime) or moment.time() == time():
        return day_of(moment, zone)
    with suppress(OverflowError):
        if moment.tzinfo is UTC and (told := moment.astimezone(zone)).time() == time():
            return told.date()
    return moment


def like(moment: Time, model: Time) -> Time:
    """Turn a time into the kind that the model is, at the same local time."""
    if not isinstance(model, datetime):
        return moment.date() if isinstance(moment, datetime) else moment
    if not isinstance(moment, datetime):
        return datetime.combine(moment, time(), model.tzinfo)
    if (moment.tzinfo is None) != (model.tzinfo is None):
        return moment.replace(tzinfo=model.tzinfo)
    return moment


def local(moment: Time) -> datetime:
    """Return the local time without its zone, midnight of a day."""
    return moment.replace(tzinfo=None) if isinstance(moment, datetime) else datetime.combine(moment, time())


def instant(moment: Time, zone: tzinfo) -> datetime:
    """Return the time in UTC, a day or floating time as the zone has it; raise `OverflowError` at the ends of time."""
    if not isinstance(moment, datetime):
        moment = datetime.combine(moment, time(), zone)
    elif moment.tzinfo is None:
        moment = moment.replace(tzinfo=zone)
    return moment if moment.tzinfo is UTC else moment.astimezone(UTC)
