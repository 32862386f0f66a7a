"""What one calendar file says of a meeting that another one holds: called off, moved, answered."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.warehouse.landed import staged
from warehouse import functions
from warehouse.build import build
from warehouse.model import load_models

ORGANIZER = "ORGANIZER;CN=Siv Ibsen:mailto:siv@fjord.example"
SERIES = (
    "UID:u",
    "SEQUENCE:2",
    "DTSTAMP:20240101T080000Z",
    "DTSTART;TZID=Europe/Oslo:20240108T090000",
    "DTEND;TZID=Europe/Oslo:20240108T093000",
    "RRULE:FREQ=WEEKLY;COUNT=4",
    ORGANIZER,
    "ATTENDEE;PARTSTAT=NEEDS-ACTION;CN=Noa Berg:mailto:Noa@harbour.example",
)
INSTANCE = "RECURRENCE-ID;TZID=Europe/Oslo:20240115T090000"
START = "DTSTART;TZID=Europe/Oslo:20240115T090000"


def calendar(method: str, *lines: str) -> str:
    body = "\n".join(lines)
    return f"BEGIN:VCALENDAR\nMETHOD:{method}\nBEGIN:VEVENT\n{body}\nEND:VEVENT\nEND:VCALENDAR\n"


def message(method: str, *lines: str, sequence: int = 2, day: int = 5) -> str:
    return calendar(method, "UID:u", f"SEQUENCE:{sequence}", f"DTSTAMP:202401{day:02}T080000Z", ORGANIZER, *lines)


def states(folder: Path, *files: str) -> dict[str, dict[int, str]]:
    """Return by UID the state of each meeting of a series, by its day in January 2024."""
    with staged(folder, {f"{number}.ics": text for number, text in enumerate(files)}) as connection:
        rows = connection.sql(
            "select places.thread_key, day(interactions.occurred_at), interactions.state"
            " from staging.interactions as interactions"
            " join staging.versions as places using (interaction_id)"
            " where interactions.is_recurring and interactions.occurred_at < timestamptz '2024-02-01'"
            " order by interactions.state"  # what calls a day off is a cancelled meeting of that day, too
        ).fetchall()
    found: dict[str, dict[int, str]] = {}
    for uid, day, state in rows:
        found.setdefault(uid, {})[day] = state
    return found


WHOLE = "DTSTART;TZID=Europe/Oslo:20240108T090000"
CANCELLED = {
    ("whole", WHOLE): [8, 15, 22, 29],
    ("whole with its rule", WHOLE, "RRULE:FREQ=WEEKLY"): [8, 15, 22, 29],
    ("instance", INSTANCE, START): [15],
    ("instance in UTC", "RECURRENCE-ID:20240115T080000Z", START): [15],
    ("instance by its day", "RECURRENCE-ID;VALUE=DATE:20240115", START): [15],
    ("rest", "RECURRENCE-ID;RANGE=THISANDFUTURE;TZID=Europe/Oslo:20240115T090000", START): [15, 22, 29],
}


@pytest.mark.parametrize("comes_first", [True, False])
def test_a_cancel_calls_off_what_other_files_hold(tmp_path: Path, comes_first: bool) -> None:
    series = "".join(calendar("REQUEST", *SERIES).replace("UID:u", f"UID:{uid}") for uid, *_ in CANCELLED)
    cancels = "".join(message("CANCEL", *lines).replace("UID:u", f"UID:{uid}") for uid, *lines in CANCELLED)
    found = states(tmp_path, *([cancels, series] if comes_first else [series, cancels]))
    assert {uid: [day for day in (8, 15, 22, 29) if state[day] == "cancelled"] for uid, state in found.items()} == {
        uid: days for (uid, *_), days in CANCELLED.items()
    }


def test_a_meeting_that_was_called_again_is_not_called_off(tmp_path: Path) -> None:
    cancel = message("CANCEL", "DTSTART;TZID=Europe/Oslo:20240108T090000", sequence=1)
    assert set(states(tmp_path, calendar("REQUEST", *SERIES), cancel)["u"].values()) == {"confirmed"}


def test_an_old_copy_of_a_meeting_does_not_undo_its_cancellation(tmp_path: Path) -> None:
    single = message("REQUEST", START)
    cancel = message("CANCEL", START, sequence=3)
    with staged(tmp_path, {"a.ics": cancel, "b.ics": single}) as connection:
        assert connection.sql("select state from staging.interactions").fetchall() == [("cancelled",)]


LATE = {
    ("whole", WHOLE): [22, 29],
    ("whole with its rule", WHOLE, "RRULE:FREQ=WEEKLY;COUNT=4", "STATUS:CANCELLED"): [22, 29],
    ("rest", "RECURRENCE-ID;RANGE=THISANDFUTURE;TZID=Europe/Oslo:20240115T090000", START): [22, 29],
    ("instance", INSTANCE, START): [],
    ("instance by its day", "RECURRENCE-ID;VALUE=DATE:20240115", START): [],
}


@pytest.mark.parametrize("method", ["CANCEL", "PUBLISH"])
def test_what_had_taken_place_is_not_called_off(tmp_path: Path, method: str) -> None:
    cases = {case: days for case, days in LATE.items() if method == "CANCEL" or "STATUS:CANCELLED" in case}
    series = "".join(calendar("REQUEST", *SERIES).replace("UID:u", f"UID:{uid}") for uid, *_ in cases)
    cancels = "".join(
        message(method, *lines, sequence=3, day=20).replace("UID:u", f"UID:{uid}") for uid, *lines in cases
    )
    found = states(tmp_path, series, cancels)
    assert {uid: [day for day in (8, 15, 22, 29) if state[day] == "cancelled"] for uid, state in found.items()} == {
        uid: days for (uid, *_), days in cases.items()
    }


def test_a_cancellation_without_a_time_calls_everything_off(tmp_path: Path) -> None:
    cancel = message("CANCEL", WHOLE, sequence=3).replace("DTSTAMP:20240105T080000Z\n", "")
    assert set(states(tmp_path, calendar("REQUEST", *SERIES), cancel)["u"].values()) == {"cancelled"}


@pytest.mark.parametrize(("day", "state"), [(14, "cancelled"), (20, "confirmed")])
def test_a_meeting_is_called_off_until_it_took_place(tmp_path: Path, day: int, state: str) -> None:
    cancel = message("CANCEL", START, sequence=3, day=day)
    with staged(tmp_path, {"a.ics": message("REQUEST", START), "b.ics": cancel}) as connection:
        assert connection.sql("select state from staging.interactions").fetchall() == [(state,)]


def test_when_a_calendar_was_exported_tells_not_when_its_meetings_were_called_off(tmp_path: Path) -> None:
    export = message("PUBLISH", START, "STATUS:CANCELLED", sequence=3, day=20)
    export += message("PUBLISH", START, day=20).replace("UID:u", "UID:other")
    with staged(tmp_path, {"a.ics": message("REQUEST", START), "b.ics": export}) as connection:
        rows = connection.sql("select thread_key, state from staging.versions where version_rank = 1 order by 1")
        assert rows.fetchall() == [("other", "confirmed"), ("u", "cancelled")]


def test_when_a_file_without_a_method_was_written_tells_not_when_its_meeting_was_called_off(tmp_path: Path) -> None:
    saved = message("", START, "STATUS:CANCELLED", sequence=3, day=20).replace("METHOD:\n", "")
    with staged(tmp_path, {"a.ics": message("REQUEST", START), "b.ics": saved}) as connection:
        assert connection.sql("select state from staging.interactions").fetchall() == [("cancelled",)]


def test_a_series_that_a_newer_file_shortens_and_calls_off_takes_place_no_more(tmp_path: Path) -> None:
    files = {}
    for until, *told in (("20241231", "SEQUENCE:2"), ("20240301", "SEQUENCE:3", "STATUS:CANCELLED")):
        series = ("UID:u", "DTSTAMP:20240104T080000Z", WHOLE, f"RRULE:FREQ=WEEKLY;UNTIL={until}", ORGANIZER, *told)
        files[f"{until}.ics"] = calendar("", *series).replace("METHOD:\n", "")
    with staged(tmp_path, files) as connection:
        assert connection.sql("from staging.interactions where state = 'confirmed'").fetchall() == []


BUSY = ("UID:u", "SEQUENCE:2", "DTSTAMP:20240301T080000Z", START, "SUMMARY:Busy")


def test_a_copy_that_names_nobody_takes_nobody_away(tmp_path: Path) -> None:
    known = message("REQUEST", START, SERIES[-1], "SUMMARY:Plan")
    for number, files in enumerate((("a.ics", "b.ics"), ("b.ics", "a.ics"))):
        texts = dict(zip(files, (known, calendar("PUBLISH", *BUSY)), strict=True))
        with staged(tmp_path / str(number), texts) as connection:
            rows = connection.sql(
                "select subject, name from staging.participants join staging.interactions using (interaction_id)"
                " order by all"
            )
            assert rows.fetchall() == [("Plan", "Noa Berg"), ("Plan", "Siv Ibsen")]


def answers(folder: Path, *files: str) -> list[tuple[int, str]]:
    """Return what Noa answered to each meeting of the series, by its day."""
    texts = {f"{number}.ics": text for number, text in enumerate((calendar("PUBLISH", *SERIES), *files))}
    with staged(folder, texts) as connection:
        return connection.sql(
            "select day(occurred_at), partstat from staging.participants join staging.interactions"
            " using (interaction_id) where email = 'noa@harbour.example' order by 1"
        ).fetchall()


def reply(partstat: str, *lines: str, day: int = 5) -> str:
    attendee = f"ATTENDEE;PARTSTAT={partstat};CN=Noa Berg:MAILTO:noa@harbour.example"
    return message("REPLY", attendee, *(lines or ("DTSTART;TZID=Europe/Oslo:20240108T090000",)), day=day)


def test_a_reply_answers_the_meeting_and_is_none(tmp_path: Path) -> None:
    accepted, declined = reply("ACCEPTED"), reply("DECLINED", INSTANCE, START, day=6)
    assert answers(tmp_path, accepted, declined) == [
        (8, "accepted"),
        (15, "declined"),
        (22, "accepted"),
        (29, "accepted"),
    ]


def test_who_was_uninvited_does_not_come_and_the_others_meet(tmp_path: Path) -> None:
    attendee = "ATTENDEE;PARTSTAT=ACCEPTED:mailto:noa@harbour.example"
    uninvited = message("CANCEL", INSTANCE, START, attendee, sequence=3)
    assert answers(tmp_path / "a", uninvited) == [
        (8, "needs-action"),
        (15, "declined"),
        (22, "needs-action"),
        (29, "needs-action"),
    ]
    assert set(states(tmp_path / "b", calendar("REQUEST", *SERIES), uninvited)["u"].values()) == {"confirmed"}


def test_of_two_replies_the_later_counts(tmp_path: Path) -> None:
    assert {answer for _, answer in answers(tmp_path, reply("DECLINED", day=6), reply("ACCEPTED"))} == {"declined"}


def test_a_calendar_that_was_written_after_the_reply_knows_better(tmp_path: Path) -> None:
    stale = reply("DECLINED").replace("DTSTAMP:20240105", "DTSTAMP:20231231")
    known = message("PUBLISH", *SERIES[3:6], SERIES[-1].replace("NEEDS-ACTION", "ACCEPTED"))
    assert {answer for _, answer in answers(tmp_path, stale, known)} == {"accepted"}


def test_a_calendar_that_knows_of_no_answer_takes_none_back(tmp_path: Path) -> None:
    declined = message("PUBLISH", *SERIES[3:6], SERIES[-1].replace("NEEDS-ACTION", "DECLINED"), day=2)
    unaware = message("PUBLISH", *SERIES[3:6], SERIES[-1], day=9)
    early = reply("ACCEPTED").replace("DTSTAMP:20240105", "DTSTAMP:20231231")
    assert {answer for _, answer in answers(tmp_path / "copy", declined, unaware)} == {"declined"}
    assert {answer for _, answer in answers(tmp_path / "reply", early, unaware)} == {"accepted"}


def test_who_is_asked_again_has_not_answered(tmp_path: Path) -> None:
    moved = message("REQUEST", *SERIES[3:6], SERIES[-1], sequence=3, day=9)
    assert {answer for _, answer in answers(tmp_path, reply("ACCEPTED"), moved)} == {"needs-action"}


def test_a_reply_alone_is_no_meeting(tmp_path: Path) -> None:
    with staged(tmp_path, {"reply.ics": reply("ACCEPTED")}) as connection:
        assert connection.sql("select count(*) from staging.interactions").fetchall() == [(0,)]


def test_the_newer_of_two_exports_tells_who_comes(tmp_path: Path) -> None:
    newer = calendar("PUBLISH", *SERIES).replace("NEEDS-ACTION", "DECLINED").replace("DTSTAMP:2024", "DTSTAMP:2025")
    older = calendar("PUBLISH", *SERIES)
    for number, files in enumerate(({"a.ics": newer, "b.ics": older}, {"a.ics": older, "b.ics": newer})):
        with staged(tmp_path / str(number), files) as connection:
            rows = connection.sql("select distinct partstat from staging.participants where role = 'attendee'")
            assert rows.fetchall() == [("declined",)]


WEEKLY = (
    "UID:u",
    "DTSTART;TZID=Europe/Oslo:20240108T090000",
    "DTEND;TZID=Europe/Oslo:20240108T093000",
    ORGANIZER,
    "ATTENDEE;PARTSTAT=ACCEPTED;CN=Noa Berg:mailto:noa@harbour.example",
)
OF_JANUARY = calendar("PUBLISH", *WEEKLY, "DTSTAMP:20240110T080000Z", "RRULE:FREQ=WEEKLY;COUNT=4")


LATER = {
    ("leaves a day out", "RRULE:FREQ=WEEKLY;COUNT=4", "EXDATE;TZID=Europe/Oslo:20240122T090000"): [8, 15, 29],
    ("shorter", "RRULE:FREQ=WEEKLY;COUNT=2"): [8, 15],
    ("ended", "RRULE:FREQ=WEEKLY;UNTIL=20240116T000000Z"): [8, 15],
    ("the same", "RRULE:FREQ=WEEKLY;COUNT=4"): [8, 15, 22, 29],
    ("endless", "RRULE:FREQ=WEEKLY"): [8, 15, 22, 29],
    # An instance alone says nothing of the others.
    ("instance", "RECURRENCE-ID;TZID=Europe/Oslo:20240108T090000"): [8, 15, 22, 29],
}


def test_what_a_newer_calendar_no_longer_holds_did_not_happen(tmp_path: Path) -> None:
    of_january = "".join(OF_JANUARY.replace("UID:u", f"UID:{uid}") for uid, *_ in LATER)
    of_march = "".join(
        calendar("PUBLISH", *WEEKLY, "DTSTAMP:20240310T080000Z", *lines).replace("UID:u", f"UID:{uid}")
        for uid, *lines in LATER
    )
    found = states(tmp_path, of_january, of_march)
    assert {uid: sorted(day for day, state in days.items() if state == "confirmed") for uid, days in found.items()} == {
        uid: days for (uid, *_), days in LATER.items()
    }


def test_what_had_happened_when_a_calendar_was_written_stays(tmp_path: Path) -> None:
    moved = [line.replace("20240108T09", "20240109T09") for line in WEEKLY]
    of_march = calendar("PUBLISH", *moved, "DTSTAMP:20240310T080000Z", "RRULE:FREQ=WEEKLY;COUNT=4")
    with staged(tmp_path, {"january.ics": OF_JANUARY, "march.ics": of_march}) as connection:
        rows = connection.sql(
            "select day(occurred_at) from staging.interactions where state = 'confirmed' order by 1"
        ).fetchall()
    assert [day for (day,) in rows] == [8, 9, 16, 23, 30]


def test_groups_rooms_and_calendars_are_nobody(tmp_path: Path) -> None:
    invited = {
        "data-team@harbour.example": "CUTYPE=GROUP;CN=Data Team",
        "elbe@harbour.example": "CUTYPE=ROOM;ROLE=NON-PARTICIPANT;CN=Elbe",
        "abc@import.calendar.google.com": "CN=Ana Falk",
        "abc@group.calendar.google.com": "CN=Ana Falk",
        "abc@resource.calendar.google.com": "CN=Ana Falk",
        "unknownorganizer@calendar.google.com": "CN=unknownorganizer@calendar.google.com",
        "ana@calendar.example": "CN=Ana Falk",
    }
    lines = [f"ATTENDEE;{parameters}:mailto:{email}" for email, parameters in invited.items()]
    with staged(tmp_path, {"a.ics": message("REQUEST", START, *lines)}) as connection:
        functions.register(connection)
        build(connection, load_models(("resolution",)))
        reasons = dict(connection.sql("select email, reason from resolution.excluded_addresses").fetchall())
    assert reasons == {
        "data-team@harbour.example": "mailing list",
        "elbe@harbour.example": "calendar resource",
        "abc@import.calendar.google.com": "shared calendar",
        "abc@group.calendar.google.com": "shared calendar",
        "abc@resource.calendar.google.com": "calendar resource",
        "unknownorganizer@calendar.google.com": "shared calendar",
    }
