from __future__ import annotations

import tempfile
from contextlib import suppress
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from connectors import contact_sheets, recognize
from connectors.errors import ConnectorError
from connectors.records import Contact, Ignored, Record, Rejected
from connectors.source import Source
from tests.inboxes import connections

FIXTURES = sorted((Path(__file__).parents[1] / "fixtures" / "contact_sheets").glob("*.csv"))


def read(content: str | bytes) -> list[Record]:
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "contacts.csv"
        path.write_bytes(content.encode() if isinstance(content, str) else content)
        return list(contact_sheets.read(Source(path)))


def contact(header: str, row: str) -> Contact:
    (found,) = (record for record in read(f"{header}\n{row}\n") if isinstance(record, Contact))
    return found


def is_recognized(content: str | bytes) -> bool:
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "contacts.csv"
        path.write_bytes(content.encode() if isinstance(content, str) else content)
        return contact_sheets.recognizes(Source(path))


@pytest.mark.parametrize("path", FIXTURES, ids=lambda path: path.name)
@pytest.mark.parametrize("member", ["", "Takeout/Contacts/contacts.csv"])
def test_nobody_else_claims_them_not_even_within_an_archive(path: Path, member: str) -> None:
    source = Source(path, member=member, unpacked=path) if member else Source(path)
    assert recognize(source) == "contact_sheets"


@pytest.mark.parametrize(
    ("content", "is_book"),
    [
        ("Name,E-mail 1 - Value\n", True),
        ("Vorname;Nachname;E-Mail-Adresse\n", True),
        ("Voornaam,Achternaam,E-mailadres\n", True),
        ("Nombre,Apellidos,Dirección de correo electrónico\n", True),
        ("Nome,Cognome,Indirizzo posta elettronica\n", True),
        ("First,Middle,Last,Nickname,Email,Category\n", True),  # Yahoo's
        ("Vorname,Nachname,Anzeigename,Primäre E-Mail-Adresse\n", True),  # Thunderbird's
        ("Prénom,Nom,Première adresse électronique\n", True),
        ("Imię,Nazwisko,Adres e-mail\n", True),
        ("Имя;Фамилия;Электронная почта\n", True),
        ("姓,名,メール アドレス\n", True),
        ("Name|Email|Company\n", True),
        ("Email,Name,Created At\n", True),  # of subscribers
        ("Name,Email Status\n", False),
        ("Name,Contact Owner Email\n", False),
        ("First Name,Last Name,Email,Phone Number,Company Name\n", True),
        ("Name,Colour\n", False),
        ("E-mail\n", False),
        (connections(1), False),
        ("FirstName,EmailAddress,Companies,CreatedAt\n", False),  # LinkedIn's
        ("person_id,full_name,primary_email\n", False),  # this program's
        ("", False),
    ],
)
def test_address_books_are_told_by_their_columns(content: str | bytes, is_book: bool) -> None:
    assert is_recognized(content) is is_book


@pytest.mark.parametrize(
    ("column", "email"),
    [
        ("E-mail 3 - Value", "ida@harbour.example"),
        ("E-mail 2 Address", "ida@harbour.example"),
        ("Secondary Email", "ida@harbour.example"),
        ("E-Mail 2: Adresse", "ida@harbour.example"),
        ("Adresse de messagerie 3", "ida@harbour.example"),
        ("Alternate Email 1", "ida@harbour.example"),
        ("Dirección del correo electrónico 2", "ida@harbour.example"),
        ("PrimarySmtpAddress", "ida@harbour.example"),
        ("Sekundäre E-Mail-Adresse", "ida@harbour.example"),
        ("E-Mail 1 – Wert", "ida@harbour.example"),
        ("Assistant's Email", ""),
        ("E-mail 1 - Label", ""),
        ("E-mail 2 Type", ""),
        ("E-Mail 2: Angezeigter Name", ""),
    ],
)
def test_every_address_is_found_and_nothing_else(column: str, email: str) -> None:
    found = contact(f"Name,Email,{column}", "Ida Brandt,ida@home.example,ida@harbour.example")
    assert found.emails == (("ida@home.example", email) if email else ("ida@home.example",))


@pytest.mark.parametrize(
    ("column", "is_phone"),
    [
        ("Mobile Phone", True),
        ("Phone 2 - Value", True),
        ("Telefon geschäftlich", True),
        ("Tél. mobile", True),
        ("Telefoon op werk", True),
        ("Assistant's Phone", False),
        ("Phonetic First Name", False),
        ("Business Fax", False),
        ("Company Main Phone", False),
        ("Télécopie (bureau)", False),
        ("Téléphone société", False),
        ("Telefon Firma", False),
        ("Telefaks", False),
        ("Móvil", True),
        ("Phone 1 - Label", False),
        ("Telex", False),
    ],
)
def test_phones_are_told_from_what_merely_sounds_like_them(column: str, is_phone: bool) -> None:
    assert contact(f"Name,Email,{column}", "Ida Brandt,ida@home.example,+47 1").phones == (
        ("+47 1",) if is_phone else ()
    )


@pytest.mark.parametrize(
    ("header", "label", "is_phone"),
    [
        ("Phone 1 - Label,Phone 1 - Value", "Work Fax", False),
        ("Phone 1 - Label,Phone 1 - Value", "Mobile", True),
        ("Phone 2 - Type,Phone 2 - Value", "* Home Fax", False),
        ("Telefon 1 – Label,Telefon 1 – Wert", "Fax geschäftlich", False),
        ("Téléphone 1 - Libellé,Téléphone 1 - Valeur", "Télécopie (travail)", False),
        ("Téléphone 1 - Libellé,Téléphone 1 - Valeur", "Mobile", True),
        ("Phone 1 - Label,Phone 2 - Value", "Work Fax", True),
    ],
)
def test_the_label_beside_a_number_tells_whose_it_is(header: str, label: str, is_phone: bool) -> None:
    found = contact(f"Name,Email,{header}", f"Ida Brandt,ida@home.example,{label},+47 1")
    assert found.phones == (("+47 1",) if is_phone else ())


def test_a_number_without_a_label_may_stand_before_one_of_the_same_count() -> None:
    assert contact("Name,Email,Phone 1,Phone 1 - Mobile", "Ida,ida@home.example,+47 1,+47 2").phones == (
        "+47 1",
        "+47 2",
    )


@pytest.mark.parametrize(
    ("encoding", "header", "name"),
    [
        ("cp1251", "Имя;Фамилия;Адрес эл. почты", "Анна;Берг"),
        ("cp932", "名,姓,電子メール アドレス,メール アドレス", "愛,港,"),
        ("cp1252", "Vorname;Nachname;E-Mail-Adresse", "Änne;Groß"),
    ],
)
def test_tables_of_old_windows_are_read_in_the_encoding_of_their_language(
    encoding: str, header: str, name: str
) -> None:
    mark = ";" if ";" in header else ","
    records = read(f"{header}\r\n{name}{mark}ida@harbour.example\r\n".encode(encoding))
    (found,) = (record for record in records if isinstance(record, Contact))
    assert found.full_name == name.strip(mark).replace(mark, " ")
    assert found.emails == ("ida@harbour.example",)


@pytest.mark.parametrize("column", ["Account Name", "Associated Company", "Organization Name"])
def test_customer_lists_name_companies_in_their_own_way(column: str) -> None:
    assert contact(f"Name,Email,{column}", "Ida Brandt,ida@home.example,Harbour").company == "Harbour"


@pytest.mark.parametrize(
    ("row", "is_person"),
    [
        ("Harbour,,,Harbour,", False),
        ("Harbour,Ida,Brandt,Harbour,", True),
        ("Ida,,,Harbour,", True),
        ("Ida Brandt,,,Ida Brandt,Consultant", True),
    ],
)
def test_a_row_that_is_named_as_its_firm_is_the_firm(row: str, is_person: bool) -> None:
    records = read(f"Name,First Name,Last Name,Company,Job Title,Email\r\n{row},info@harbour.example\r\n".encode())
    assert [isinstance(record, Contact) for record in records] == [is_person]


def test_a_title_is_a_position_unless_there_is_a_column_for_that() -> None:
    assert contact("Name,Email,Title", "Ida,ida@home.example,Engineer").position == "Engineer"
    assert contact("Name,Email,Title,Job Title", "Ida,ida@home.example,Dr.,").position == ""


@pytest.mark.parametrize(
    ("text", "birthday"),
    [
        ("1980-05-17", "1980-05-17"),
        ("--05-17", "--05-17"),
        ("17.05.1980", "1980-05-17"),
        ("17 May 1980", "1980-05-17"),
        ("17. Mai 1980", "1980-05-17"),
        ("1904-02-29", "1904-02-29"),
        ("12/31/1931", "1931-12-31"),
        ("0/0/00", ""),
        ("", ""),
    ],
)
def test_birthdays_are_read_in_the_usual_forms(text: str, birthday: str) -> None:
    assert contact("Name,Email,Birthday", f"Ida,ida@home.example,{text}").birthday == birthday


@pytest.mark.parametrize("text", ["3/4/1980", "1981-02-29", "May", "30/30/1980"])
def test_a_birthday_that_is_none_costs_no_contact(text: str) -> None:
    flaw, found = read(f"Name,Email,Birthday\nIda,ida@home.example,{text}\n")
    assert isinstance(flaw, Rejected)
    assert isinstance(found, Contact)
    assert found.birthday == ""


@settings(max_examples=120, deadline=None)
@given(st.sampled_from(FIXTURES), st.data())
def test_damaged_files_never_break_the_reader(path: Path, data: st.DataObject) -> None:
    content = bytearray(path.read_bytes())
    for _ in range(data.draw(st.integers(1, 5))):
        at = data.draw(st.integers(0, len(content)))
        noise = data.draw(st.binary(max_size=10) | st.sampled_from([b'"', b"\n", b"\0", b"99/99/9999", b" ::: ", b","]))
        content[at : at + data.draw(st.integers(0, 30))] = noise
    is_recognized(bytes(content))
    for record in read(bytes(content)):
        assert isinstance(record, Contact | Ignored | Rejected)
        repr(record).encode()


@settings(max_examples=60, deadline=None)
@given(st.binary(max_size=200))
def test_arbitrary_bytes_are_an_address_book_or_not_but_never_break(content: bytes) -> None:
    is_recognized(content)
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "x.csv"
        path.write_bytes(content)
        with suppress(ConnectorError):
            recognize(Source(path))


@pytest.mark.parametrize(
    ("name", "header", "connector"),
    [
        ("Connections.csv", "First Name,Last Name,URL,Email Address,Company,Position,Zusammen seit", "linkedin"),
        ("Connections (1).csv", "Vorname,Nachname,URL,E-Mail-Adresse,Firma,Position,Zusammen seit", "linkedin"),
        ("Connections.csv", "First Name,Last Name,Company,Job Title,E-mail Address", "contact_sheets"),
        ("friends.csv", "First Name,Last Name,Email,Company,Position", "contact_sheets"),
    ],
)
def test_connections_whose_column_of_days_has_an_unknown_name_are_no_address_book(
    tmp_path: Path, name: str, header: str, connector: str
) -> None:
    (tmp_path / name).write_text(f"{header}\nIda,Brandt,,ida@harbour.example,Harbour,Engineer,04 Mar 2024\n")
    assert recognize(Source(tmp_path / name)) == connector
