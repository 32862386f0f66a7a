from __future__ import annotations

from datetime import date, timedelta

import pytest

from tests.warehouse.small_world import TODAY, SmallWorld, ago


def employed() -> SmallWorld:
    """Give the owner a job at Acme Robotics until June 2023, and one at Oakline since."""
    small = SmallWorld(TODAY)
    small.tenure("Acme Robotics GmbH", "Engineer", date(2019, 3, 1), date(2023, 6, 1))
    small.tenure("Oakline", "Head of Data", date(2023, 7, 1))
    for key in ("old", "older"):
        small.person(key, site="acme-robotics.example")
    for key in ("peer", "boss"):
        small.person(key, site="oakline.example")
    small.person("client", site="kestrel.example", company="Kestrel")
    for key in small.parties.keys() - {"owner"}:
        small.mail(date(2022, 5, 4), key, "me")
        small.mail(date(2025, 5, 4), key, "me")
    return small


def relations(small: SmallWorld) -> dict[str, tuple[str, str | None]]:
    return {
        row[0]: row[1:]
        for row in small.query("select person_id, relation, shared_employer from relations.relationships_assessed")
    }


def test_colleagues_are_told_by_the_domains_of_the_employers() -> None:
    assert relations(employed()) == {
        "old": ("former_colleague", "Acme Robotics GmbH"),
        "older": ("former_colleague", "Acme Robotics GmbH"),
        "peer": ("colleague", "Oakline"),
        "boss": ("colleague", "Oakline"),
        "client": ("other", None),
    }


def test_a_told_company_makes_a_colleague_where_no_other_was_known() -> None:
    small = employed()
    small.person("li", site="mail.example", company="ACME Robotics", profile=True)
    small.linkedin("connection", date(2021, 4, 1), "li", "me")
    small.person("joined", site="kestrel.example", company="Acme Robotics Ltd")
    small.mail(date(2021, 4, 1), "joined", "me")
    found = relations(small)
    assert found["li"] == ("former_colleague", "Acme Robotics GmbH")
    assert found["joined"] == ("other", None)


def test_who_came_after_the_owner_had_left_is_no_former_colleague() -> None:
    small = employed()
    small.person("new", site="acme-robotics.example")
    small.mail(date(2025, 9, 9), "new", "me")
    assert relations(small)["new"] == ("other", None)


def test_who_followed_to_the_present_employer_is_a_colleague() -> None:
    small = employed()
    small.person("followed", site="acme-robotics.example", company="Oakline")
    small.mail(date(2022, 1, 1), "followed", "me")
    assert relations(small)["followed"] == ("colleague", "Oakline")


def test_without_positions_the_work_addresses_of_the_owner_tell_the_employer() -> None:
    small = SmallWorld(TODAY)
    for key in ("ana", "bo", "cleo"):
        small.person(key, site="oakline.example")
        small.mail(ago(5), key, "me")
        small.mail(ago(500), key, "me")
    assert relations(small)["ana"] == ("colleague", "oakline.example")


def test_a_channel_that_ended_with_the_job_is_no_silence() -> None:
    small = SmallWorld(TODAY)
    work = "me@acme-robotics.example"
    small.tenure("Acme Robotics", "Engineer", date(2019, 3, 1), date(2023, 6, 1))
    small.own_address("work", work)
    small.person("lost", site="acme-robotics.example")
    small.person("kept", site="acme-robotics.example", profile=True)
    small.person("other")
    for day in range(0, 300, 30):
        for key in ("lost", "kept"):
            small.mail(date(2022, 6, 1) + timedelta(days=day), key, "work")
    small.mail(ago(3), "other", "me")
    assert dict(small.query("select person_id, status from relations.relationships_assessed")) == {
        "lost": "unknown_since_exit",
        "kept": "dormant",
        "other": "one_off",
    }
    covered = "select month, is_covered from main.coverage where account = 'me@acme-robotics.example' order by month"
    months = dict(small.query(covered))
    assert months[date(2022, 6, 1)]
    assert not months[date(2024, 1, 1)]
    states = dict(small.query("select distinct channel, state from main.coverage"))
    assert states == {"mail me@acme-robotics.example": "ended with the job", "mail me@oakline.example": "goes on"}


def test_an_address_that_is_seldom_used_has_not_ended_for_that() -> None:
    small = SmallWorld(TODAY)
    small.own_address("alias", "me@alias.example")
    small.own_address("busy", "me@busy.example")
    small.person("ana")
    for step in range(6):
        small.mail(ago(120 + 90 * step), "ana", "alias")
    for step in range(200):
        small.mail(ago(120 + step), "ana", "busy")
    small.mail(ago(1), "ana", "me")
    assert dict(small.query("select distinct account, state from main.coverage")) == {
        "me@alias.example": "goes on",
        "me@busy.example": "ended",
        "me@oakline.example": "goes on",
    }


def left_behind() -> SmallWorld:
    """Let the owner leave Acme in June 2023; its mail ended with the job."""
    small = employed()
    small.own_address("work", "me@acme-robotics.example")
    small.person("mate", site="acme-robotics.example")
    small.person("linked", site="acme-robotics.example", profile=True)
    small.person("mover", site="acme-robotics.example", company="Kestrel", profile=True)
    for week in range(20):
        for key in ("mate", "linked", "mover"):
            small.mail(date(2023, 5, 30) - timedelta(days=7 * week), key, "work")
    small.mail(date(2024, 5, 4), "mover", "me")
    small.mail(ago(3), "peer", "me")
    return small


def test_strength_is_kept_as_it_was_on_the_day_of_leaving() -> None:
    small = left_behind()
    columns = "person_id, exit_on, strength_at_exit > 5 * tie_strength"
    found = small.query(f"select {columns} from main.relationships where exit_on is not null")
    days = {person: day for person, day, has_lost in found if has_lost}
    assert days["linked"] == days["mover"] == date(2023, 6, 30)
    assert days["mate"] == date(2023, 5, 30)
    strengths = dict(small.query("select person_id, strength_at_exit from main.relationships"))
    assert strengths["linked"] == pytest.approx(sum(2 ** (-(31 + 7 * week) / 90) for week in range(20)))
    assert strengths["mate"] == pytest.approx(sum(2 ** (-7 * week / 90) for week in range(20)))
    assert strengths["peer"] is None


def test_a_silence_counts_less_where_the_channel_has_ended() -> None:
    found = dict(left_behind().query("select person_id, data_confidence from main.relationships"))
    assert found["mate"] == found["linked"] == 0
    assert found["mover"] == found["old"] == found["peer"] == 1


def test_an_address_is_lost_where_they_or_the_owner_left() -> None:
    small = left_behind()
    small.person("away", site="kestrel.example", company="Heron")
    small.mail(date(2022, 5, 4), "away", "me")
    small.person("there", site="kestrel.example", company="Kestrel")
    small.mail(date(2022, 5, 4), "there", "me")
    found = small.query(
        "select person_id, lost_address, surviving_channel from main.relationships where lost_address is not null"
        " and person_id not in ('old', 'older') order by 1"
    )
    assert found == [
        ("away", "away@kestrel.example", None),
        ("linked", "linked@acme-robotics.example", "https://www.linkedin.com/in/linked"),
        ("mate", "mate@acme-robotics.example", None),
        ("mover", "mover@acme-robotics.example", "https://www.linkedin.com/in/mover"),
    ]


def test_the_evidence_of_a_shared_employer_is_told_in_one_line() -> None:
    small = employed()
    small.person("friend", site="acme-robotics.example", company="Acme Robotics", profile=True)
    small.linkedin("connection", date(2020, 4, 7), "me", "friend")
    for day in range(3):
        small.meeting(date(2022, 3, 1) + timedelta(days=day), "friend")
    relation, evidence, confidence = small.query(
        "select relation, relation_evidence, relation_confidence from main.relationships where person_id = 'friend'"
    )[0]
    assert (relation, confidence) == ("former_colleague", pytest.approx(0.99))
    assert evidence == (
        "worked with you at Acme Robotics GmbH (Mar 2019 to Jun 2023): acme-robotics.example mail, company told,"
        " 4 days of contact, 3 meetings, connected 7 Apr 2020"
    )
