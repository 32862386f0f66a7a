"""Several people's LinkedIn archives in one inbox: one of them is the owner's, and nothing of the others is used."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

import pytest

from tests.warehouse.landed import staged

MARA, ANA = "Basic_LinkedInDataExport_11-10-2026", "Basic_LinkedInDataExport_11-11-2026"
MARAS = {f"Kim Vos {number}": f"0{number} Feb 2024" for number in range(1, 5)}
ANAS = {f"Uma Ray {number}": f"0{number} Mar 2024" for number in range(1, 4)}
MANY = {f"Kim Vos{chr(96 + number)}": f"{number:02} Jan 2024" for number in range(1, 21)}


def archive(
    name: str = "", email: str = "", connections: Mapping[str, str] | None = None, *, folder: str
) -> dict[str, str]:
    """The files of an archive, by their paths; without a name it has no profile."""
    given, _, family = name.rpartition(" ")
    rows = "".join(f"{who.replace(' ', ',', 1)},,Reef,Cook,{day}\n" for who, day in (connections or {}).items())
    files = {
        "Profile.csv": f"First Name,Last Name,Maiden Name,Headline\n{given},{family},,Cook\n" if name else "",
        "Email Addresses.csv": f"Email Address,Confirmed,Primary,Updated On\n{email},Yes,Yes,-\n" if email else "",
        "Connections.csv": "First Name,Last Name,Email Address,Company,Position,Connected On\n" + rows,
        "Skills.csv": f"Name\nSkill of {name}\n" if name else "",
        "Positions.csv": (
            "Company Name,Title,Description,Location,Started On,Finished On\n" + f"{name} Ltd,Cook,,,Jan 2020,\n"
            if name
            else ""
        ),
    }
    return {f"{folder}/{file}": text for file, text in files.items() if text}


def mail(sender: str, recipient: str) -> dict[str, str]:
    return {
        "Inbox": f"From - Mon Mar  4 09:30:00 2024\nMessage-ID: <1@x>\nFrom: {sender}\nTo: {recipient}\n"
        "Date: Mon, 4 Mar 2024 09:30:00 +0000\n\nText.\n\n"
    }


def used(folder: Path, files: Mapping[str, str], *me: str) -> set[str]:
    """Return the archives whose connections are the owner's."""
    with staged(folder, files, me=me) as connection:
        rows = connection.execute(
            "select distinct split_part(units.source_path, '/', 1) from staging.contacts as contacts"
            " inner join landing.units as units on contacts.unit_id = units.unit_id where contacts.kind = 'connection'"
        )
        return {path for (path,) in rows.fetchall()}


TWO = archive("Mara Lindqvist", "mara@home.example", MARAS, folder=MARA) | archive(
    "Ana Lindqvist", "ana@sousa.example", ANAS, folder=ANA
)


def test_of_two_archives_the_larger_is_the_owners_until_an_address_is_named(tmp_path: Path) -> None:
    assert used(tmp_path / "unsaid", TWO) == {MARA}
    assert used(tmp_path / "said", TWO, "ana@sousa.example") == {ANA}


def test_whose_mail_it_is_decides_whose_archive_is_read(tmp_path: Path) -> None:
    assert used(tmp_path / "address", TWO | mail("Bo <bo@x.example>", "ANA@sousa.example")) == {ANA}
    assert used(tmp_path / "name", TWO | mail('"Lindqvist, Ana" <al@reef.example>', "bo@x.example")) == {ANA}
    named = TWO | mail('"Lindqvist, Ana" <al@reef.example>', "mara@home.example")
    assert used(tmp_path / "named", named, "al@reef.example") == {ANA}


def test_nothing_of_an_archive_of_somebody_else_is_the_owners(tmp_path: Path) -> None:
    with staged(tmp_path, TWO) as connection:
        told = connection.execute(
            "select (select list(skill) from staging.skills), (select list(company) from staging.tenures),"
            " (select list(canonical_email) from staging.owner_addresses), (select list(name_key) from"
            " staging.owner_names), (select count(*) from staging.interactions)"
        ).fetchone()
    assert told == (["Skill of Mara Lindqvist"], ["Mara Lindqvist Ltd"], ["mara@home.example"], ["lindqvist mara"], 4)


@pytest.mark.parametrize(
    ("first", "second"),
    [
        pytest.param(("Mara Lindqvist", "m@x.example"), ("Mara Berg", "mara@berg.example"), id="married"),
        pytest.param(("Mara Lindqvist", "m@x.example"), ("M. Berg", "m@x.example"), id="same address"),
        pytest.param(("Mara Lindqvist", ""), ("Мара Линдквист", ""), id="another script"),
        pytest.param(("Mara Lindqvist", ""), ("", ""), id="no profile"),
        pytest.param(("Dr. Mara Lindqvist", ""), ("Mara K. Lindqvist", ""), id="titles"),
    ],
)
def test_archives_that_may_be_one_persons_are_all_read(
    tmp_path: Path, first: tuple[str, str], second: tuple[str, str]
) -> None:
    files = archive(*first, MARAS, folder=MARA) | archive(*second, ANAS, folder=ANA)
    assert used(tmp_path, files) == {MARA, ANA}


def test_connections_tell_whose_an_archive_is_where_names_do_not(tmp_path: Path) -> None:
    later = MANY | {"Leo Marsh": "03 Mar 2025"}
    others = {f"{name} Ray": day for name, day in MANY.items()}
    both = archive("Mara Lindqvist", "", MANY, folder=MARA) | archive("Berta Falk", "", later, folder=ANA)
    assert used(tmp_path / "renamed", both) == {MARA, ANA}
    unnamed = archive("Mara Lindqvist", "", later, folder=MARA) | archive("", "", others, folder=ANA)
    assert used(tmp_path / "nameless", unnamed) == {MARA}
    homonym = archive("Mara Lindqvist", "", MANY, folder=MARA) | archive("Mara Berg", "", others, folder=ANA)
    assert used(tmp_path / "homonym", homonym) == {MARA}


def test_an_archive_that_lies_loose_in_the_inbox_is_told_from_one_in_a_folder(tmp_path: Path) -> None:
    loose = {path.partition("/")[2]: text for path, text in archive("Mara Lind", "", MARAS, folder=MARA).items()}
    assert used(tmp_path, loose | archive("Ana Sousa", "", ANAS, folder=ANA)) == {"Connections.csv"}
