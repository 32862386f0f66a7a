from __future__ import annotations

import tempfile
from datetime import date
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from connectors import vcard
from connectors.records import Contact, Ignored, Record, Rejected
from connectors.source import Source

FIXTURES = sorted((Path(__file__).parents[1] / "fixtures" / "vcard").glob("*.vcf"))


def read(content: str | bytes) -> list[Record]:
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "cards.vcf"
        path.write_bytes(content.encode() if isinstance(content, str) else content)
        return list(vcard.read(Source(path)))


def card(*lines: str) -> str:
    return "\r\n".join(("BEGIN:VCARD", "VERSION:3.0", *lines, "END:VCARD", ""))


def contact(*lines: str) -> Contact:
    (found,) = (record for record in read(card("FN:Ana Falk", *lines)) if isinstance(record, Contact))
    return found


@pytest.mark.parametrize(
    ("head", "is_card"),
    [
        (b"BEGIN:VCARD\r\nVERSION:3.0\r\n", True),
        (b"\xef\xbb\xbfbegin:vcard\n", True),
        ("BEGIN:VCARD\r\n".encode("utf-16"), True),
        (b"\r\n\r\nBEGIN:VCARD\r\n", True),
        (b"BEGIN:VCALENDAR\r\nBEGIN:VCARD\r\n", False),
        (b"Subject: my card\n\nBEGIN:VCARD\n", False),
        (b"", False),
    ],
)
def test_card_is_recognized_by_its_beginning(tmp_path: Path, head: bytes, is_card: bool) -> None:
    path = tmp_path / "unnamed"
    path.write_bytes(head)
    assert vcard.recognizes(Source(path)) is is_card
    assert not vcard.recognizes(Source(tmp_path / "absent.vcf"))


@pytest.mark.parametrize("path", FIXTURES, ids=lambda path: path.name)
def test_every_card_is_a_contact_or_ignored(path: Path) -> None:
    records = read(path.read_bytes())
    cards = path.read_bytes().upper().count(b"BEGIN:VCARD")
    assert sum(isinstance(record, Contact | Ignored) for record in records) == cards


@pytest.mark.parametrize("line_end", ["\n", "\r\n", "\r", "\r\r\n"])
def test_line_ends_do_not_matter(line_end: str) -> None:
    name = ("FN;ENCODING=QUOTED-PRINTABLE:Ana=", "=20Falk")
    content = card(*name, "NOTE:folded", " here", "EMAIL:ana@lumen.example").replace("\r\n", line_end)
    assert read(content) == [
        Contact("line 1", "address_book", full_name="Ana Falk", emails=("ana@lumen.example",), note="foldedhere")
    ]


def test_fold_of_the_old_version_is_at_a_blank_that_counts() -> None:
    (found,) = read("BEGIN:VCARD\r\nVERSION:2.1\r\nFN:Ana\r\n Falk\r\nEND:VCARD\r\n")
    assert isinstance(found, Contact)
    assert found.full_name == "Ana Falk"


@pytest.mark.parametrize(
    ("charset", "encoded"),
    [
        ("UTF-8", "J=C3=BCrgen"),
        ("ISO-8859-1", "J=FCrgen"),
        ("windows-1252", "J=FCrgen"),
        ("no-such", "J=C3=BCrgen"),
        ("unicode_escape", "J=C3=BCrgen"),
        ("punycode", "J=C3=BCrgen"),
    ],
)
def test_quoted_printable_is_decoded_in_its_character_set(charset: str, encoded: str) -> None:
    assert contact(f"TITLE;CHARSET={charset};ENCODING=QUOTED-PRINTABLE:{encoded}").position == "Jürgen"


def test_a_character_set_that_is_plainly_not_the_one_is_not_believed() -> None:
    assert contact("TITLE;CHARSET=ISO-8859-1:Jürgen").position == "Jürgen"


def test_soft_line_breaks_are_joined_and_line_numbers_stay() -> None:
    records = read(card("FN:Ana Falk", "NOTE;QUOTED-PRINTABLE:one=", "=20two=20=", "three", "no colon"))
    assert records[0] == Rejected("not a property of a card", "line 7", "no colon")
    assert isinstance(records[1], Contact)
    assert records[1].note == "one two three"


def test_a_soft_line_break_may_lead_to_a_blank_or_to_an_empty_line_as_outlook_ends_its_notes() -> None:
    quoted = ("ORG;QUOTED-PRINTABLE:Gr=C3=B6=C3=9Fe=", " GmbH", "NOTE;QUOTED-PRINTABLE:one=0D=0A=", "two=0D=0A=", "")
    old = card("FN:Ana Falk", *quoted, "TEL;WORK;VOICE:+47 1").replace("VERSION:3.0", "VERSION:2.1")
    (found,) = read(old)
    assert isinstance(found, Contact)
    assert (found.company, found.note, found.phones) == ("Größe GmbH", "one\ntwo", ("+47 1",))


@pytest.mark.parametrize(
    ("value", "emails"),
    [
        ("MAILTO:ana@lumen.example?subject=hello", ("ana@lumen.example",)),
        ("mailto:ana%2Bnews@lumen.example", ("ana+news@lumen.example",)),
        ("Falk\\, Ana <ana@lumen.example>", ("ana@lumen.example",)),
        ("'ana@lumen.example'", ("ana@lumen.example",)),
        ("ana@lumen.example\\, falk@lumen.example", ("ana@lumen.example", "falk@lumen.example")),
        ("xmpp:ana@lumen.example", ()),
        ("/o=ExchangeLabs/ou=Exchange Administrative Group/cn=Recipients/cn=ana", ()),
    ],
)
def test_addresses_are_bare_however_they_are_dressed(value: str, emails: tuple[str, ...]) -> None:
    assert contact(f"EMAIL;TYPE=INTERNET:{value}").emails == emails


@pytest.mark.parametrize(
    ("line", "is_person"),
    [
        ("N:;;;;", False),
        ("N:Lumen;;;;", False),
        ("N:Lumen;Ana;;;", True),
        ("TITLE:Consultant", True),
        ("BDAY:1980-05-17", True),
    ],
)
def test_who_is_named_as_the_firm_is_the_firm_unless_it_has_what_persons_have(line: str, is_person: bool) -> None:
    (record,) = read(card("FN:Ana Lumen", "ORG:Ana Lumen;Quay", "EMAIL:info@lumen.example", line))
    assert isinstance(record, Contact) is is_person


@pytest.mark.parametrize("line", ["X-ABShowAs:COMPANY", "KIND:org", "X-ADDRESSBOOKSERVER-KIND:group"])
def test_firms_and_groups_are_no_contacts(line: str) -> None:
    (record,) = read(card("FN:Lumen", "EMAIL:info@lumen.example", line))
    assert isinstance(record, Ignored)


def test_numbers_that_colleagues_share_are_no_phones_of_a_person() -> None:
    lines = ("TEL;WORK;FAX:+47 1", "TEL;TYPE=home,fax:+47 2", "TEL;type=PAGER:+47 3", "TEL;TYPE=CELL:+47 4")
    assert contact(*lines).phones == ("+47 4",)
    labels = ("Fax", "_$!<WorkFAX>!$_", "Télécopie", "Büro")
    grouped = [
        line
        for number, label in enumerate(labels)
        for line in (f"item{number}.TEL:+47 {number}", f"item{number}.X-ABLabel:{label}")
    ]
    assert contact(*grouped).phones == ("+47 3",)
    assert contact(*reversed(grouped)).phones == ("+47 3",)


@pytest.mark.parametrize(
    ("value", "name"),
    [
        ("Falk=3BVik;Ana=C3=A9", "Anaé Falk;Vik"),
        ("Falk=5C=3bVik;Ana", "Ana Falk;Vik"),
        ("=46=61=6C=6B=3B=41=6E=61", "Ana Falk"),  # all of it encoded, the marks between its parts too
    ],
)
def test_an_encoded_semicolon_does_not_part_a_name(value: str, name: str) -> None:
    (found,) = read(card(f"N;ENCODING=QUOTED-PRINTABLE;CHARSET=UTF-8:{value}"))
    assert isinstance(found, Contact)
    assert found.full_name == name


def test_a_birthday_that_was_left_empty_is_no_fault() -> None:
    assert [type(record) for record in read(card("FN:Ana Falk", "BDAY:"))] == [Contact]


@pytest.mark.parametrize(
    ("line", "birthday"),
    [
        ("BDAY:1980-05-17", "1980-05-17"),
        ("BDAY:19800517", "1980-05-17"),
        ("BDAY;VALUE=date-time:1980-05-17T00:00:00Z", "1980-05-17"),
        ("BDAY:1980-5-7", "1980-05-07"),
        ("BDAY:--0517", "--05-17"),
        ("BDAY:--05-17", "--05-17"),
        ("BDAY;X-APPLE-OMIT-YEAR=1604:1604-02-29", "--02-29"),
        ("BDAY:1981-02-29", ""),
        ("BDAY:1980-05", ""),
        ("BDAY:17.5.1980", ""),
    ],
)
def test_birthday_is_a_day_of_a_year_or_of_any_year(line: str, birthday: str) -> None:
    assert contact(line).birthday == birthday
    assert any(isinstance(record, Rejected) for record in read(card("FN:Ana Falk", line))) is (birthday == "")


@pytest.mark.parametrize(
    ("line", "url"),
    [
        ("URL:https://www.linkedin.com/in/ana-falk", "https://www.linkedin.com/in/ana-falk"),
        ("item1.URL;type=pref:http\\://linkedin.com/in/ana-falk", "http://linkedin.com/in/ana-falk"),
        ("X-SOCIALPROFILE;type=linkedin:x-apple:ana-falk", "https://www.linkedin.com/in/ana-falk"),
        ("X-SOCIALPROFILE;type=linkedin:https://www.linkedin.com/in/ana-falk", "https://www.linkedin.com/in/ana-falk"),
        ("X-SOCIALPROFILE;type=twitter:x-apple:ana", ""),
        ("URL:https://www.linkedin.com/company/lumen", ""),
        ("URL:https://ana.example", ""),
    ],
)
def test_profile_is_found_among_pages(line: str, url: str) -> None:
    assert contact(line).profile_url == url


def test_name_is_put_together_where_it_is_not_written_out() -> None:
    (found,) = read(card("N:van de Berg;Ana;Maria;Dr.;MBA", "REV:20240102T030405Z"))
    assert isinstance(found, Contact)
    assert (found.full_name, found.given_name, found.family_name) == (
        "Dr. Ana Maria van de Berg MBA",
        "Ana",
        "van de Berg",
    )
    assert found.observed_on == date(2024, 1, 2)


def test_pictures_are_dropped_however_they_are_folded() -> None:
    records = read(
        card("FN:Ana Falk", "PHOTO;ENCODING=BASE64;TYPE=JPEG:", "/9j/4AAQSkZJRg", "AQAB==", "", "EMAIL:a@b.example")
    )
    assert records == [Contact("line 1", "address_book", full_name="Ana Falk", emails=("a@b.example",))]


def test_note_is_cut() -> None:
    assert len(contact("NOTE:" + "x" * 2_000).note) == 500


@pytest.mark.parametrize("kind", ["KIND:group", "KIND:org", "X-ADDRESSBOOKSERVER-KIND:GROUP"])
def test_what_is_no_person_is_ignored(kind: str) -> None:
    (record,) = read(card("FN:Rowing club", "EMAIL:club@fjord.example", kind))
    assert isinstance(record, Ignored)


@pytest.mark.parametrize("lines", [(), ("TEL:+47 1",), ("EMAIL:nothing",), ("FN:", "N:;;;;", "ORG:Lumen")])
def test_card_that_names_nobody_is_ignored(lines: tuple[str, ...]) -> None:
    (record,) = read(card(*lines))
    assert isinstance(record, Ignored)


def test_long_quoted_printable_text_is_read_in_no_time() -> None:
    (found,) = read(
        card("FN:Ana Falk", "NOTE;ENCODING=QUOTED-PRINTABLE:", *["=41="] * 100_000).replace(
            "PRINTABLE:\r\n", "PRINTABLE:"
        )
    )
    assert isinstance(found, Contact)
    assert found.note == "A" * 500


@settings(max_examples=80, deadline=None)
@given(st.sampled_from(FIXTURES), st.data())
def test_damaged_cards_never_break_the_reader(path: Path, data: st.DataObject) -> None:
    content = bytearray(path.read_bytes())
    for _ in range(data.draw(st.integers(1, 6))):
        at = data.draw(st.integers(0, len(content)))
        content[at : at + data.draw(st.integers(0, 40))] = data.draw(st.binary(max_size=12) | st.sampled_from(DAMAGE))
    for record in read(bytes(content)):
        assert isinstance(record, Contact | Ignored | Rejected)
        repr(record).encode()


@settings(max_examples=100, deadline=None)
@given(st.binary(max_size=300))
def test_arbitrary_bytes_never_break_the_reader(content: bytes) -> None:
    for record in read(b"BEGIN:VCARD\nFN:Ana\n" + content):
        assert isinstance(record, Contact | Ignored | Rejected)


DAMAGE = [
    b"\nBEGIN:VCARD\n",
    b"\nEND:VCARD\n",
    b"\nVERSION:2.1\n",
    b"\nNOTE;CHARSET=utf-7;ENCODING=QUOTED-PRINTABLE:+2AA-=\n",
    b"\nNOTE;CHARSET=unicode_escape:\\ud800\n",
    b"\nFN;CHARSET=\0:x\n",
    b"\nBDAY:\xd9\xa0\xd9\xa1\n",
    b"\nN:;;;;;;;;\\\n",
]
