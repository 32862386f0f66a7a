from __future__ import annotations

from datetime import date

from tests.warehouse.small_world import TODAY, SmallWorld, models_for
from warehouse.build import build
from warehouse.model import load_models

MARCH, JUNE, TODAYS = date(2026, 3, 12), date(2026, 6, 9), TODAY
CHANGES = "select person_id, change, before, after, before_on, after_on from main.connection_changes order by all"


def changes(small: SmallWorld) -> list[tuple[object, ...]]:
    model = next(model for model in load_models(("main",)) if model.name == "main.connection_changes")
    with small.given() as connection:
        build(connection, [*models_for(["relations.cards_told"]), model])
        return connection.sql(CHANGES).fetchall()


def people(*keys: str) -> SmallWorld:
    small = SmallWorld(TODAY)
    for key in keys:
        small.person(key)
    return small


def test_what_two_archives_tell_differently_is_a_change_between_their_days() -> None:
    small = people("ana", "bo", "cleo", "dov")
    for key, company, position in (("ana", "Acme", "Engineer"), ("bo", "Acme Inc.", "Lead"), ("cleo", "Kelp", "Chef")):
        small.card(key, MARCH, company, position)
    small.card("ana", JUNE, "Kelp", "Lead Engineer")
    small.card("bo", JUNE, "ACME", "lead")
    small.card("dov", JUNE, "Fjord", "Pilot")
    assert changes(small) == [
        ("ana", "company", "Acme", "Kelp", MARCH, JUNE),
        ("ana", "position", "Engineer", "Lead Engineer", MARCH, JUNE),
        ("cleo", "vanished", "Chef at Kelp", None, MARCH, JUNE),
        ("dov", "new", None, "Pilot at Fjord", MARCH, JUNE),
    ]


def test_each_archive_is_compared_with_the_one_before() -> None:
    small = people("ana", "bo")
    for day, company in ((MARCH, "Acme"), (JUNE, "Kelp"), (TODAYS, "")):
        small.card("ana", day, company, "Engineer")
    for day in (MARCH, TODAYS):
        small.card("bo", day, "Acme", "")
    assert changes(small) == [
        ("ana", "company", "Acme", "Kelp", MARCH, JUNE),
        ("ana", "company", "Kelp", None, JUNE, TODAYS),
        ("bo", "new", None, "Acme", JUNE, TODAYS),
        ("bo", "vanished", "Acme", None, MARCH, JUNE),
    ]


def test_one_archive_alone_tells_no_change() -> None:
    small = people("ana")
    small.card("ana", MARCH, "Acme", "Engineer")
    assert changes(small) == []


def test_what_an_archive_of_a_later_day_tells_is_not_known_yet() -> None:
    small = people("ana")
    small.card("ana", MARCH, "Acme")
    small.card("ana", date(2027, 1, 1), "Kelp")
    assert changes(small) == []


def test_who_changed_the_address_of_their_profile_is_neither_gone_nor_new() -> None:
    small = people("ana", "bo")
    small.person("ana 2")
    for person in small.rows["main.people"]:
        person["full_name"] = person["full_name"].removesuffix(" 2")
    small.card("ana", MARCH, "Acme")
    small.card("ana 2", JUNE, "Acme")
    small.card("bo", JUNE, "Acme")
    assert changes(small) == [("bo", "new", None, "Acme", MARCH, JUNE)]
