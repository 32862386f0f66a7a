"""One meeting that becomes a series, or a series that becomes one meeting: what the later SEQUENCE replaces."""

from __future__ import annotations

from pathlib import Path

from tests.warehouse.landed import staged

FIRST = "DTSTART;TZID=Europe/Oslo:20240108T090000"
SECOND = "DTSTART;TZID=Europe/Oslo:20240115T090000"
WEEKS = "RRULE:FREQ=WEEKLY;COUNT=4"
REPLACED = {
    ("a series of one meeting", (FIRST,), (FIRST, WEEKS)): [8, 15, 22, 29],
    ("a series of one meeting that begins later", (FIRST,), (SECOND, WEEKS)): [15, 22, 29],
    ("one meeting of a series", (FIRST, WEEKS), (SECOND.replace("0115", "0116"),)): [16],
}


def event(uid: str, *lines: str) -> str:
    body = "\n".join(lines)
    return f"BEGIN:VCALENDAR\nBEGIN:VEVENT\nUID:{uid}\n{body}\nEND:VEVENT\nEND:VCALENDAR\n"


def held(folder: Path, day: int) -> dict[str, list[int]]:
    """Return the days of the meetings that are held, of each case whose second file was written on that day."""
    files = {
        name: "".join(
            event(case[0], *case[number], f"SEQUENCE:{number}", f"DTSTAMP:202401{written:02}T080000Z")
            for case in REPLACED
        )
        for name, number, written in (("a.ics", 1, 2), ("b.ics", 2, day))
    }
    with staged(folder, files) as connection:
        rows = connection.sql(
            "select thread_key, list(day(interactions.occurred_at) order by interactions.occurred_at)"
            " from staging.interactions"
            " join staging.versions using (interaction_id)"
            " where interactions.state = 'confirmed' and version_rank = 1"
            " and interactions.occurred_at < timestamptz '2024-02-01' group by thread_key"
        ).fetchall()
    return dict(rows)


def test_a_later_sequence_takes_the_place_of_the_meetings_before(tmp_path: Path) -> None:
    assert held(tmp_path, day=5) == {uid: days for (uid, *_), days in REPLACED.items()}


def test_what_took_place_before_a_later_sequence_stays(tmp_path: Path) -> None:
    assert held(tmp_path, day=10) == {
        "a series of one meeting": [8, 15, 22, 29],
        "a series of one meeting that begins later": [8, 15, 22, 29],
        "one meeting of a series": [8, 16],
    }
