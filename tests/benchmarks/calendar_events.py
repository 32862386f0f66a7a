"""Time the reader of calendars against plain icalendar with recurring-ical-events, on a calendar made on the spot.

The calendar is invented and the same at every run for the same options: one event in twenty is a series, some of them
with changed instances; six attendees, two alarms and a description each. Both sides start from the bytes and give the
occurrences of ten years; ours gives whole records, people included. Each side runs in a process of its own, in turn;
CPU seconds include the start of the process.

    python -m tests.benchmarks.calendar_events [--events 20000] [--runs 1] [--file KEEP.ics]
    python -m tests.benchmarks.calendar_events --against FOLDER

Prints one JSON object. The default is the calendar of a working life: the other side takes half a minute a run or more.
``--against`` compares both ways on the calendars in a folder instead, see `tests.benchmarks.calendar_files`.
"""

from __future__ import annotations

import argparse
import json
import random
import resource
import statistics
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from datetime import datetime, timedelta
from pathlib import Path

from tests.benchmarks.calendar_files import table

GIVEN = ("Ana", "Bo", "Chidi", "Emil", "Fatou", "Goran", "Ilse", "João", "Kofi", "Lena", "Päivi", "Tariq")
FAMILY = ("Almeida", "Brandt", "Costa", "Dvořák", "Eze", "Falk", "Grünwald", "Ibsen", "Kovač", "Nowak")
WORDS = (
    "review",
    "draft",
    "budget",
    "release",
    "pipeline",
    "offsite",
    "contract",
    "question",
    "notes",
    "sync",
    "Größe",
)
DOMAINS = ("harbour.example", "lumen.example", "fjord.example", "post.example", "atelier.example")
ZONES = (
    (
        "Europe/Oslo",
        "+0100",
        "+0200",
        "19700329T020000",
        "BYMONTH=3;BYDAY=-1SU",
        "19701025T030000",
        "BYMONTH=10;BYDAY=-1SU",
    ),
    (
        "America/New_York",
        "-0500",
        "-0400",
        "20070311T020000",
        "BYMONTH=3;BYDAY=2SU",
        "20071104T020000",
        "BYMONTH=11;BYDAY=1SU",
    ),
    ("Asia/Kolkata", "+0530", "+0530", "19700101T000000", "", "19700101T000000", ""),
)
RULES = (
    "FREQ=WEEKLY;BYDAY={day}",
    "FREQ=WEEKLY;INTERVAL=2;BYDAY={day}",
    "FREQ=WEEKLY;UNTIL={until};BYDAY={day}",
    "FREQ=DAILY;COUNT=20",
    "FREQ=MONTHLY;BYDAY=2{day}",
    "FREQ=YEARLY",
)
STATES = ("ACCEPTED", "ACCEPTED", "ACCEPTED", "DECLINED", "NEEDS-ACTION")
FIRST = datetime.fromisoformat("2016-01-01")
LAST = datetime.fromisoformat("2026-01-01")


def calendar_lines(count: int, seed: int = 20) -> Iterator[str]:
    """Yield the unfolded lines of a calendar of ``count`` VEVENTs or a few more; the same for the same arguments."""
    draw = random.Random(seed)
    people = [
        (f"{draw.choice(GIVEN)} {draw.choice(FAMILY)}", f"p{number}@{draw.choice(DOMAINS)}") for number in range(600)
    ]
    yield from ("BEGIN:VCALENDAR", "VERSION:2.0", "PRODID:-//Invented//EN", "X-WR-CALNAME:owner@post.example")
    for zone in ZONES:
        yield from _zone_lines(*zone)
    for number in range(count):
        start = FIRST + timedelta(minutes=30 * draw.randrange(48 * 3640), days=3)
        zone = draw.choice(ZONES)[0]
        rule = draw.choice(RULES) if number % 20 == 0 else ""
        body = [f"UID:{draw.getrandbits(96):x}@post.example", *_told(draw, people)]
        day = ("MO", "TU", "WE", "TH", "FR", "SA", "SU")[start.weekday()]
        rule = rule.format(day=day, until=f"{start + timedelta(days=400):%Y%m%dT%H%M%SZ}")
        yield from _event_lines(start, zone, [f"RRULE:{rule}"] if rule else [], body)
        if rule.startswith("FREQ=WEEKLY;BYDAY") and number % 3 == 0:
            changed = start + timedelta(weeks=3)
            yield from _event_lines(
                changed + timedelta(hours=1), zone, [f"RECURRENCE-ID;TZID={zone}:{_basic(changed)}"], body
            )
    yield "END:VCALENDAR"


def write_calendar(path: Path, count: int) -> None:
    """Write the calendar with folded lines and CRLF."""
    with path.open("wb") as stream:
        for line in calendar_lines(count):
            octets = line.encode()
            stream.write(b"\r\n ".join(octets[i : i + 74] for i in range(0, len(octets), 74)) + b"\r\n")


def _zone_lines(name: str, standard: str, daylight: str, spring: str, on: str, autumn: str, off: str) -> Iterator[str]:
    yield from ("BEGIN:VTIMEZONE", f"TZID:{name}")
    for part, before, after, onset, rule in (
        ("DAYLIGHT", standard, daylight, spring, on),
        ("STANDARD", daylight, standard, autumn, off),
    ):
        yield from (f"BEGIN:{part}", f"TZOFFSETFROM:{before}", f"TZOFFSETTO:{after}", f"DTSTART:{onset}")
        yield from ([f"RRULE:FREQ=YEARLY;{rule}"] if rule else [])
        yield f"END:{part}"
    yield "END:VTIMEZONE"


def _event_lines(start: datetime, zone: str, recurrence: list[str], body: list[str]) -> Iterator[str]:
    yield "BEGIN:VEVENT"
    yield f"DTSTART;TZID={zone}:{_basic(start)}"
    yield f"DTEND;TZID={zone}:{_basic(start + timedelta(minutes=45))}"
    yield f"DTSTAMP:{_basic(LAST)}Z"
    yield from recurrence
    yield from body
    yield "END:VEVENT"


def _told(draw: random.Random, people: list[tuple[str, str]]) -> Iterator[str]:
    party = draw.sample(people, 6)
    yield f"CREATED:{_basic(FIRST)}Z"
    yield f"ORGANIZER;CN={party[0][0]}:mailto:{party[0][1]}"
    for name, email in party:
        yield (
            f"ATTENDEE;CUTYPE=INDIVIDUAL;ROLE=REQ-PARTICIPANT;PARTSTAT={draw.choice(STATES)};RSVP=TRUE;"
            f'CN="{name}";X-NUM-GUESTS=0:mailto:{email}'
        )
    yield f"SUMMARY:{' '.join(draw.choices(WORDS, k=4))}"
    yield f"LOCATION:{draw.choice(WORDS)}\\, {draw.randrange(90)}"
    yield f"DESCRIPTION:{' '.join(draw.choices(WORDS, k=90))}\\n"
    yield from ("SEQUENCE:0", "STATUS:CONFIRMED", "TRANSP:OPAQUE", f"X-MICROSOFT-CDO-APPT-SEQUENCE:{draw.randrange(9)}")
    for minutes in (10, 60):
        yield from ("BEGIN:VALARM", "ACTION:DISPLAY", "DESCRIPTION:soon", f"TRIGGER:-PT{minutes}M", "END:VALARM")


def _basic(moment: datetime) -> str:
    return f"{moment:%Y%m%dT%H%M%S}"


OURS = """
import hashlib, sys
from datetime import datetime, timezone
from pathlib import Path
from connectors import ics
from connectors.source import Source
first, last = (datetime.fromisoformat(text).replace(tzinfo=timezone.utc) for text in sys.argv[2:])
found = {
    f"{record.thread_key} {record.occurred_at:%Y%m%dT%H%M%S}"
    for record in ics.read(Source(Path(sys.argv[1])))
    if type(record).__name__ == "Interaction" and first <= record.occurred_at < last
}
print(len(found), hashlib.sha256("\\n".join(sorted(found)).encode()).hexdigest())
"""

PLAIN = """
import hashlib, sys
from datetime import datetime, timezone
from pathlib import Path
import icalendar, recurring_ical_events
first, last = (datetime.fromisoformat(text).replace(tzinfo=timezone.utc) for text in sys.argv[2:])
calendar = icalendar.Calendar.from_ical(Path(sys.argv[1]).read_bytes())
found = {
    f"{event['UID']} {event['DTSTART'].dt.astimezone(timezone.utc):%Y%m%dT%H%M%S}"
    for event in recurring_ical_events.of(calendar).between(first, last)
}
print(len(found), hashlib.sha256("\\n".join(sorted(found)).encode()).hexdigest())
"""


LAND = """
import sys
from pathlib import Path
from tests.inboxes import land_inbox
land_inbox(Path(sys.argv[1]), Path(sys.argv[2]))
"""


def cpu_seconds(program: str, *arguments: str) -> tuple[float, str]:
    """Run a program in a process of its own; return its CPU seconds and what it printed."""
    command = [sys.executable, "-c", program, *arguments]
    before = resource.getrusage(resource.RUSAGE_CHILDREN)
    done = subprocess.run(command, check=True, capture_output=True, text=True)
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    return (after.ru_utime - before.ru_utime) + (after.ru_stime - before.ru_stime), done.stdout.strip()


def compare(calendar: Path, runs: int) -> dict[str, object]:
    """Time both sides in turn; return medians, their ratios, and whether they found the same (UID, start).

    A calendar that lies unchanged in the inbox, and one in which a single event changed, are timed as a run lands them;
    the plain way has nothing to keep and reads all of it again.
    """
    arguments = (str(calendar), FIRST.isoformat(), LAST.isoformat())
    ours, plain, unchanged, edited = [], [], [], []
    with tempfile.TemporaryDirectory() as folder:
        inbox, landing = Path(folder) / "inbox", Path(folder) / "landing"
        inbox.mkdir()
        content = calendar.read_bytes()
        (inbox / calendar.name).write_bytes(content)
        cpu_seconds(LAND, str(inbox), str(landing))
        for run in range(runs):
            ours.append(cpu_seconds(OURS, *arguments))
            plain.append(cpu_seconds(PLAIN, *arguments))
            unchanged.append(cpu_seconds(LAND, str(inbox), str(landing)))
            changed = content.replace(b"SUMMARY:", b"SUMMARY:changed %d " % run, 1)
            (inbox / calendar.name).write_bytes(changed)
            edited.append(cpu_seconds(LAND, str(inbox), str(landing)))
    medians = [statistics.median(seconds for seconds, _ in side) for side in (ours, plain, unchanged, edited)]
    our_median, plain_median, unchanged_median, edited_median = medians
    events = content.count(b"BEGIN:VEVENT")
    return {
        "megabytes": round(len(content) / 1e6, 1),
        "events": events,
        "occurrences": int(ours[0][1].split()[0]),
        "runs": runs,
        "our_cpu_seconds": round(our_median, 3),
        "plain_cpu_seconds": round(plain_median, 3),
        "unchanged_cpu_seconds": round(unchanged_median, 3),
        "edited_cpu_seconds": round(edited_median, 3),
        "our_microseconds_per_event": round(our_median / events * 1e6, 1),
        "ratio": round(plain_median / our_median, 2),
        "unchanged_ratio": round(plain_median / unchanged_median, 2),
        "edited_ratio": round(plain_median / edited_median, 2),
        "same_uids_and_starts": {printed for _, printed in ours} == {printed for _, printed in plain},
    }


def main() -> None:
    """Make the calendar, time both readers, print one JSON object."""
    parser = argparse.ArgumentParser(prog="python -m tests.benchmarks.calendar_events", description=__doc__)
    parser.add_argument("--events", type=int, default=20_000)
    parser.add_argument("--runs", type=int, default=1)
    parser.add_argument("--file", type=Path, help="keep the calendar here, and use it as it is when it exists")
    parser.add_argument("--against", type=Path, help="compare the occurrences in the .ics files of this folder")
    options = parser.parse_args()
    if options.against:
        sys.stdout.write(json.dumps(table(options.against), indent=1) + "\n")
        return
    with tempfile.TemporaryDirectory() as folder:
        calendar = options.file or Path(folder) / "benchmark.ics"
        if not calendar.exists():
            write_calendar(calendar, options.events)
        sys.stdout.write(json.dumps(compare(calendar, options.runs), indent=1) + "\n")


if __name__ == "__main__":
    main()
