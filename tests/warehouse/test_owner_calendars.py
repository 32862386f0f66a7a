"""Whose exports these are and where their owner lives, as calendars tell it: one's own and those of others."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from pathlib import Path

import pytest

from tests.warehouse.landed import staged

IDA, IDA_AT_HOME, TOM = "ida@harbour.example", "ida.brandt@home.example", "tom@reef.example"
IDAS_NAME = "Ida Brandt"
OSLO, NEW_YORK = "TZID=Europe/Oslo:20240108T090000", "TZID=America/New_York:20240109T190000"


def event(*parties: tuple[str, str], start: str = OSLO, organizer: str = "mara@oakline.example") -> str:
    attendees = "".join(f"ATTENDEE;CN={name}:mailto:{email}\n" for name, email in parties)
    who = f"ORGANIZER:mailto:{organizer}\n{attendees}" if parties else ""
    uid = "-".join((start, organizer, *(email for _, email in parties)))
    return f"BEGIN:VEVENT\nUID:{uid}\nDTSTAMP:20240301T080000Z\nDTSTART;{start}\n{who}END:VEVENT\n"


def calendar(*events: str, name: str = "", zone: str = "") -> str:
    lines = "".join(f"X-WR-{key}:{value}\n" for key, value in (("CALNAME", name), ("TIMEZONE", zone)) if value)
    return f"BEGIN:VCALENDAR\n{lines}{''.join(events)}END:VCALENDAR\n"


def owners(folder: Path, files: Mapping[str, str], me: Iterable[str] = ()) -> set[str]:
    with staged(folder, files, me=[*me]) as connection:
        return {email for (email,) in connection.sql("select canonical_email from staging.owner_addresses").fetchall()}


def time_zone(folder: Path, files: Mapping[str, str], me: Iterable[str] = (IDA,)) -> str:
    with staged(folder, files, me=[*me]) as connection:
        [(name,)] = connection.sql("select time_zone from staging.owner").fetchall()
    return str(name)


OF_TOM = calendar(*(event((TOM, TOM), start=f"TZID=Europe/Oslo:2024020{day}T090000") for day in (1, 2, 5)), name=TOM)


@pytest.mark.parametrize("name", [IDAS_NAME, IDA])
def test_a_colleague_whose_calendar_is_shared_is_not_the_owner_who_is_known(tmp_path: Path, name: str) -> None:
    together = [event((name, IDA), (TOM, TOM), start=f"TZID=Europe/Oslo:2024030{day}T090000") for day in (1, 4, 5)]
    mine = calendar(*together, event((name, IDA), start=NEW_YORK), name=IDA)
    assert owners(tmp_path, {"mine.ics": mine, "tom.ics": OF_TOM}, me=[IDA]) == {IDA}


def test_ones_own_other_address_may_be_invited_now_and_then(tmp_path: Path) -> None:
    mine = calendar(event((IDAS_NAME, IDA), (IDA_AT_HOME, IDA_AT_HOME)), name=IDA)
    at_home = calendar(event((IDA_AT_HOME, IDA_AT_HOME)), name=IDA_AT_HOME)
    assert owners(tmp_path, {"mine.ics": mine, "home.ics": at_home}, me=[IDA]) == {IDA, IDA_AT_HOME}


def test_meetings_with_nobody_tell_where_the_owner_lives_sooner_than_invitations(tmp_path: Path) -> None:
    days = [event(start=f"TZID=Europe/Oslo:2024030{day}T090000") for day in (1, 4, 5)]
    invited = [event((IDAS_NAME, IDA), start=f"TZID=America/New_York:2024031{day}T190000") for day in (1, 2, 3, 4, 5)]
    assert time_zone(tmp_path, {"mine.ics": calendar(*days, *invited, name=IDA)}) == "Europe/Oslo"


def test_a_colleague_with_a_name_is_not_the_owner_whose_name_nobody_tells(tmp_path: Path) -> None:
    mine = calendar(event((IDA, IDA), ("Bo Berg", "bo@fjord.example")), name=IDA)
    theirs = OF_TOM.replace(f"CN={TOM}", "CN=Tom Sousa")
    assert owners(tmp_path, {"mine.ics": mine, "tom.ics": theirs}, me=[IDA]) == {IDA}


def test_an_address_without_a_name_is_the_owners_if_nobody_else_bears_it(tmp_path: Path) -> None:
    mine = calendar(event((IDAS_NAME, IDA)), name=IDA)
    at_home = calendar(event((IDA_AT_HOME, IDA_AT_HOME)), name=IDA_AT_HOME)
    assert owners(tmp_path, {"mine.ics": mine, "home.ics": at_home}, me=[IDA]) == {IDA, IDA_AT_HOME}


def test_of_two_calendars_of_which_nothing_tells_whose_they_are_the_fuller_is_the_owners(tmp_path: Path) -> None:
    mine = calendar(event((IDA, IDA)), name=IDA)
    assert owners(tmp_path, {"mine.ics": mine, "tom.ics": OF_TOM}) == {TOM}


def test_two_calendars_of_one_name_are_one_persons(tmp_path: Path) -> None:
    mine = calendar(event((IDAS_NAME, IDA)), event((IDAS_NAME, IDA), start=NEW_YORK), name=IDA)
    at_home = calendar(event(("Brandt\\, Ida", IDA_AT_HOME)), name=IDA_AT_HOME)
    assert owners(tmp_path, {"mine.ics": mine, "home.ics": at_home}) == {IDA, IDA_AT_HOME}


def test_holidays_and_days_tell_no_time_zone(tmp_path: Path) -> None:
    days = [event(start=f"VALUE=DATE:2024010{day}") for day in range(1, 6)]
    mine = calendar(event((IDAS_NAME, IDA)))
    holidays = calendar(*days, name="Holidays", zone="UTC")
    abroad = calendar(*days, name="Fairs", zone="Asia/Tokyo")
    assert time_zone(tmp_path / "said", {"mine.ics": mine, "a.ics": holidays, "b.ics": abroad}) == "Europe/Oslo"
    assert time_zone(tmp_path / "days", {"a.ics": holidays, "b.ics": abroad}) == "Asia/Tokyo"


def test_utc_is_where_nothing_else_is_told(tmp_path: Path) -> None:
    in_utc = calendar(*(event((IDAS_NAME, IDA), start=f"TZID=Etc/UTC:2024010{day}T090000") for day in (1, 2, 3)))
    assert time_zone(tmp_path / "alone", {"utc.ics": in_utc}) in ("UTC", "Etc/UTC")
    assert time_zone(tmp_path / "said", {"utc.ics": in_utc, "mine.ics": calendar(event((IDAS_NAME, IDA)))}) == (
        "Europe/Oslo"
    )


def test_meetings_of_the_owners_tell_the_time_zone_before_those_of_others(tmp_path: Path) -> None:
    others = [event(("Bo Berg", "bo@fjord.example"), start=NEW_YORK.replace("09T", f"1{day}T")) for day in range(3)]
    assert time_zone(tmp_path, {"mine.ics": calendar(event((IDAS_NAME, IDA)), *others)}) == "Europe/Oslo"


def test_who_calls_a_meeting_writes_it_in_their_own_zone(tmp_path: Path) -> None:
    invited = [event((IDAS_NAME, IDA), start=NEW_YORK.replace("09T", f"1{day}T")) for day in range(3)]
    called = event((TOM, TOM), organizer=IDA)
    assert time_zone(tmp_path, {"mine.ics": calendar(called, *invited)}) == "Europe/Oslo"


def test_only_a_calendar_that_bears_the_owners_address_keeps_their_meetings(tmp_path: Path) -> None:
    team = ("Team", "team@harbour.example")
    files = {
        "mine.ics": calendar(event(team), event((IDAS_NAME, IDA), start=NEW_YORK), name=IDA.upper()),
        "tom.ics": calendar(event(("Tom Sousa", TOM), team), name=TOM),
        "other.ics": calendar(event((TOM, TOM), start=NEW_YORK), name="Calendar"),
    }
    with staged(tmp_path, files, me=[IDA]) as connection:
        rows = connection.sql(
            "select source_path from staging.meetings_kept join staging.interactions using (interaction_id)"
        ).fetchall()
    assert [Path(path).name for (path,) in rows] == ["mine.ics", "mine.ics"]
