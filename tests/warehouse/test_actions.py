from __future__ import annotations

import pytest

from tests.warehouse.small_world import TODAY, SmallWorld, ago, known_well, world
from tests.warehouse.suggested import suggested


def test_evidence_decomposes_the_expected_value() -> None:
    small = world("ana")
    known_well(small, "ana")
    parts = suggested(small)["ana"].evidence
    total = parts["value"] * parts["p_reply"] * parts["lift"] * parts["fit"] - parts["cost"]
    assert parts["expected_value"] == pytest.approx(total, abs=0.03)
    assert parts["facts"]["last_contact_on"] == str(ago(150))


def test_nothing_concrete_to_say_means_no_action() -> None:
    small = world("daily", "once", "fresh")
    for day in range(30):
        small.meeting(ago(day), "daily")
    small.linkedin("connection", ago(900), "once", "me")
    small.linkedin("connection", ago(9), "fresh", "me")
    assert suggested(small) == {}


def test_nothing_is_suggested_while_the_last_word_is_the_owners_and_fresh() -> None:
    small = world("ana")
    known_well(small, "ana")
    small.mail(ago(13), "me", "ana")
    assert suggested(small) == {}


def test_nothing_is_suggested_to_whom_the_owner_will_meet_anyway() -> None:
    small = world("ana")
    known_well(small, "ana")
    small.meeting(ago(-10), "ana")
    assert suggested(small) == {}


def test_the_week_keeps_its_budget_and_two_of_a_company() -> None:
    small = SmallWorld(TODAY, weekly_budget=3)
    for number in range(6):
        small.person(f"p{number}", company="Acme" if number < 4 else f"Other {number}")
        known_well(small, f"p{number}", days=15 - number)
    found = suggested(small)
    this_week = {key for key, action in found.items() if action.is_this_week}
    assert len(found) == 6
    assert len(this_week) == 3
    assert len(this_week & {"p0", "p1", "p2", "p3"}) == 2


def test_a_long_backlog_is_cut_at_eight_weeks() -> None:
    small = world(*(f"p{number}" for number in range(12)), weekly_budget=1)
    for number in range(12):
        known_well(small, f"p{number}", days=5)
    assert len(suggested(small)) == 8


def test_the_decisions_of_the_user_are_kept() -> None:
    names = ("done", "done_long_ago", "snoozed", "woken", "dismissed", "open")
    small = world(*names)
    for key in names:
        known_well(small, key)
    small.decide("done", "done@done.example", ago(5))
    small.decide("done", "done_long_ago@done_long_ago.example", ago(70))
    small.decide("snooze", "snoozed@snoozed.example", ago(5), until=ago(-5))
    small.decide("snooze", "woken@woken.example", ago(5), until=ago(1))
    small.decide("dismiss", "dismissed@dismissed.example", ago(300))
    assert {key: action.state for key, action in suggested(small).items()} == {
        "done": "done",
        "done_long_ago": "open",
        "snoozed": "snoozed",
        "woken": "open",
        "dismissed": "dismissed",
        "open": "open",
    }


def test_a_dismissed_action_gives_way_to_the_next_best() -> None:
    small = world("ana")
    known_well(small, "ana")
    first = suggested(small)["ana"]
    small.decide("dismissed", first.action_id, ago(0))
    second = suggested(small)["ana"]
    assert second.state == "open"
    assert second.title == 'Take up "Reviewing the ETL rewrite" with Ana'


def test_an_action_keeps_its_id_until_the_facts_change() -> None:
    small = world("ana")
    known_well(small, "ana")
    first = suggested(small)["ana"]
    small.variables["as_of"] = ago(-7)
    assert suggested(small)["ana"].action_id == first.action_id
    small.mail(ago(120), "me", "ana")
    assert suggested(small)["ana"].action_id != first.action_id


def test_a_pin_brings_somebody_up() -> None:
    small = world("ana", "bo")
    for key in ("ana", "bo"):
        known_well(small, key, days=4)
    before = suggested(small)["bo"]
    small.decide("pin", "bo@bo.example", ago(3))
    after = suggested(small)["bo"]
    assert after.priority > before.priority
    assert after.evidence["is_pinned"]


def test_who_was_shown_and_left_makes_room_for_others() -> None:
    small = world("ana", "bo", weekly_budget=1)
    known_well(small, "ana", days=15)
    known_well(small, "bo", days=14)
    assert suggested(small)["ana"].is_this_week
    for week in (1, 2):
        small.decide("suggested", "ana@ana.example", ago(7 * week))
    assert suggested(small)["bo"].is_this_week
