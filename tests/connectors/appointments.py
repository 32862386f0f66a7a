"""Appointments as Outlook keeps them: properties, and the structures within some of them, made by code."""

from __future__ import annotations

import struct
import tempfile
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import Any

from connectors import msg
from connectors.outlook.named_properties import APPOINTMENT, MEETING
from connectors.records import Interaction, Record
from connectors.source import Source
from tests.connectors.compound_file import message

BEGIN = datetime(1601, 1, 1)  # noqa: DTZ001 - local, as the structures have it
IDENTIFIER = bytes.fromhex("040000008200E00074C5B7101A82E008")
# Of the meeting whose identifier ends in one.
UID = "040000008200E00074C5B7101A82E008000000000000000000000000000000000000000010000000" + "0" * 31 + "1"
DAILY, WEEKLY, MONTHLY, YEARLY = range(0x200A, 0x200E)
NTH_WEEKDAY, DAY_OF_MONTH = 3, 2
AFTER_DATE, AFTER_COUNT, NEVER = 0x2021, 0x2022, 0x2023
WEEKS, MONDAYS = 1, 2
BERLIN = "W. Europe Standard Time"
SERIES = APPOINTMENT | 0x8216
START, END = datetime(2024, 3, 4, 9, 0, tzinfo=UTC), datetime(2024, 3, 4, 9, 30, tzinfo=UTC)
FIRST_DAY = date(2024, 3, 4)


@dataclass(frozen=True)
class Change:
    """An instance that was changed: its start before, its start and end now, and what else is different."""

    original_start: datetime
    start: datetime
    end: datetime
    summary: str | None = None
    place: str | None = None
    state: int | None = None

    @property
    def flags(self) -> int:
        return sum(
            flag
            for flag, value in ((1, self.summary), (2, self.state), (0x10, self.place), (4 | 8 | 0x20, self.place))
            if value is not None
        )


def change(original_start: str, start: str, end: str, **told: Any) -> Change:
    """Return a change with times as ISO 8601 writes them, and what else is different."""
    original, begin, finish = map(datetime.fromisoformat, (original_start, start, end))
    return Change(original, begin, finish, **told)


def series(
    kind: int,
    period: int,
    specific: Sequence[int],
    first_day: date,
    *,
    frequency: int = DAILY,
    end: int = NEVER,
    count: int = 10,
    last_day: date = date(4500, 8, 31),
    first_weekday: int = 0,
    removed: Sequence[date] = (),
    changes: Sequence[Change] = (),
    begins_after: int = 600,
    ends_after: int = 630,
    scale: int = 0,
) -> bytes:
    """Return the structure that PidLidAppointmentRecur holds (MS-OXOCAL 2.2.1.44.5)."""
    days = sorted([*removed, *(change.original_start.date() for change in changes)])
    content = struct.pack("<HHHHHIII", 0x3004, 0x3004, frequency, kind, scale, 0, period, 0)
    content += struct.pack(f"<{len(specific)}I", *specific) + struct.pack("<III", end, count, first_weekday)
    for told in (days, sorted(change.start.date() for change in changes)):
        content += struct.pack(f"<I{len(told)}I", len(told), *map(minutes, told))
    content += struct.pack("<II", minutes(first_day), minutes(last_day))
    content += struct.pack("<IIIIH", 0x3006, 0x3009, begins_after, ends_after, len(changes))
    content += b"".join(map(_change, changes)) + struct.pack("<I", 0)
    return content + b"".join(map(_in_unicode, changes)) + struct.pack("<I", 0)


def minutes(moment: date) -> int:
    """Return the minutes since 1601 of a day or local time."""
    if not isinstance(moment, datetime):
        moment = datetime.combine(moment, datetime.min.time())
    return (moment - BEGIN) // timedelta(minutes=1)


def _change(change: Change) -> bytes:
    content = struct.pack("<III", *map(minutes, (change.start, change.end, change.original_start)))
    content += struct.pack("<H", change.flags)
    if change.summary is not None:
        content += _old_text(change.summary)
    if change.state is not None:
        content += struct.pack("<I", change.state)
    if change.place is not None:
        content += struct.pack("<II", 15, 1) + _old_text(change.place) + struct.pack("<I", 2)
    return content


def _old_text(text: str) -> bytes:
    raw = text.encode("cp1252", "replace")
    return struct.pack("<HH", len(raw) + 1, len(raw)) + raw


def _in_unicode(change: Change) -> bytes:
    content = struct.pack("<III", 4, 0, 0)
    if change.summary is None and change.place is None:
        return content
    content += struct.pack("<III", *map(minutes, (change.start, change.end, change.original_start)))
    for text in (change.summary, change.place):
        if text is not None:
            content += struct.pack("<H", len(text)) + text.encode("utf-16-le")
    return content + struct.pack("<I", 0)


def zone_rule(
    bias: int, summer: int = -60, to_standard: Sequence[int] = (10, 0, 5, 3), to_summer: Sequence[int] = (3, 0, 5, 2)
) -> bytes:
    """Return offsets in minutes west of UTC, and when they change: month, weekday, which of the month, hour."""
    return struct.pack("<iii", bias, 0, summer) + b"".join(
        struct.pack("<8H", 0, *change, 0, 0, 0) for change in (to_standard, to_summer)
    )


def zone(name: str, *rules: bytes) -> bytes:
    """Return a TZDEFINITION (MS-OXOCAL 2.2.1.41), whose last rule is in effect."""
    raw = name.encode("utf-16-le")
    content = struct.pack("<BBHHH", 2, 1, 6 + len(raw), 2, len(name)) + raw + struct.pack("<H", len(rules))
    for number, rule in enumerate(rules, 1):
        content += struct.pack("<BBHHH14x", 2, 1, 0x3E, 2 * (number == len(rules)), 2000 + number) + rule
    return content


def identifier(number: int, day: date | None = None) -> bytes:
    """Return a PidLidGlobalObjectId (MS-OXOCAL 2.2.1.27), of a single instance with its day."""
    told = struct.pack(">HBB", day.year, day.month, day.day) if day else bytes(4)
    return IDENTIFIER + told + bytes(16) + struct.pack("<I", 16) + number.to_bytes(16, "big")


def wrapped_identifier(uid: str) -> bytes:
    """Return the identifier of a meeting that another program made."""
    data = b"vCal-Uid\x01\0\0\0" + uid.encode() + b"\0"
    return IDENTIFIER + bytes(20) + struct.pack("<I", len(data)) + data


def properties(start: datetime, end: datetime, **told: Any) -> dict[int, Any]:
    """Return the properties of a meeting that Tove has set up, in Berlin; ``p8217=3`` says what else is told."""
    others = {APPOINTMENT | int(name[1:], 16): value for name, value in told.items()}
    return {
        0x1A: "IPM.Appointment", 0x37: "Harbour plans", 0x42: "Tove Lind", 0x5D02: "tove@fjord.example",
        0x3008: datetime(2024, 3, 1, 8, 0, tzinfo=UTC),
        APPOINTMENT | 0x8217: 1, APPOINTMENT | 0x8218: 1, APPOINTMENT | 0x8201: 2,
        APPOINTMENT | 0x8208: "Pier 4; room B, upstairs",
        APPOINTMENT | 0x820D: start, APPOINTMENT | 0x820E: end, APPOINTMENT | 0x825E: zone(BERLIN, zone_rule(-60)),
        MEETING | 0x0003: identifier(1), MEETING | 0x0023: identifier(1),
    } | others  # fmt: skip


def recipient(name: str, email: str, kind: int = 1, **told: int) -> dict[int, Any]:
    """Return a recipient; ``p5FFF=3`` says what else is told."""
    others = {int(number[1:], 16): value for number, value in told.items()}
    return {0x3001: name, 0x39FE: email, 0x0C15: kind} | others


TOVE = recipient("Tove Lind", "tove@fjord.example", p5FFD=2)
IDA = recipient("Ida Brandt", "ida@harbour.example", p5FFF=3)


def read(told: dict[int, Any], *recipients: dict[int, Any]) -> list[Record]:
    """Return the records of an Outlook message of these properties, in a folder called Calendar."""
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "Calendar" / "x.msg"
        path.parent.mkdir()
        path.write_bytes(message(told, recipients))
        return list(msg.read(Source(path)))


def meeting(told: dict[int, Any], *recipients: dict[int, Any]) -> Interaction:
    """Return the one meeting that an Outlook message of these properties is."""
    (record,) = read(told, *recipients)
    assert isinstance(record, Interaction)
    return record
