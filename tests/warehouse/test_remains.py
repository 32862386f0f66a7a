from __future__ import annotations

from datetime import date, timedelta
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tests.inboxes import AS_OF, land_inbox, message, tree, write_all
from tests.warehouse.plugged import landed_rows
from warehouse.landing import Landing, landed_units


def name(number: int) -> str:
    return f"md/cur/17{number:04d}.x:2,S"


def keys(place: Landing) -> list[int]:
    return sorted(int(key.partition("@")[0]) for key in landed_rows(place.root, "interactions")["natural_key"])


def records(place: Landing) -> int:
    return sum(unit.records for unit in landed_units(place))


@pytest.fixture
def place(tmp_path: Path) -> Landing:
    write_all(tmp_path / "inbox", {name(number): message(number) for number in range(5)})
    land_inbox(tmp_path / "inbox", tmp_path / "landing")
    return Landing(tmp_path / "landing")


def test_a_message_that_was_deleted_stays_landed_and_no_other_counts_twice(tmp_path: Path, place: Landing) -> None:
    (tmp_path / "inbox" / name(2)).unlink()
    land_inbox(tmp_path / "inbox", place.root, date(2026, 7, 7))
    assert keys(place) == [0, 1, 2, 3, 4]
    assert records(place) == 5
    assert {at.date() for at in landed_rows(place.root, "interactions")["landed_at"]} == {AS_OF}
    before = tree(place.root)
    land_inbox(tmp_path / "inbox", place.root, date(2026, 7, 14))
    assert tree(place.root) == before


def test_a_message_that_comes_back_is_counted_once(tmp_path: Path, place: Landing) -> None:
    (tmp_path / "inbox" / name(2)).unlink()
    land_inbox(tmp_path / "inbox", place.root)
    write_all(tmp_path / "inbox", {name(2): message(2)})
    land_inbox(tmp_path / "inbox", place.root)
    assert keys(place) == [0, 1, 2, 3, 4]
    assert records(place) == 5
    assert len(landed_units(place)) == 1


def test_a_message_that_was_replaced_under_its_name_stays_beside_the_new_one(tmp_path: Path, place: Landing) -> None:
    write_all(tmp_path / "inbox", {name(2): message(99)})
    land_inbox(tmp_path / "inbox", place.root)
    assert keys(place) == [0, 1, 2, 3, 4, 99]
    assert records(place) == 6


def test_what_arrives_while_another_goes_is_new(tmp_path: Path, place: Landing) -> None:
    (tmp_path / "inbox" / name(0)).unlink()
    write_all(tmp_path / "inbox", {name(5): message(5)})
    land_inbox(tmp_path / "inbox", place.root, date(2026, 7, 7))
    rows = landed_rows(place.root, "interactions")
    days = {key: at.date() for key, at in zip(rows["natural_key"], rows["landed_at"], strict=True)}
    assert days.pop("5@harbour.example") == date(2026, 7, 7)
    assert set(days.values()) == {AS_OF}
    assert records(place) == 6


Presence = set[int]


@settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.lists(st.sets(st.integers(0, 7), min_size=1), min_size=2, max_size=5))
def test_whatever_comes_and_goes_is_landed_once(
    tmp_path_factory: pytest.TempPathFactory, presences: list[Presence]
) -> None:
    folder = tmp_path_factory.mktemp("maildir")
    place = Landing(folder / "landing")
    seen: Presence = set()
    first_seen: dict[int, date] = {}
    for run, (before, present) in enumerate(zip([set(), *presences], presences, strict=False)):
        as_of = AS_OF + timedelta(days=run)
        for number in sorted(before - present):
            (folder / "inbox" / name(number)).unlink()
        write_all(folder / "inbox", {name(number): message(number) for number in present - before})
        land_inbox(folder / "inbox", place.root, as_of)
        seen |= present
        first_seen = {number: first_seen.get(number, as_of) for number in seen}
        assert keys(place) == sorted(seen)
        assert records(place) == len(seen)
