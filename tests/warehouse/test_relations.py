from __future__ import annotations

import math
from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.warehouse.small_world import MODELS, SmallWorld, insert
from warehouse.audit import check_promises
from warehouse.build import build

TODAY = date(2026, 11, 20)


def ago(days: int) -> date:
    return TODAY - timedelta(days=days)


def world(*people: str) -> SmallWorld:
    small = SmallWorld(TODAY)
    for key in people:
        small.person(key)
    return small


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


def test_rooms_are_no_people_at_a_meeting() -> None:
    six = ["bo", "cleo", "dov", "eva", "finn", "gil"]
    small = world("ana", *six)
    small.meeting(ago(9), "ana", *six)
    small.rows["staging.participants"].append(
        {"interaction_id": "i0000", "participant_number": 99, "email": "room@x.example", "cutype": "room"}
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


def test_a_thread_of_twenty_mails_is_one_contact_day() -> None:
    small = world("ana")
    for minute in range(20):
        sender, receiver = ("ana", "me") if minute % 2 else ("me", "ana")
        small.mail(datetime(2026, 11, 1, 9, minute, tzinfo=UTC), sender, receiver)
    assert small.query("select contact_days, status, reciprocity from relations.relationships_assessed")[0][:2] == (
        1,
        "one_off",
    )


def expected_tie(ages: list[int]) -> dict[str, float]:
    """Compute the definitions of the design anew, for personal contact in both directions at these ages in days."""
    ages = sorted(set(ages))
    first, last, count = ages[-1], ages[0], len(ages)
    cadence = (first - last + 180) / (count - 1 + 2)
    l365 = sum(2 ** (-age / 365) for age in ages)
    s30 = sum(2 ** (-age / 30) for age in ages)
    weeks = len({age // 7 for age in ages if age <= 182})
    logit = (
        -0.883
        - 0.344 * math.log(1 + last)
        + 0.789 * math.log(1 + l365)
        + 0.920 * math.log(1 + weeks)
        - 0.039 * math.log(0.01 + s30)
        - 0.573 * math.log(1 + last / cadence)
    )
    gaps = [older - newer for newer, older in zip(ages, ages[1:], strict=False)]
    days = {TODAY - timedelta(days=age) for age in ages}
    ends = {min((day.replace(day=28) + timedelta(days=4)).replace(day=1) - timedelta(days=1), TODAY) for day in days}
    peak = max(sum(2 ** (-(end - day).days / 90) for day in days if day <= end) for end in ends)
    return {
        "days_since_contact": last,
        "contact_days": count,
        "contacts_90d": sum(age < 90 for age in ages),
        "contacts_365d": sum(age < 365 for age in ages),
        "tie_strength": sum(2 ** (-age / 90) for age in ages),
        "peak_strength": peak,
        "cadence_days": cadence,
        "longest_silence_days": max(gaps, default=None),
        "overdue_ratio": last / max([*gaps, 14]) if count >= 4 else None,
        "p_contact_90d": 1 / (1 + math.exp(-logit)),
        "reciprocity": (l365 + 0.25) / (l365 + 0.5),
    }


@settings(max_examples=5, deadline=None)
@given(st.lists(st.lists(st.integers(0, 900), min_size=1, max_size=12), min_size=1, max_size=8))
def test_ties_are_measured_exactly_by_definition(histories: list[list[int]]) -> None:
    small = world(*(f"p{number}" for number in range(len(histories))))
    for number, ages in enumerate(histories):
        for age in ages:
            small.meeting(ago(age), f"p{number}")
    expected = [expected_tie(ages) for ages in histories]
    columns = ", ".join(expected[0])
    rows = small.query(f"select {columns} from relations.relationships_assessed order by person_id")
    for found, wanted in zip(rows, expected, strict=True):
        present = [value or 0 for value in wanted.values()]
        assert [value or 0 for value in found] == pytest.approx(present, rel=1e-6, abs=1e-9)


def test_group_contact_counts_a_tenth_and_makes_no_recency() -> None:
    small = world("ana", "bo", "cleo", "dov", "eva", "finn")
    small.mail(ago(90), "ana", "me")
    small.mail(ago(0), "ana", "me", "bo", "cleo", "dov", "eva", "finn")
    row = small.query(
        "select last_contact_on, tie_strength from relations.relationships_assessed where person_id = 'ana'"
    )
    assert row == [(ago(90), pytest.approx(0.5 + 0.1))]
    assert small.query("select count(*) from relations.relationships_assessed") == [(1,)]


def test_shifting_as_of_shifts_recencies_and_nothing_older() -> None:
    rows = []
    for shift in (0, 40):
        small = SmallWorld(TODAY + timedelta(days=shift))
        small.person("ana")
        for age in (10, 50, 120):
            small.mail(ago(age), "ana", "me")
        columns = "days_since_contact, last_contact_on, contact_days, longest_silence_days, cadence_days"
        rows.append(small.query(f"select {columns} from relations.relationships_assessed")[0])
    assert rows[1][0] == rows[0][0] + 40
    assert rows[1][1:] == rows[0][1:]


def test_who_wrote_last_owes_no_reply() -> None:
    small = world("ana", "bo", "cleo")
    small.mail(ago(9), "me", "ana")
    small.mail(ago(8), "ana", "me")
    small.mail(ago(9), "bo", "me")
    small.mail(ago(8), "me", "bo")
    small.mail(ago(9), "cleo", "me")
    small.meeting(ago(5), "cleo")
    columns = "person_id, owes_reply, last_direction, last_contact_kind, last_inbound_on, last_outbound_on"
    assert small.query(f"select {columns} from relations.relationships_assessed order by 1") == [
        ("ana", True, "inbound", "email", ago(8), ago(9)),
        ("bo", False, "outbound", "email", ago(9), ago(8)),
        ("cleo", False, "mutual", "meeting", ago(9), None),
    ]


def test_status_follows_the_probability_and_the_silence() -> None:
    small = world("daily", "cooling", "dormant", "once")
    for week in range(40):
        small.meeting(ago(7 * week), "daily")
        small.meeting(ago(110 + 14 * week), "cooling")
    for week in range(6):
        small.meeting(ago(1200 + 30 * week), "dormant")
    small.meeting(ago(30), "once")
    assert dict(small.query("select person_id, status from relations.relationships_assessed")) == {
        "daily": "active",
        "cooling": "cooling",
        "dormant": "dormant",
        "once": "one_off",
    }


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
    small.parties["work"] = small.parties["owner"] | {"email": work}
    small.rows["resolution.addresses"].append(
        {"email": work, "domain_kind": "own", "site": "acme-robotics.example", "site_label": "acmerobotics"}
    )
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


def test_the_estimate_is_calibrated_on_the_history_of_the_owner() -> None:
    small = world(*(f"p{number}" for number in range(60)))
    for number in range(60):
        small.mail(ago(100 + number), f"p{number}", "me")
        if number < 40:
            small.mail(ago(30), f"p{number}", "me")
    with small.built("main.relationships") as connection:
        rows = connection.sql("select positive_count, intercept, slope from relations.calibrations").fetchall()
        calibrated = connection.sql("select distinct is_calibrated from main.relationships").fetchall()
    # Two thirds came back within 90 days, which the fixed coefficients would never promise for one old mail.
    assert rows[0][0] == 40
    assert rows[0][1] > 0
    assert calibrated == [(True,)]


def test_with_fewer_than_thirty_contacts_only_the_band_is_vouched_for() -> None:
    small = world("ana")
    small.mail(ago(200), "ana", "me")
    small.mail(ago(20), "ana", "me")
    assert small.query("select is_calibrated, p_contact_band from main.relationships") == [(False, "possible")]


def test_the_features_do_not_depend_on_whose_history_it_is() -> None:
    small = world("ana")
    for age in (3, 40, 200):
        small.meeting(ago(age), "ana")
    own = small.query("select tie_strength, p_contact_90d from relations.relationships_assessed")[0]
    with SmallWorld(TODAY).given() as connection:
        connection.execute("create schema relations")
        connection.execute(
            "create table relations.contact_events (ego bigint, person_id bigint, direction text, addressed_count integer,"
            " is_personal boolean, contact_on date)"
        )
        event = {"ego": 7, "person_id": 9, "direction": "mutual", "addressed_count": 1, "is_personal": True}
        insert(connection, "relations.contact_events", [event | {"contact_on": ago(age)} for age in (3, 40, 200)])
        names = ("cutoffs", "contact_days", "ties_measured", "odds_estimated", "outcomes_observed", "calibrations")
        wanted = {f"relations.{name}" for name in (*names, "probabilities_calibrated")}
        build(connection, [model for model in MODELS if model.name in wanted])
        rows = connection.sql(
            "select ties.tie_strength, p.p_contact from relations.ties_measured as ties"
            " inner join relations.probabilities_calibrated as p on ties.cutoff_on = p.cutoff_on"
            " where ties.cutoff_on = getvariable('as_of')"
        ).fetchall()
    assert rows == [pytest.approx(own)]


def test_two_builds_of_the_same_are_the_same() -> None:
    def built() -> list[Any]:
        small = employed()
        return [
            small.query(f"select * from {name} order by all") for name in ("main.relationships", "main.interactions")
        ]

    assert built() == built()


def test_what_the_models_promise_holds() -> None:
    small = employed()
    small.meeting(ago(2), "peer", "boss")
    with small.built() as connection:
        assert check_promises(connection, MODELS) > 100
