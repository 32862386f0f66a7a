"""Every column of main.relationships, by rows given and rows expected; docs/method.md has the definitions."""

from __future__ import annotations

from datetime import date, timedelta
from math import exp, log, log2
from typing import Any

import pytest

from tests.warehouse.small_world import TODAY, SmallWorld, ago


def rows_of(small: SmallWorld) -> dict[str, dict[str, Any]]:
    with small.built("main.relationships") as connection:
        cursor = connection.execute("from main.relationships")
        names = [column[0] for column in cursor.description or []]
        return {row[0]: dict(zip(names, row, strict=True)) for row in cursor.fetchall()}


def test_every_column_of_a_relationship_is_as_defined() -> None:
    small = SmallWorld(TODAY)
    small.tenure("Acme", "Engineer", date(2024, 1, 1), date(2026, 9, 1))
    for key in ("ana", "bo", "mate"):
        small.person(key, site="acme.example", company="Acme", position="Analyst", profile=key == "ana")
    others = ("c", "d", "e", "f", "g")
    for key in others:
        small.person(key)
    small.meeting(ago(200), "ana")
    small.mail(ago(80), "me", "ana")
    small.mail(ago(73), "ana", "me")
    small.mail(ago(73), "ana", "me", subject="Once more")
    small.mail(ago(20), "ana", "me", "bo", *others)
    row = rows_of(small)["ana"]

    ages, group_age, addressed = [73, 80, 200], 20, 7
    cadence = (127 + 180) / 4
    weighted = sum(2 ** (-age / 365) for age in ages) + 2 ** (-group_age / 365) / log2(1 + addressed)
    recent = sum(2 ** (-age / 30) for age in ages)
    # One tie with contact in 90 days, of one.
    share = (1 + 1) / (1 + 5)
    logit = (
        -0.333 - 0.344 * log(74) + 0.789 * log(1 + weighted) + 0.920 * log(1 + 2) - 0.039 * log(0.01 + recent)
        - 0.573 * log(1 + 73 / cadence) + 0.24 * log(74 / 21) + 0.61 * log(share)
    )  # fmt: skip
    inbound, outbound = 2 ** (-73 / 365) + 2 ** (-200 / 365), 2 ** (-80 / 365) + 2 ** (-200 / 365)
    exit_on = date(2026, 9, 30)
    at_exit = sum(2 ** (-(exit_on - ago(age)).days / 90) for age in ages)
    assert row == {
        "person_id": "ana",
        "full_name": "Ana",
        "company": "Acme",
        "position": "Analyst",
        "last_contact_on": ago(73),
        "last_contact_kind": "email",
        "last_inbound_on": ago(73),
        "last_outbound_on": ago(80),
        "first_contact_on": ago(200),
        "days_since_contact": 73,
        "contact_days": 3,
        "contacts_90d": 2,
        "contacts_365d": 3,
        "tie_strength": pytest.approx(sum(2 ** (-age / 90) for age in ages) + 0.1 * 2 ** (-group_age / 90)),
        "tie_strength_percentile": 0.0,
        # On 30 September; on 8 September, the day of the last mail, it was more, but no month ended then.
        "peak_strength": pytest.approx(at_exit),
        "cadence_days": cadence,
        "longest_silence_days": 120,
        "overdue_ratio": None,
        "p_contact_90d": pytest.approx(1 / (1 + exp(-logit))),
        "p_contact_band": "possible",
        "is_calibrated": False,
        "reciprocity": pytest.approx((min(inbound, outbound) + 0.25) / (max(inbound, outbound) + 0.5)),
        "last_direction": "inbound",
        "owes_reply": True,
        "status": "cooling",
        "data_confidence": 1.0,
        "relation": "former_colleague",
        "shared_employer": "Acme",
        "relation_evidence": "worked with you at Acme (Jan 2024 to Sep 2026): acme.example mail, company told,"
        " 4 days of contact, 1 meeting",
        "relation_confidence": 0.99,
        "exit_on": exit_on,
        "strength_at_exit": pytest.approx(at_exit),
        "lost_address": "ana@acme.example",
        "surviving_channel": "https://www.linkedin.com/in/ana",
        "suggested_action": row["suggested_action"],
    }


def test_whoever_only_turned_to_the_owner_has_a_row_without_contact() -> None:
    small = SmallWorld(TODAY)
    small.person("ana", profile=True)
    small.person("bo", profile=True)
    small.linkedin("invitation", ago(30), "ana", "me", has_text=True)
    small.meeting(ago(400), "bo")
    small.meeting(ago(400 - 3), "bo")
    rows = rows_of(small)
    assert rows["ana"]["status"] == rows["bo"]["status"].replace("dormant", "one_off") == "one_off"
    assert (rows["ana"]["contact_days"], rows["ana"]["tie_strength"], rows["ana"]["peak_strength"]) == (0, 0, 0)
    empty = ("last_contact_on", "days_since_contact", "p_contact_90d", "p_contact_band", "overdue_ratio")
    assert [rows["ana"][name] for name in empty] == [None] * 5
    assert (rows["ana"]["tie_strength_percentile"], rows["bo"]["tie_strength_percentile"]) == (0, 100)


def test_the_peak_is_the_highest_end_of_a_month_or_the_day_of_the_run() -> None:
    small = SmallWorld(TODAY)
    small.person("ana")
    small.person("bo")
    small.meeting(date(2025, 3, 1), "ana")
    small.meeting(TODAY - timedelta(days=2), "bo")
    rows = rows_of(small)
    assert rows["ana"]["peak_strength"] == pytest.approx(2 ** (-30 / 90))
    assert rows["bo"]["peak_strength"] == pytest.approx(2 ** (-2 / 90))
