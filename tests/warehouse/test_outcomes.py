"""What comes of suggesting: seen in the exports, said by the user, left undone, or held out."""

from __future__ import annotations

from datetime import date

from tests.warehouse.small_world import SmallWorld, ago, known_well, world
from tests.warehouse.suggested import Action, suggested


def journal(
    small: SmallWorld, key: str, day: date, action_id: str = "a1", about: str = "keep_in_touch/cooling"
) -> None:
    """Note that somebody was on the list of a week."""
    small.decide("suggested", f"{key}@{key}.example", day, other_key=action_id, value=about)


def test_a_message_after_the_suggestion_marks_it_done_and_tells_whether_it_was_answered() -> None:
    small = world("ana", "bo", "cleo", "dov")
    for key in ("ana", "bo", "cleo", "dov"):
        known_well(small, key)
        journal(small, key, ago(9))
    small.mail(ago(6), "me", "ana", subject="Long time")
    small.mail(ago(4), "ana", "me", subject="Re: Long time")
    small.mail(ago(9), "me", "bo")
    small.meeting(ago(5), "cleo")
    small.mail(ago(7), "dov", "me", subject="An idea")
    found = suggested(small)
    assert {key: action.state for key, action in found.items()} == {
        "ana": "done", "bo": "done", "cleo": "done", "dov": "open",
    }  # fmt: skip
    assert (
        found["ana"].reason == "Suggested on 11 Nov 2026; you wrote on 14 Nov 2026, and they answered on 16 Nov 2026."
    )
    assert found["bo"].reason == "Suggested on 11 Nov 2026; you wrote on 11 Nov 2026, with no answer so far."
    assert found["cleo"].reason == "Suggested on 11 Nov 2026; you met on 15 Nov 2026."
    assert found["ana"].evidence == {
        "occasion": "cooling", "suggested_on": str(ago(9)), "done_by": "email", "done_on": str(ago(6)),
        "answered_on": str(ago(4)),
    }  # fmt: skip
    assert not any(action.is_this_week for key, action in found.items() if key != "dov")


def test_the_outcome_of_every_suggestion_is_kept() -> None:
    small = world("ana", "bo", "cleo")
    for key in ("ana", "bo", "cleo"):
        known_well(small, key)
        journal(small, key, ago(50))
    small.mail(ago(30), "me", "ana")
    small.decide("done", "cleo@cleo.example", ago(49))
    columns = "person_id, done_by, done_on, answered_on, contacted_on"
    assert small.query(f"select {columns} from main.suggestions order by all") == [
        ("ana", "email", ago(30), None, ago(30)),
        ("bo", None, None, None, None),
        ("cleo", "your word", ago(49), None, None),
    ]


def test_what_they_wrote_since_it_was_done_is_owed_a_reply() -> None:
    small = world("ana")
    known_well(small, "ana", last=60)
    journal(small, "ana", ago(40))
    small.mail(ago(29), "me", "ana", subject="Long time")
    small.mail(ago(4), "ana", "me", subject="Could you look at this?")
    assert suggested(small)["ana"].title == "Reply to Ana"
    small.decide("done", "ana@ana.example", ago(20))
    assert suggested(small)["ana"].state == "open"
    small.decide("done", "ana@ana.example", ago(2))
    assert suggested(small)["ana"].state == "done"


def test_the_same_fact_is_not_put_forward_again_once_it_was_acted_upon() -> None:
    small = world("mei")
    known_well(small, "mei", last=200)
    for skill in ("SQL", "dbt"):
        small.linkedin("endorsement", ago(1000), "mei", "me", subject=skill)
    by_occasion = dict(small.query("select occasion, action_id from relations.actions_possible"))
    journal(small, "mei", ago(100), by_occasion["skills shared"], "collaborate/skills shared")
    small.mail(ago(95), "me", "mei", subject="A plan")
    rows = small.query("select occasion from relations.actions_valued")
    assert ("skills shared",) not in rows
    assert rows


def test_who_is_shown_stays_for_the_week_and_who_is_done_counts_against_it() -> None:
    small = world("ana", "bo", "cleo", weekly_budget=2)
    for number, key in enumerate(("ana", "bo", "cleo")):
        known_well(small, key, days=15 - number)
    first = suggested(small)
    assert this_week(first) == {"ana", "bo"}
    journal(small, "bo", ago(2), first["bo"].action_id)
    journal(small, "cleo", ago(2), first["cleo"].action_id)
    assert this_week(suggested(small)) == {"bo", "cleo"}
    small.mail(ago(1), "me", "bo")
    assert this_week(suggested(small)) == {"cleo"}


def this_week(found: dict[str, Action]) -> set[str]:
    return {key for key, action in found.items() if action.is_this_week}


def test_who_was_shown_three_weeks_in_vain_is_left_alone_for_four_and_told_so() -> None:
    small = world("ana", "bo")
    for key in ("ana", "bo"):
        known_well(small, key)
    for weeks in (2, 3, 4):
        journal(small, "ana", ago(7 * weeks))
    found = suggested(small)
    assert found["ana"].reason.endswith(" Suggested in 3 weeks, and left: you are asked every 28 days now.")
    assert found["ana"].evidence["rests_until"] == str(ago(14 - 28))
    assert this_week(found) == {"bo"}
    small.variables["as_of"] = ago(14 - 28)
    assert this_week(suggested(small)) == {"ana", "bo"}


def test_a_cadence_that_the_user_wants_overrides_the_estimate() -> None:
    small = world("ana", "bo", "cleo", "dov")
    for key in ("ana", "bo", "cleo", "dov"):
        known_well(small, key, last=75)
    for key, days in {"ana": "60", "bo": "90", "#mentors": "75"}.items():
        small.decide("cadence", key if key[0] == "#" else f"{key}@{key}.example", ago(3), value=days)
    small.decide("tag", "cleo@cleo.example", ago(3), value="mentors")
    small.decide("tag", "dov@dov.example", ago(3), value="mentors")
    small.decide("untag", "dov@dov.example", ago(2), value="mentors")
    reasons = {key: action.reason for key, action in suggested(small).items()}
    assert reasons["ana"] == "You want to be in touch every 60 days; 75 days since you last wrote on 6 Sep 2026."
    assert reasons["cleo"] == (
        "You want to be in touch every 75 days (#mentors); 75 days since you last wrote on 6 Sep 2026."
    )
    assert not any("every" in reasons.get(key, "") for key in ("bo", "dov"))
    assert small.query("select person_id, tags, wanted_days, wanted_for from main.wishes order by 1") == [
        ("ana", [], 60, None),
        ("bo", [], 90, None),
        ("cleo", ["mentors"], 75, "#mentors"),
    ]
    for weeks in (1, 2, 3):
        journal(small, "ana", ago(7 * weeks))
    assert "ana" not in suggested(small)


def test_the_later_word_wins_whatever_the_order_of_the_lines() -> None:
    small = world("ana", "bo", "cleo")
    for key in ("ana", "bo", "cleo"):
        known_well(small, key)
        address = f"{key}@{key}.example"
        small.decide("dismiss" if key == "bo" else "done", address, ago(2))
        small.decide("snooze", address, ago(5 if key == "ana" else 1), until=ago(-9))
    small.decide("reopen", "cleo@cleo.example", ago(0))
    states = {key: action.state for key, action in suggested(small).items()}
    assert states == {"ana": "done", "bo": "snoozed", "cleo": "open"}


def test_from_a_hundred_suggestions_on_a_tenth_is_held_out_if_the_user_wants() -> None:
    people = [f"p{number}" for number in range(60)]
    small = world(*people, weekly_budget=60)
    for key in people:
        known_well(small, key, days=5)
    for number in range(99):
        small.decide("suggested", f"x{number}@nobody.example", ago(90), other_key=f"a{number}")
    small.decide("holdout", "seed", ago(5), value="0123abcd")
    query = (
        "select count(*) filter (where is_held_out), count(*) filter (where is_this_week) from main.suggested_actions"
    )
    assert small.query(query) == [(0, 60)]
    small.decide("suggested", "x99@nobody.example", ago(90), other_key="a99")
    ((held_out, shown),) = small.query(query)
    assert 1 <= held_out <= 12
    assert held_out + shown == 60
    assert small.query(query) == [(held_out, shown)]
    small.decide("holdout", "seed", ago(4), value="")
    assert small.query(query) == [(0, 60)]


def test_after_an_event_whoever_was_not_written_to_is_followed_up() -> None:
    small = world("ana", "bo", "cleo")
    for key in ("ana", "bo"):
        known_well(small, key)
    small.meeting(ago(8), *("ana", "bo"), subject="Data Harbour 2026", place="Hamburg", is_all_day=True, ended_at=None)
    small.linkedin("industry_event", ago(8), "me", subject="Winter school")
    small.linkedin("connection", ago(7), "cleo", "me")
    small.mail(ago(6), "me", "bo")
    rows = small.query("select person_id, title, reason from relations.events_behind order by 1")
    assert rows == [
        (
            "ana",
            'Follow up with Ana after "Data Harbour 2026"',
            'You were both at "Data Harbour 2026" on 12 Nov 2026; you have not written since.',
        ),
        (
            "cleo",
            'Follow up with Cleo after "Winter school"',
            'You connected on 13 Nov 2026, around "Winter school" of 12 Nov 2026; you have not written since.',
        ),
    ]
    small.variables["as_of"] = ago(-7)
    assert small.query("select * from relations.events_behind") == []


def test_a_recommendation_may_be_returned() -> None:
    small = world("ana", "bo")
    for key in ("ana", "bo"):
        known_well(small, key)
        small.linkedin("recommendation", ago(900), key, "me", has_text=True)
    small.linkedin("recommendation", ago(800), "me", "bo", has_text=True)
    rows = small.query("select person_id, title from relations.recommendations_to_return")
    assert rows == [("ana", "Recommend Ana in return")]
