"""Several people's LinkedIn archives in one inbox: one of them is the owner's, and nothing of the others is used."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from datetime import date, timedelta
from pathlib import Path

import pytest

from tests.warehouse.landed import staged

MARA, ANA, OLD = (f"Basic_LinkedInDataExport_11-{day}-2026" for day in (10, 11, 12))
Connections = Sequence[tuple[str, date]]


def connections(count: int, first: date) -> Connections:
    return [(f"Kim{chr(97 + number)} Vos", first + timedelta(7 * number)) for number in range(count)]


MARAS, ANAS = connections(20, date(2024, 1, 1)), connections(20, date(2024, 1, 2))


def archive(name: str = "", emails: Sequence[str] = (), connected: Connections = (), *, folder: str) -> dict[str, str]:
    """The files of an archive, by their paths; without a name it has no profile."""
    given, _, family = name.rpartition(" ")
    rows = "".join(f"{who.replace(' ', ',')},,Reef,Cook,{day:%d %b %Y}\n" for who, day in connected)
    files = {
        "Email Addresses.csv": "Email Address,Confirmed,Primary\n" + "".join(f"{email},Yes,Yes\n" for email in emails),
        "Connections.csv": f"First Name,Last Name,Email Address,Company,Position,Connected On\n{rows}",
    }
    if name:
        files["Profile.csv"] = f"First Name,Last Name,Maiden Name,Headline\n{given},{family},,Cook\n"
        files["Skills.csv"] = f"Name\nSkill of {name}\n"
        files["Positions.csv"] = (
            f"Company Name,Title,Description,Location,Started On,Finished On\n{name} Ltd,Cook,,,Jan 2020,\n"
        )
    return {f"{folder}/{file}" if folder else file: text for file, text in files.items()}


def mail(*parties: tuple[str, str]) -> dict[str, str]:
    return {
        "Archive": "".join(
            f"From - Mon Mar  4 09:30:00 2024\nMessage-ID: <{number}@x>\nFrom: {sender}\nTo: {recipient}\n"
            "Date: Mon, 4 Mar 2024 09:30:00 +0000\n\nText.\n\n"
            for number, (sender, recipient) in enumerate(parties)
        )
    }


def used(folder: Path, files: Mapping[str, str], *me: str) -> set[str]:
    """Return the archives, and files that lie by themselves, whose connections are the owner's."""
    with staged(folder, files, me=me) as connection:
        rows = connection.execute(
            "select distinct split_part(units.source_path, '/', 1) from staging.contacts as contacts"
            " inner join landing.units as units on contacts.unit_id = units.unit_id where contacts.kind = 'connection'"
        )
        return {path for (path,) in rows.fetchall()}


TWO = archive(
    "Mara Lindqvist", ["mara@home.example"], [*MARAS, ("Leo Marsh", date(2025, 3, 3))], folder=MARA
) | archive("Ana Lindqvist", ["ana@sousa.example"], ANAS, folder=ANA)


def test_of_two_archives_the_larger_is_the_owners_until_an_address_is_named(tmp_path: Path) -> None:
    assert used(tmp_path / "unsaid", TWO) == {MARA}
    assert used(tmp_path / "said", TWO, "ana@sousa.example") == {ANA}


@pytest.mark.parametrize(
    ("party", "me"),
    [
        pytest.param("ANA@sousa.example", "", id="address"),
        pytest.param('"Lindqvist, Ana (Ext)" <al@reef.example>', "", id="name"),
        pytest.param('"Lindqvist, Ana" <al@reef.example>', "al@reef.example", id="named address"),
    ],
)
def test_whose_mail_it_is_decides_whose_archive_is_read(tmp_path: Path, party: str, me: str) -> None:
    others = [("Bo <bo@x.example>", "Mara Lindqvist <mara@home.example>")] * (3 if me else 1)
    assert used(tmp_path, TWO | mail((party, "bo@x.example"), *others[1:]), *filter(None, [me])) == {ANA}


def test_somebody_in_some_of_the_mail_does_not_take_the_place_of_the_owner(tmp_path: Path) -> None:
    own = [('"M. Lind (Ext)" <m.lind@work.example>', "Bo <bo@x.example>")] * 4
    assert used(tmp_path, TWO | mail(("Ana Lindqvist <ana@sousa.example>", "m.lind@work.example"), *own)) == {MARA}


def test_nothing_of_an_archive_of_somebody_else_is_the_owners(tmp_path: Path) -> None:
    with staged(tmp_path, TWO) as connection:
        told = connection.execute(
            "select (select list(skill) from staging.skills), (select list(company) from staging.tenures),"
            " (select list(canonical_email) from staging.owner_addresses), (select list(name_key) from"
            " staging.owner_names), (select count(*) from staging.interactions)"
        ).fetchone()
    assert told == (["Skill of Mara Lindqvist"], ["Mara Lindqvist Ltd"], ["mara@home.example"], ["lindqvist mara"], 21)


@pytest.mark.parametrize(
    ("first", "second"),
    [
        pytest.param(
            ("Mara Lindqvist", ["m@x.example"], MARAS),
            ("M. Berg", ["m.berg@x.example", "m@x.example"], ANAS),
            id="an address",
        ),
        pytest.param(("Mara Lindqvist", [], MARAS), ("Berta Falk", [], MARAS[:9] + ANAS[:5]), id="connections"),
        pytest.param(("Mara Lindqvist", [], MARAS), ("Dr. Mara K. Lindqvist", [], ANAS), id="words of a name"),
        pytest.param(("Jürgen Müller", [], MARAS), ("Juergen Mueller", [], ANAS), id="umlauts"),
        pytest.param(("Łukasz Søren", [], MARAS), ("Lukasz Soren", [], ANAS), id="letters with strokes"),
        pytest.param(("Mara Lindqvist", ["a@x.example"], MARAS), ("", ["b@x.example"], ANAS), id="no profile"),
        pytest.param(("Robert Holm", ["a@x.example"], MARAS), ("Bob Holm", ["b@x.example"], ANAS[:5]), id="nickname"),
        pytest.param(("Mara Lindqvist", [], MARAS), ("Мара Линдквист", [], ANAS[:5]), id="another script"),
    ],
)
def test_archives_that_may_be_one_persons_are_all_read(
    tmp_path: Path, first: tuple[str, list[str], Connections], second: tuple[str, list[str], Connections]
) -> None:
    assert used(tmp_path, archive(*first, folder=MARA) | archive(*second, folder=ANA)) == {MARA, ANA}


def test_archives_of_one_person_are_known_by_one_between_them(tmp_path: Path) -> None:
    files = (
        archive("Bob Miller", ["bob@old.example"], MARAS, folder=OLD)
        | archive("Bob Miller", ["bob@old.example", "rob@new.example"], folder=ANA)
        | archive("Robert Mills", ["rob@new.example"], ANAS, folder=MARA)
    )
    assert used(tmp_path, files) == {OLD, MARA}


def test_archives_of_one_person_are_known_by_the_addresses_that_they_name(tmp_path: Path) -> None:
    assert used(tmp_path, TWO, "ana@sousa.example", "mara@home.example") == {MARA, ANA}


def test_few_connections_are_told_apart_by_addresses_and_names_with_no_word_in_common(tmp_path: Path) -> None:
    files = archive("Mara Lind", ["m@x.example"], MARAS[:4], folder=MARA)
    others = archive("Ana Sousa", ["a@x.example"], ANAS[:3], folder=ANA)
    assert used(tmp_path, files | others) == {MARA}


def test_a_file_without_a_name_goes_with_the_archive_whose_connections_it_tells(tmp_path: Path) -> None:
    assert used(tmp_path, TWO | archive("", [], ANAS[:8], folder=OLD)) == {MARA}


def test_an_archive_that_lies_loose_in_the_inbox_holds_none_that_lies_in_a_folder(tmp_path: Path) -> None:
    loose = archive("Ana Sousa", ["ana@x.example"], ANAS, folder="")
    messages = (
        "FROM,TO,DATE,SUBJECT,CONTENT,DIRECTION,FOLDER\nKim Vos,Mara Lind,2024-01-01T10:00:00,,Hi,INCOMING,INBOX\n"
    )
    files = loose | archive("Mara Lind", [], [*MARAS, *ANAS[:1]], folder=MARA) | {f"{OLD}/messages.csv": messages}
    with staged(tmp_path, files) as connection:
        kinds = connection.execute("select kind, count(*) from staging.interactions group by kind").fetchall()
    assert dict(kinds) == {"connection": 21, "linkedin_message": 1}


def snapshot(**domains: list[dict[str, str]]) -> str:
    elements = [{"snapshotDomain": name, "snapshotData": rows} for name, rows in domains.items()]
    return json.dumps({"paging": {}, "elements": elements})


def told(connected: Connections) -> list[dict[str, str]]:
    return [
        {"First Name": who.split()[0], "Last Name": "Vos", "Connected On": f"{day:%d %b %Y}", "URL": ""}
        for who, day in connected
    ]


def test_pages_of_a_snapshot_are_one_persons_and_snapshots_of_two_people_are_not(tmp_path: Path) -> None:
    mara, ana = ([{"First Name": given, "Last Name": "Lind", "Headline": "Cook"}] for given in ("Mara", "Ana"))
    pages = {
        "linkedin-1.json": snapshot(PROFILE=mara, CONNECTIONS=told(MARAS)),
        "linkedin-2.json": snapshot(CONNECTIONS=told(ANAS)),
    }
    assert used(tmp_path / "pages", pages) == set(pages)
    people = pages | {"linkedin-2.json": snapshot(PROFILE=ana, CONNECTIONS=told(ANAS[:15]))}
    assert used(tmp_path / "people", people) == {"linkedin-1.json"}
