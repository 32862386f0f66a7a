from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from tests.warehouse.small_world import TODAY, SmallWorld, ago, world


def contacts(small: SmallWorld) -> dict[str, tuple[str, bool, bool]]:
    """Return direction, is_contact and is_personal by person."""
    rows = small.query("select person_id, direction, is_contact, is_personal from main.interactions")
    return {row[0]: row[1:] for row in rows}


def test_contact_is_between_the_owner_and_who_wrote_or_was_written_to() -> None:
    small = world("ana", "bo", "cleo")
    small.mail(ago(9), "ana", "me", "bo")
    small.mail(ago(8), "me", "cleo")
    assert contacts(small) == {
        "ana": ("inbound", True, True),
        "bo": ("mutual", False, False),
        "cleo": ("outbound", True, True),
    }
    assert small.query("select person_id from relations.relationships_assessed order by 1") == [("ana",), ("cleo",)]


def test_mail_that_reached_the_owner_as_bcc_or_by_an_alias_is_inbound() -> None:
    small = world("ana", "bo")
    small.mail(ago(9), "ana", "me")
    small.mail(ago(8), "ana", "bo")
    rows = small.query("select person_id, direction, is_contact from main.interactions where interaction_id = 'i0001'")
    assert sorted(rows) == [("ana", "inbound", True), ("bo", "mutual", False)]


def test_an_archive_of_what_others_wrote_is_no_contact() -> None:
    small = world("ana", "bo")
    for day in range(20, 40):
        small.mail(ago(day), "ana", "bo", source_path="list-archive.mbox")
    assert small.query("select count(*) from main.interactions where is_contact") == [(0,)]


@pytest.mark.parametrize("change", [{"state": "draft"}, {"state": "spam"}, {"occurred_at": "after"}])
def test_drafts_spam_and_the_future_are_left_out(change: dict[str, Any]) -> None:
    small = world("ana")
    if "occurred_at" in change:
        small.mail(TODAY + timedelta(days=1), "ana", "me")
    else:
        small.mail(ago(3), "ana", "me", **change)
    assert small.query("select * from main.interactions") == []


def test_a_day_ends_in_the_time_zone_of_the_owner() -> None:
    small = SmallWorld(TODAY, time_zone="America/New_York")
    small.person("ana")
    small.mail(datetime(2026, 11, 21, 4, 30, tzinfo=UTC), "ana", "me", occurred_on=TODAY)
    small.mail(datetime(2026, 11, 21, 5, 30, tzinfo=UTC), "ana", "me", occurred_on=TODAY + timedelta(days=1))
    assert small.query("select last_contact_on, contact_days from relations.relationships_assessed") == [(TODAY, 1)]


def test_bulk_mail_is_no_contact_unless_the_two_answer_each_other() -> None:
    small = world("ana", "bo", "cleo")
    small.mail(ago(9), "ana", "me", bulk_evidence="list-unsubscribe")
    asked = small.mail(ago(8), "me", "bo")
    small.mail(ago(7), "bo", "me", in_reply_to=asked, bulk_evidence="list-unsubscribe; precedence: list")
    asked = small.mail(ago(6), "me", "cleo")
    small.mail(ago(5), "cleo", "me", in_reply_to=asked, bulk_evidence="auto-submitted: auto-replied")
    rows = small.query("select person_id, is_personal from main.interactions where direction = 'inbound' order by 1")
    assert rows == [("ana", False), ("bo", True), ("cleo", False)]


def test_a_mail_to_six_is_group_contact_and_the_answer_to_it_personal() -> None:
    crowd = ["bo", "cleo", "dov", "eva", "finn"]
    small = world("ana", *crowd)
    asked = small.mail(ago(9), "ana", "me", *crowd)
    small.mail(ago(8), "me", "ana", *crowd, in_reply_to=asked)
    rows = small.query("select person_id, direction, is_contact, is_personal from main.interactions order by 1, 2")
    assert [row for row in rows if row[0] in ("ana", "bo")] == [
        ("ana", "inbound", True, False),
        ("ana", "outbound", True, True),
        ("bo", "mutual", False, False),
        ("bo", "outbound", True, False),
    ]


def test_a_mail_to_more_than_fifty_is_no_contact() -> None:
    crowd = [f"p{number}" for number in range(51)]
    small = world("ana", *crowd)
    small.mail(ago(9), "ana", "me", *crowd)
    assert small.query("select count(*) from main.interactions where is_contact") == [(0,)]


def test_meetings_count_when_they_were_held_with_eight_at_most_and_declined_by_neither() -> None:
    many = ["bo", "cleo", "dov", "eva", "finn", "gil", "hana"]
    small = world("ana", *many)
    small.meeting(ago(9), "ana", *many[:6])
    small.meeting(ago(8), "ana", *many)
    small.meeting(ago(7), "ana", declined=("ana",))
    small.meeting(ago(6), "ana", declined=("me",))
    small.meeting(ago(5), "ana", state="cancelled")
    small.meeting(TODAY, "ana", ended_at=datetime(2026, 11, 21, 1, tzinfo=UTC))
    rows = small.query(
        "select occurred_on, is_contact, is_personal from main.interactions where person_id = 'ana' order by 1"
    )
    assert rows == [
        (ago(9), True, True),
        (ago(8), True, False),
        (ago(7), False, False),
        (ago(6), False, False),
        (TODAY, False, False),
    ]


@pytest.mark.parametrize("cutype", ["group", "resource", "room"])
def test_rooms_and_groups_are_no_people_at_a_meeting(cutype: str) -> None:
    six = ["bo", "cleo", "dov", "eva", "finn", "gil"]
    small = world("ana", *six)
    small.meeting(ago(9), "ana", *six)
    small.rows["staging.participants"].append(
        {"interaction_id": "i0000", "participant_number": 99, "email": "room@x.example", "cutype": cutype}
        | {"role": "attendee", "partstat": "accepted", "is_owner": False}
    )
    assert contacts(small)["ana"] == ("mutual", True, True)


def test_on_linkedin_conversations_of_two_connections_and_recommendations_are_personal() -> None:
    small = world("ana", "bo", "cleo", "dov", "eva", "finn")
    small.linkedin("linkedin_message", ago(9), "ana", "me", thread_id="t1")
    small.linkedin("linkedin_message", ago(8), "bo", "me", "cleo", thread_id="t2")
    small.linkedin("connection", ago(7), "dov", "me")
    small.linkedin("recommendation", ago(6), "eva", "me")
    small.linkedin("endorsement", ago(5), "finn", "me", subject="SQL")
    small.linkedin("invitation", ago(4), "finn", "me")
    assert contacts(small) == {
        "ana": ("inbound", True, True),
        "bo": ("inbound", True, False),
        "cleo": ("mutual", False, False),
        "dov": ("mutual", True, True),
        "eva": ("inbound", True, True),
        "finn": ("inbound", False, False),
    }


def test_a_name_on_the_address_of_a_machine_is_not_that_person() -> None:
    small = world("ana")
    small.machine("ana@ana.example")
    small.mail(ago(3), "ana", "me")
    assert small.query("select * from main.interactions") == []


@pytest.mark.parametrize(
    ("is_kept", "has_organizer", "judged"),
    [
        (True, True, ("mutual", True, False)),
        (False, True, ("mutual", False, False)),
        (True, False, ("mutual", True, True)),
        (False, False, ("mutual", True, True)),
    ],
)
def test_who_is_invited_as_one_of_a_group_is_at_the_meetings_of_their_own_calendar(
    is_kept: bool, has_organizer: bool, judged: tuple[str, bool, bool]
) -> None:
    small = world("ana", "bo")
    meeting = small.meeting(ago(9), "ana", "bo")
    others = [row for row in small.rows["staging.participants"] if not row["is_owner"]]
    small.rows["staging.participants"] = others
    if has_organizer:
        others[0]["role"] = "organizer"
    if is_kept:
        small.rows["staging.meetings_kept"].append({"interaction_id": meeting})
    assert contacts(small)["ana"] == judged
