from __future__ import annotations

import json
from datetime import date, timedelta
from typing import Any, NamedTuple

import pytest

from tests.warehouse.small_world import SmallWorld

TODAY = date(2026, 11, 20)


class Action(NamedTuple):
    """What a test looks at of an action."""

    family: str
    title: str
    reason: str
    state: str
    channel: str
    priority: int
    is_this_week: bool
    evidence: dict[str, Any]
    action_id: str


def ago(days: int) -> date:
    return TODAY - timedelta(days=days)


def ahead(days: int) -> date:
    return TODAY + timedelta(days=days)


def world(*people: str, **options: Any) -> SmallWorld:
    small = SmallWorld(TODAY, **options)
    for key in people:
        small.person(key)
    return small


def known_well(small: SmallWorld, key: str, last: int = 150, every: int = 20, days: int = 15) -> None:
    """Let the owner and a person exchange mails for a while, until so many days ago; the owner has the last word."""
    for number in range(days):
        asked = small.mail(ago(last + 1 + every * number), key, "me", subject="Reviewing the ETL rewrite")
        small.mail(ago(last + every * number), "me", key, subject="Re: Reviewing the ETL rewrite", in_reply_to=asked)


def suggested(small: SmallWorld) -> dict[str, Action]:
    columns = "family, title, reason, state, channel, priority, is_this_week, evidence, action_id"
    rows = small.query(f"select person_id, {columns} from main.suggested_actions")
    return {key: Action(*more[:7], json.loads(more[7]), more[8]) for key, *more in rows}


def occasions(small: SmallWorld) -> dict[str, set[str]]:
    found: dict[str, set[str]] = {}
    for key, occasion in small.query("select person_id, occasion from relations.actions_possible"):
        found.setdefault(key, set()).add(occasion)
    return found


def test_a_tie_that_cools_is_told_with_its_dates_and_counts() -> None:
    small = world("ana")
    known_well(small, "ana")
    action = suggested(small)["ana"]
    assert action.title == "Write to Ana"
    assert action.reason == (
        "You last wrote on 23 Jun 2026 (150 days); your longest silence before was 19. "
        "30 days of contact since Sep 2025."
    )
    assert (action.family, action.channel, action.is_this_week) == ("keep_in_touch", "ana@ana.example", True)


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


def test_an_unanswered_mail_of_somebody_whom_the_owner_usually_answers_comes_first() -> None:
    small = world("ana", "bo", "cleo")
    for key in ("ana", "cleo"):
        known_well(small, key)
    for day in range(200, 400, 20):
        small.mail(ago(day), "bo", "me")
    for key in ("ana", "bo"):
        small.mail(ago(9), key, "me", subject="Could you look at this?")
    found = suggested(small)
    assert found["ana"].title == "Reply to Ana"
    assert found["ana"].reason.startswith(
        'Wrote on 11 Nov 2026 (9 days ago): "Could you look at this?"; you have not answered.'
    )
    assert found["ana"].priority >= 90
    assert max(action.priority for key, action in found.items() if key != "ana") < 90
    assert occasions(small)["bo"] == {"message unanswered"}


def test_nothing_is_suggested_while_the_last_word_is_the_owners_and_fresh() -> None:
    small = world("ana")
    known_well(small, "ana")
    small.mail(ago(13), "me", "ana")
    assert suggested(small) == {}


def test_nothing_is_suggested_to_whom_the_owner_will_meet_anyway() -> None:
    small = world("ana")
    known_well(small, "ana")
    small.meeting(ahead(10), "ana")
    assert suggested(small) == {}


def test_kindness_is_to_be_thanked_for_after_two_weeks() -> None:
    small = world("ana", "bo", "cleo", "dov", "eva")
    for key in ("ana", "bo", "cleo", "dov"):
        small.linkedin("connection", ago(700), key, "me")
    small.linkedin("recommendation", ago(40), "ana", "me", has_text=True)
    small.linkedin("endorsement", ago(40), "bo", "me", subject="SQL")
    small.linkedin("endorsement", ago(40), "cleo", "me", subject="SQL")
    small.mail(ago(20), "me", "cleo")
    small.linkedin("recommendation", ago(9), "dov", "me", has_text=True)
    small.linkedin("invitation", ago(22), "eva", "me", has_text=True)
    found = {key: action.reason for key, action in suggested(small).items() if action.family == "show_appreciation"}
    assert found == {
        "ana": "Recommended you on 11 Oct 2026; you have not written since.",
        "bo": "Endorsed you for SQL on 11 Oct 2026; you have not written since.",
        "eva": "Invited you to connect on 29 Oct 2026, with a note of their own; you have not answered.",
    }


def test_a_farewell_is_due_after_a_job() -> None:
    small = SmallWorld(TODAY)
    small.tenure("Acme", "Engineer", date(2019, 1, 1), date(2026, 9, 1))
    for key in ("ana", "bo"):
        small.person(key, site="acme.example")
        known_well(small, key, last=90)
    small.mail(date(2026, 9, 28), "me", "bo")
    assert "farewell due" in occasions(small)["ana"]
    assert "farewell due" not in occasions(small).get("bo", set())


def test_a_move_between_two_exports_is_noticed() -> None:
    small = world("tom")
    known_well(small, "tom")
    small.card("tom", ago(90), "Larkspur", "Engineer")
    small.card("tom", ago(2), "Brightwater Labs", "Engineer")
    action = suggested(small)["tom"]
    assert action.family == "offer_help"
    assert action.reason == ("Moved from Larkspur to Brightwater Labs, between 22 Aug 2026 and 18 Nov 2026.")


def test_the_same_company_spelled_otherwise_is_no_move() -> None:
    small = world("tom")
    known_well(small, "tom")
    small.card("tom", ago(90), "Larkspur GmbH", "Engineer")
    small.card("tom", ago(2), "LARKSPUR", "Engineer")
    assert occasions(small)["tom"] == {"cooling", "last topic"}


def test_a_former_colleague_known_to_be_elsewhere_by_now() -> None:
    small = SmallWorld(TODAY)
    small.tenure("Acme", "Engineer", date(2019, 1, 1), date(2026, 6, 1))
    small.person("ana", site="acme.example", company="Ember Capital")
    small.person("bo", site="acme.example")
    known_well(small, "ana")
    assert "moved on" in occasions(small)["ana"]


def test_who_gave_more_than_they_got_is_owed_help() -> None:
    small = world("leila")
    for number in range(3):
        small.mail(ago(400 - 100 * number), "me", "leila", subject="A question")
        small.mail(ago(399 - 100 * number), "leila", "me", subject="Re: A question")
        small.mail(ago(350 - 100 * number), "leila", "me", subject="An idea")
    small.mail(ago(60), "leila", "me", subject="And another idea")
    assert small.query("select reason from relations.favours_owed") == [
        ("Of 3 conversations that you opened they answered 3; of their 4 you answered 0. Last contact on 21 Sep 2026.",)
    ]


def test_who_holds_a_position_that_the_owner_held() -> None:
    small = SmallWorld(TODAY)
    small.tenure("Acme", "Data Engineer", date(2019, 1, 1), date(2022, 6, 1))
    small.person("ida", company="Larkspur", position="Data  engineer")
    known_well(small, "ida")
    assert "position shared" in occasions(small)["ida"]


def test_an_event_ahead_names_who_was_at_an_earlier_edition() -> None:
    small = world("ana", "bo", "cleo")
    for key in ("ana", "bo", "cleo"):
        known_well(small, key)
    whole_day = {"is_all_day": True, "ended_at": None}
    small.meeting(ago(360), "ana", subject="Data Harbour 2025", place="Hamburg", **whole_day)
    small.linkedin("industry_event", ahead(20), "me", subject="Data Harbour 2026", place="Hamburg")
    small.meeting(ahead(30), "bo", "cleo", subject="Winter school", place="Oslo", **whole_day)
    found = suggested(small)
    assert found["ana"].reason.startswith(
        'You were both at "Data Harbour 2025" on 25 Nov 2025; "Data Harbour 2026" is on 10 Dec 2026 in Hamburg.'
    )
    assert {found[key].title for key in ("bo", "cleo")} == {
        'Talk to Bo at "Winter school"',
        'Talk to Cleo at "Winter school"',
    }


def test_an_event_too_near_or_too_far_is_no_occasion() -> None:
    small = world("ana", "bo")
    for key in ("ana", "bo"):
        known_well(small, key)
    for days in (2, 46):
        small.meeting(ahead(days), "ana", "bo", subject="Winter school", is_all_day=True)
    assert small.query("select * from relations.events_ahead") == []


def test_birthdays_and_anniversaries_of_the_coming_two_weeks() -> None:
    small = SmallWorld(TODAY)
    small.person("sofia", birthday="1980-11-24")
    small.person("late", birthday="--12-24")
    small.person("ana")
    for key in ("sofia", "late", "ana"):
        known_well(small, key)
    small.linkedin("connection", date(2019, 12, 1), "ana", "me")
    found = dict(small.query("select person_id, title from relations.dates_ahead"))
    assert found == {"sofia": "Wish Sofia a happy birthday", "ana": "Write to Ana: 7 years connected"}


def test_a_birthday_on_the_29th_of_february_comes_every_year() -> None:
    small = SmallWorld(date(2027, 2, 20))
    small.person("hana", birthday="--02-29")
    for day in range(3):
        small.mail(ago(day), "hana", "me")
    assert small.query("select due_on from relations.dates_ahead") == [(date(2027, 2, 28),)]


def test_the_last_topic_is_where_to_take_a_conversation_up() -> None:
    small = world("ana", "bo")
    known_well(small, "ana")
    for day in (100, 120, 140, 160):
        small.mail(ago(day), "bo", "me", subject="Hi")
    assert small.query("select person_id, title from relations.topics_left") == [
        ("ana", 'Take up "Reviewing the ETL rewrite" with Ana')
    ]


def test_two_shared_skills_are_something_to_work_on() -> None:
    small = world("mei", "bo")
    for key in ("mei", "bo"):
        known_well(small, key)
        small.linkedin("endorsement", ago(1000), key, "me", subject="SQL")
    small.linkedin("endorsement", ago(900), "me", "mei", subject="dbt")
    rows = small.query("select person_id, reason from relations.skills_shared")
    assert [key for key, _ in rows] == ["mei"]
    assert rows[0][1].startswith("You endorsed each other for SQL and dbt (last on 3 Jun 2024)")


def test_two_strong_ties_with_the_same_craft_should_know_each_other() -> None:
    small = SmallWorld(TODAY)
    for key, company in {"ana": "Fernhill", "bo": "Ardent", "cleo": "Oakham"}.items():
        small.person(key, company=company)
        known_well(small, key)
        small.linkedin("endorsement", ago(1000), key, "me", subject="Data Strategy")
    small.meeting(ago(500), "ana", "cleo")
    small.meeting(ago(501), "bo", "cleo")
    rows = small.query("select title, reason from relations.introductions_possible")
    assert len(rows) == 1
    assert rows[0][0] in ("Introduce Ana to Bo", "Introduce Bo to Ana")
    assert "Both endorsed you for Data Strategy" in rows[0][1]


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
    small.decide("snooze", "snoozed@snoozed.example", ago(5), until=ahead(5))
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
    small.variables["as_of"] = ahead(7)
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


def test_a_channel_lost_with_a_job_is_worth_looking_for() -> None:
    small = SmallWorld(TODAY)
    small.tenure("Acme Robotics", "Engineer", date(2019, 3, 1), date(2026, 6, 1))
    small.parties["work"] = small.parties["owner"] | {"email": "me@acme-robotics.example"}
    small.rows["resolution.addresses"].append(
        {"email": "me@acme-robotics.example", "domain_kind": "own", "site": "acme-robotics.example"}
        | {"site_label": "acmerobotics"}
    )
    small.person("ana", site="acme-robotics.example")
    small.person("bo")
    for day in range(0, 150, 10):
        small.mail(date(2026, 1, 1) + timedelta(days=day), "ana", "work")
    small.mail(ago(1), "bo", "me")
    assert suggested(small)["ana"].title == "Find Ana again"
