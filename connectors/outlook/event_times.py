"""When an appointment is, as iCalendar writes it: a day, a local time in its zone, or a time in UTC.

Outlook keeps the start and the end of an appointment in UTC, and a series in its local time. Days are kept as their
midnights where they were entered.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, date, datetime, time, timedelta, tzinfo
from typing import NamedTuple

from connectors.outlook.recurrences import Changed, Recurrence

Time = date | datetime
MIDNIGHT = time()
HALF_DAY, DAY = timedelta(hours=12), timedelta(days=1)
FURTHEST_OFFSET = timedelta(hours=14)
FIRST_YEAR, NEVER = 1602, 4500  # what is before and after is how Outlook writes that there is no time


class Times(NamedTuple):
    """Start and end: days, local times without a zone of their own, or moments in UTC; and the zone of local times.

    ``begins_after`` is when in the day an instance of a series begins.
    """

    start: Time
    end: Time
    zone_name: str = ""
    begins_after: timedelta = timedelta(0)

    @property
    def is_days(self) -> bool:
        """Whether it is of days without hours."""
        return not isinstance(self.start, datetime)

    def line(self, name: str, moment: Time) -> str:
        """Return a property whose value is a time."""
        if not isinstance(moment, datetime):
            return f"{name};VALUE=DATE:{moment:%Y%m%d}"
        if moment.tzinfo is not None:
            return f"{name}:{moment:%Y%m%dT%H%M%S}Z"
        zone = f';TZID="{self.zone_name}"' if self.zone_name else ""
        return f"{name}{zone}:{moment:%Y%m%dT%H%M%S}"

    def on(self, day: date) -> Time:
        """Return the start of the instance of a day."""
        return day if self.is_days else datetime.combine(day, MIDNIGHT) + self.begins_after

    def changed(self, instance: Changed) -> Iterator[str]:
        """Yield the times of an instance that was changed, as properties."""
        original_start, start, end = instance[:3]
        stays_days = self.is_days and start.time() == end.time() == MIDNIGHT
        yield self.line("RECURRENCE-ID", original_start.date() if self.is_days else original_start)
        yield self.line("DTSTART", start.date() if stays_days else start)
        yield self.line("DTEND", end.date() if stays_days else end)


def series_times(recurrence: Recurrence, start: datetime | None, is_days: bool, zone_name: str) -> Times:
    """Return the times of the first instance; where no zone is told, with the offset that its start in UTC shows."""
    midnight = datetime.combine(recurrence.first_day, MIDNIGHT)
    begins_after = recurrence.begins_after or timedelta(0)
    begin, end = midnight + begins_after, midnight + recurrence.ends_after
    if is_days:
        return Times(begin.date(), max(_last_day(end), begin.date() + DAY), zone_name)
    if not zone_name and start is not None:
        offset = begin - start.replace(tzinfo=None)
        if abs(offset) <= FURTHEST_OFFSET:
            minutes = round(abs(offset) / timedelta(minutes=1))
            zone_name = f"UTC{'-' if offset < timedelta(0) else '+'}{minutes // 60:02}:{minutes % 60:02}"
    return Times(begin, end, zone_name, begins_after)


def single_times(start: datetime, end: datetime | None, is_days: bool, zone_name: str, zone: tzinfo | None) -> Times:
    """Return the times of what happens once."""
    if is_days:
        first = _day(start, zone)
        return Times(first, max(_day(end, zone) if end is not None else first, first + DAY))
    begin = _in_zone(start, zone)
    begins_after = timedelta(hours=begin.hour, minutes=begin.minute)
    return Times(begin, _in_zone(end if end is not None else start, zone), zone_name, begins_after)


def is_time(moment: datetime | None) -> bool:
    """Tell whether a time is one, and not how Outlook writes that there is none."""
    return moment is not None and FIRST_YEAR <= moment.year < NEVER


def _last_day(end: datetime) -> date:
    return end.date() if end.time() == MIDNIGHT else end.date() + DAY


def _in_zone(moment: datetime, zone: tzinfo | None) -> datetime:
    """Return the local time, or the one in UTC where no zone is told, or where the local time comes twice."""
    if zone is None:
        return moment.astimezone(UTC)
    local = moment.astimezone(zone).replace(tzinfo=None, fold=0)
    return local if local.replace(tzinfo=zone).astimezone(UTC) == moment else moment.astimezone(UTC)


def _day(moment: datetime, zone: tzinfo | None) -> date:
    """Return the day whose midnight this is: in its zone, or else in any that it could be."""
    local = moment.astimezone(zone or UTC)
    return local.date() if local.time() == MIDNIGHT else (moment.astimezone(UTC) + HALF_DAY).date()
