"""Who is who, from given identities: the cases stand in one database, so that each is told from all the others."""

from __future__ import annotations

import re
from collections.abc import Iterator
from random import Random

import duckdb
import pytest

from tests.warehouse.cases_of_resolution import CASES, SPRING
from tests.warehouse.resolved import Told, every, groups, persons, resolved
from warehouse.model import SQL_FOLDER

MACHINES = [
    Told("Ana Silva (Jira)", "jira@corvusmill.com", days=every(3, SPRING, 4)),
    Told("Milena Orsolani via SignPad", "hello@signpad.example.net", days=every(3, SPRING, 2)),
    Told("Odette Larkspurre via SignPad", "hello@signpad.example.net", days=every(3, SPRING, 2)),
    Told("Corvus Weekly", "weekly@corvusmill.com", days=every(7, SPRING, 5), bulk_evidence="list-unsubscribe"),
    Told("Kim Lead", "k.lead@pushy.example.net", days=every(3, SPRING, 21)),
    Told("Corvus Mill", "info@corvusmill.com", days=every(9, SPRING, 2)),
    Told("Rechnungsstelle", "rechnungen@corvusmill.com", days=every(9, SPRING, 2), answers=1),
    Told("Recursos Humanos", "rh@corvusmill.com", days=every(9, SPRING, 2), answers=1),
    Told("", "no-reply@accounts.example.net"),
]
PEOPLE_LIKE_MACHINES = [
    Told("Roswitha Ankerstein", "roswitha@ankerstein.net", days=every(3, SPRING, 30), answers=2),
    Told("Renata Hoffwaldt", "rh@tarnoptics.com", days=every(9, SPRING, 2)),
    Told("Kasimir Dulski", "kasimir@dulski.net", days=every(3, SPRING, 3), bulk_evidence="list-id", answers=1),
]


@pytest.fixture(scope="module")
def everybody() -> Iterator[duckdb.DuckDBPyConnection]:
    told = [entry for case in CASES.values() for person in case for entry in person]
    with resolved([*told, *MACHINES, *PEOPLE_LIKE_MACHINES]) as connection:
        yield connection


@pytest.mark.parametrize("case", CASES)
def test_people_are_told_apart_and_put_together(everybody: duckdb.DuckDBPyConnection, case: str) -> None:
    found = groups(everybody)
    for person in CASES[case]:
        assert frozenset(entry.key for entry in person) in found


def test_machines_are_nobody_and_the_reason_is_kept(everybody: duckdb.DuckDBPyConnection) -> None:
    of = persons(everybody)
    assert {entry.key for entry in MACHINES if of[entry.key]} == set()
    reasons = dict(everybody.execute("select email, reason from main.excluded_addresses").fetchall())
    assert set(reasons) == {entry.email for entry in MACHINES}
    assert reasons["weekly@corvusmill.com"] == "newsletter or automatic mail"
    assert reasons["k.lead@pushy.example.net"] == "one-way sender"
    assert reasons["info@corvusmill.com"] == "role mailbox"


def test_who_gets_answers_is_a_person(everybody: duckdb.DuckDBPyConnection) -> None:
    of = persons(everybody)
    assert all(of[entry.key] for entry in PEOPLE_LIKE_MACHINES)


def test_the_golden_record_is_the_name_as_one_would_write_it(everybody: duckdb.DuckDBPyConnection) -> None:
    names = {row[0] for row in everybody.execute("select full_name from main.people").fetchall()}
    assert {"Milena Orsolani", "Robert Ashgrovel", "Thaddeus Quillfeather"} <= names
    assert not {name for name in names if "|" in name or "," in name}


def test_the_reason_reads_out_the_evidence(everybody: duckdb.DuckDBPyConnection) -> None:
    (reason, probability), *_ = everybody.execute(
        """
        select matches.reason, matches.match_probability from main.matches as matches
        inner join main.identities as a on matches.identity_id_a = a.identity_id
        inner join main.identities as b on matches.identity_id_b = b.identity_id
        where a.full_name = 'Bob Ashgrovel' and b.full_name = 'Robert Ashgrovel'
        """
    ).fetchall()
    assert reason == "same surname and nickname of given name"
    assert 0.9 < probability < 1


def test_there_is_an_address_to_write_to_wherever_one_is_told() -> None:
    told = [
        Told("Milena Orsolani", "milena@corvusmill.example"),
        Told("Ludovic Hargreeve", "12345+ludo@users.noreply.github.com"),
        Told("Ludovic Hargreeve", "ludovic.hargreeve@tarnoptics.test"),
        Told("Roswitha Ankerstein", "desk@helmsons.co.uk"),
        Told("Kasimir Dulski", "desk@helmsons.co.uk"),
        Told("Ottilie Zwergfeld", "desk@helmsons.co.uk"),
        Told("Kasimir Dulski", "kasimir@dulski.net"),
        Told("Henrike Vossberg", "henrike@localhost"),
    ]
    with resolved(told) as connection:
        found = dict(connection.execute("select full_name, primary_email from main.people").fetchall())
    assert found == {
        "Milena Orsolani": "milena@corvusmill.example",
        "Ludovic Hargreeve": "ludovic.hargreeve@tarnoptics.test",
        "Roswitha Ankerstein": "desk@helmsons.co.uk",
        "Kasimir Dulski": "kasimir@dulski.net",
        "Ottilie Zwergfeld": "desk@helmsons.co.uk",
        "Henrike Vossberg": None,
    }


def test_two_cards_with_one_address_and_other_given_names_are_two_people_who_are_asked_about() -> None:
    home, shared = "familie.weber@webers.example", "studio@keller.example"
    couple = [
        Told(name, home, card=name, source="address_book", phone="+49 30 1234567")
        for name in ("Jonas Weber", "Miriam Weber")
    ]
    partners = [Told(name, shared, card=name, source="address_book") for name in ("Hans Keller", "Sofia Moreno")]
    twice = [
        Told(name, "bob@miller.example", card=name, source="address_book") for name in ("Bob Miller", "Robert Miller")
    ]
    with resolved([*couple, *partners, *twice, Told("", home)]) as connection:
        found = groups(connection)
        asked = connection.execute("select count(*) from main.matches where decision = 'review'").fetchone()
    assert [group for group in found for pair in (couple, partners) if {entry.key for entry in pair} <= group] == []
    assert frozenset(entry.key for entry in twice) in found
    assert asked == (2,)


def test_a_numbered_address_at_work_is_asked_about() -> None:
    one, two = (Told("Ambrose Tillinghurst", f"atillinghurst{number}@corvusmill.com") for number in ("", 2))
    with resolved([one, two]) as connection:
        assert connection.execute("select decision from main.matches").fetchall() == [("review",)]
    with resolved([one, two], [("same", one.email, two.email)]) as connection:
        assert frozenset((one.key, two.key)) in groups(connection)


def test_a_profile_that_was_renamed_is_one_persons_and_known_by_its_new_address() -> None:
    old, new = Told("Ana Silva", slug="anasilva84", landed=1), Told("Ana Silva-Brandt", slug="ana-brandt", landed=2)
    namesake = Told("Ana Silva", "ana@reef.example", slug="ana-silva-reef")
    with resolved([old, new, namesake], renamed=[("anasilva84", "ana-brandt")]) as connection:
        assert groups(connection) == {frozenset({old.key, new.key}), frozenset({namesake.key})}
        rows = connection.execute("select profile_url from main.people order by profile_url").fetchall()
        reasons = connection.execute("select reason from main.matches").fetchall()
    assert [url.rpartition("/")[2] for (url,) in rows] == ["ana-brandt", "ana-silva-reef"]
    assert reasons == [("one LinkedIn profile under two addresses; same name but for words that one leaves out",)]


def test_two_numbers_in_place_of_profiles_are_two_people() -> None:
    numbers = ("acoaaab1c2d3e4f5g6h7i8j9k0lmnop", "acoaaqq9w8e7r6t5y4u3i2o1p0asdfg")
    told = [Told("Milena Orsolani", slug=number, source="linkedin_message") for number in numbers]
    with resolved(told) as connection:
        assert len(groups(connection)) == 2


def test_a_number_in_place_of_a_profile_is_no_second_profile() -> None:
    number = Told("Milena Orsolani", slug="acoaaab1c2d3e4f5g6h7i8j9k0lmnop", source="linkedin_message")
    told = [number, Told("Milena Orsolani", slug="milena-orsolani", source="connection")]
    with resolved(told) as connection:
        assert len(groups(connection)) == 1
        rows = connection.execute("select profile_url from main.people").fetchall()
    assert rows == [("https://www.linkedin.com/in/milena-orsolani",)]


def test_namesakes_at_two_employers_are_asked_about(everybody: duckdb.DuckDBPyConnection) -> None:
    asked = everybody.execute("select identity_id_a, reason from main.matches where decision = 'review'").fetchall()
    assert any("Ulrich Fennimore" in key and "two employers" in reason for key, reason in asked)
    assert not any("Wanda Brackenridge" in key and "|wanda" in key for key, _ in asked)


OWNER = [
    Told("Jelena Morwenna", "jelena@corvusmill.com", is_owner=True),
    Told("Jelena Morwenna", "j.morwenna@tarnoptics.com", is_owner=True),
    Told("", slug="jelena-morwenna", is_owner=True),
]


def test_the_owner_is_one_person_with_a_forgotten_address_but_without_a_common_namesake() -> None:
    told = [*OWNER, Told("Jelena Morwenna", "jelena.morwenna@gmail.com"), Told("John Smith", "jsmith9@gmx.de")]
    me = Told("John Smith", "john@tarnoptics.com", is_owner=True)
    with resolved(told) as connection:
        assert frozenset(entry.key for entry in told[:4]) in groups(connection)
        assert connection.execute("select count(*) from main.people where is_owner").fetchall() == [(1,)]
    with resolved([me, told[4]]) as connection:
        assert len(groups(connection)) == 2


WORK = Told("Ada Lind", "ada.lind@tarnoptics.com")
HOME = Told("Sunny", "sunny42@lanternpost.net")
PROFILE = Told("Adelheid Okafor", slug="adelheid-okafor", source="connection")


def test_the_users_word_wins_and_can_be_taken_back() -> None:
    same = ("same", WORK.email, "https://www.linkedin.com/in/adelheid-okafor")
    with resolved([WORK, HOME, PROFILE]) as connection:
        before = groups(connection)
    assert len(before) == 3
    with resolved([WORK, HOME, PROFILE], [same]) as connection:
        assert frozenset((WORK.key, PROFILE.key)) in groups(connection)
        decisions = connection.execute("select decision, reason from main.matches where decision = 'same'").fetchall()
        assert decisions == [("same", "you said so")]
    with resolved([WORK, HOME, PROFILE], [same, ("different", *same[1:])]) as connection:
        assert groups(connection) == before


def test_no_chain_joins_two_people_whom_the_user_told_apart() -> None:
    told = [
        Told("Rasmus Tolvanen", "rasmus@tolvanen.net"),
        Told("Rasmus Tolvanen", "rasmus.tolvanen@gmail.com"),
        Told("Rasmus Tolvanen", slug="rasmus-tolvanen", source="connection"),
    ]
    with resolved(told) as connection:
        assert len(groups(connection)) == 1
    with resolved(told, [("different", told[0].email, told[1].email)]) as connection:
        of = persons(connection)
        assert of[told[0].key] != of[told[1].key]


def test_the_order_of_the_rows_makes_no_difference() -> None:
    told = [entry for case in CASES.values() for person in case for entry in person][:24]
    shuffled = Random(5).sample(told, len(told))
    with resolved(told) as connection, resolved(shuffled) as other:
        assert persons(connection) == persons(other)


def test_what_arrives_later_never_changes_an_id_and_the_older_one_survives() -> None:
    early = [entry for case in CASES.values() for person in case for entry in person[:1]]
    later = [entry._replace(landed=2) for case in CASES.values() for person in case for entry in person[1:]]
    with resolved(early) as connection:
        before = persons(connection)
    with resolved([*early, *Random(7).sample(later, len(later))]) as connection:
        after = persons(connection)
    assert {key: after[key] for key in before} == before


def test_every_level_of_a_comparison_has_a_weight() -> None:
    # Of a level without one, the sums would make nothing, and say nothing.
    compared = [
        (SQL_FOLDER / "resolution" / f"compared_{what}.sql").read_text(encoding="utf-8")
        for what in ("names", "addresses", "crosses", "contexts")
    ]
    reached = {level for sql in compared for level in re.findall(r"\b(?:then|else)\s+'([^']+)'", sql)}
    crosses = compared[2][compared[2].index("[\n") : compared[2].index("as cross_level")]
    reached |= set(re.findall(r"'([^']+)'", crosses)) | {"same card", "same phone", "no card"}
    with duckdb.connect() as connection:
        weights = (SQL_FOLDER / "resolution" / "weights.sql").read_text(encoding="utf-8")
        assert reached == {level for (level,) in connection.execute(f"select level from ({weights})").fetchall()}


def test_nobody_at_all() -> None:
    with resolved([]) as connection:
        assert groups(connection) == set()
