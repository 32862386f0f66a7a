from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from typing import Any

from tests.warehouse.small_world import TODAY, SmallWorld, ago, known_well, world
from tests.warehouse.suggested import occasions, suggested


def test_a_tie_that_cools_is_told_with_its_dates_and_counts() -> None:
    small = world("ana")
    known_well(small, "ana")
    action = suggested(small)["ana"]
    assert action.title == "Write to Ana"
    assert action.reason == (
        "You last wrote on 23 Jun 2026 (150 days ago); your longest silence before was 19 days. "
        "30 days of contact since Sep 2025."
    )
    assert (action.family, action.channel, action.is_this_week) == ("keep_in_touch", "ana@ana.example", True)


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
        'Wrote to you on 11 Nov 2026 (9 days ago): "Could you look at this?"; you have not answered.'
    )
    assert found["ana"].priority >= 90
    assert max(action.priority for key, action in found.items() if key != "ana") < 90
    assert occasions(small)["bo"] == {"message unanswered"}


def moment(day: date, hour: int) -> datetime:
    return datetime(day.year, day.month, day.day, hour, tzinfo=UTC)


def test_kindness_is_to_be_thanked_for_after_two_weeks() -> None:
    small = world("ana", "bo", "cleo", "dov", "eva", "fay")
    for key in ("ana", "bo", "cleo", "dov"):
        small.linkedin("connection", ago(700), key, "me")
    small.linkedin("recommendation", ago(40), "ana", "me", has_text=True)
    small.linkedin("endorsement", ago(40), "bo", "me", subject="SQL")
    small.linkedin("endorsement", ago(40), "cleo", "me", subject="SQL")
    small.mail(ago(20), "me", "cleo")
    small.linkedin("recommendation", ago(9), "dov", "me", has_text=True)
    small.linkedin("invitation", ago(22), "eva", "me", has_text=True)
    small.linkedin("invitation", ago(22), "fay", "me", has_text=True, occurred_at=moment(ago(22), hour=20))
    small.linkedin("connection", ago(22), "fay", "me")
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
    small.person("cleo", site="acme.example", company="Ember Capital")
    known_well(small, "ana", last=380)
    known_well(small, "cleo", last=70)
    found = occasions(small)
    assert "moved on" in found["ana"]
    # Who was in touch all the year knows.
    assert "moved on" not in found["cleo"]


def test_who_gave_more_than_they_got_is_owed_help() -> None:
    small = world("leila")
    for number in range(3):
        small.mail(ago(400 - 100 * number), "me", "leila", subject="A question")
        small.mail(ago(399 - 100 * number), "leila", "me", subject="Re: A question")
        small.mail(ago(350 - 100 * number), "leila", "me", subject="An idea")
    small.mail(ago(60), "leila", "me", subject="And another idea")
    assert small.query("select reason from relations.favours_owed") == [
        (
            "In three years they answered 3 of the 3 conversations that you opened; you answered 0 of their 4. "
            "They last wrote on 21 Sep 2026.",
        )
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
    whole_day: dict[str, Any] = {"is_all_day": True, "ended_at": None}
    small.meeting(ago(360), "ana", subject="Data Harbour 2025", place="Hamburg", **whole_day)
    small.linkedin("industry_event", ago(-20), "me", subject="Data Harbour 2026", place="Hamburg")
    small.meeting(ago(-30), "bo", "cleo", subject="Winter school", place="Oslo", **whole_day)
    found = suggested(small)
    assert found["ana"].reason == (
        'You were both at "Data Harbour 2025" on 25 Nov 2025; "Data Harbour 2026" is on 10 Dec 2026 in Hamburg; '
        "you last wrote on 23 Jun 2026."
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
        small.meeting(ago(-days), "ana", "bo", subject="Winter school", is_all_day=True)
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
    title = "select title from relations.actions_valued where occasion = 'introduction'"
    assert small.query(title) == [(rows[0][0],)]
    other = rows[0][0].rpartition(" ")[2].lower()
    small.decide("dismiss", f"{other}@{other}.example", ago(2))
    assert small.query(title) == []


def test_a_channel_lost_with_a_job_is_worth_looking_for() -> None:
    small = SmallWorld(TODAY)
    small.tenure("Acme Robotics", "Engineer", date(2019, 3, 1), date(2026, 6, 1))
    small.own_address("work", "me@acme-robotics.example")
    small.person("ana", site="acme-robotics.example")
    small.person("bo")
    for day in range(0, 150, 10):
        small.mail(date(2026, 1, 1) + timedelta(days=day), "ana", "work")
    small.mail(ago(1), "bo", "me")
    assert suggested(small)["ana"].title == "Find Ana again"
