from __future__ import annotations

from datetime import date, timedelta

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
