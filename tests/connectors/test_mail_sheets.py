from __future__ import annotations

import csv
import io
import json
import tempfile
import tracemalloc
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from connectors import linkedin, mail_sheets, recognize
from connectors.mail.dates import parse
from connectors.records import Ignored, Interaction, Record, Rejected
from connectors.source import Source
from connectors.tables.dates import BadDate, header_date, is_day_first

FIXTURES = sorted(
    path
    for path in (Path(__file__).parents[1] / "fixtures" / "mail_sheets").iterdir()
    if path.suffix in (".csv", ".ndjson")
)
DAMAGE = [b'"', b"\n", b"\0", b"32/13/2024", b"[[[[", b"1e999", b"\xff\xfe"]
HEADER = "From,To,Date,Subject\n"


def read(content: str | bytes, name: str = "messages.csv") -> list[Record]:
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / name
        path.write_bytes(content.encode() if isinstance(content, str) else content)
        return list(mail_sheets.read(Source(path)))


def is_recognized(content: str | bytes) -> bool:
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "messages.csv"
        path.write_bytes(content.encode() if isinstance(content, str) else content)
        return mail_sheets.recognizes(Source(path))


@pytest.mark.parametrize(
    ("content", "is_sheet"),
    [
        ("From,To,Date\nida@harbour.example,tove@fjord.example,2024-03-04\n", True),
        ("From;Date;Message-ID\n;;\n", True),
        ("Date|From|To\n2024-03-04|ida@harbour.example|\n", True),
        ("Received,Sender Name,Sender Email\n2024-03-04,Ida,ida@harbour.example\n", True),
        ("Recipient Email,Sent At\nida@harbour.example,2024-03-04\n", True),
        ("From\tTo\tDate\nida@harbour.example\t\t2024-03-04\n".encode("utf-16"), True),
        ("some note\n\nFrom,To,Date\nida@harbour.example,,2024-03-04\n", True),
        ("From,To,Date\nOslo,Bergen,2024-03-04\n", False),  # a timetable
        ("Name,E-mail\nIda,ida@harbour.example\n", False),
        ("CONVERSATION ID,FROM,TO,DATE,SUBJECT,CONTENT\n2-x,Ida,Tove,2024-03-04,a@b,\n", False),  # LinkedIn's
        ("Von,An,Datum,Betreff,Inhalt\nIda,Tove,2024-03-04,,Write to ida@harbour.example\n", False),  # as well
        ("From,To,Cc,Date\nIda,Tove,emil@fjord.example,2024-03-04\n", True),
        ('{"from": "ida@harbour.example", "date": "2024-03-04"}\n', True),
        ('{"from": "Oslo", "date": "2024-03-04"}\n', False),
        ('{"from": [', False),
        ("", False),
    ],
)
def test_lists_of_messages_are_told_by_their_columns_and_addresses(content: str | bytes, is_sheet: bool) -> None:
    assert is_recognized(content) is is_sheet


@pytest.mark.parametrize("path", FIXTURES, ids=lambda path: path.name)
def test_nobody_else_claims_them(path: Path) -> None:
    assert recognize(Source(path)) == "mail_sheets"
    assert not linkedin.recognizes(Source(path))


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "cp1252"])
@pytest.mark.parametrize("delimiter", [",", ";", "\t"])
def test_encoding_and_delimiter_do_not_matter(encoding: str, delimiter: str) -> None:
    lines = [["From", "Date", "Subject"], ["ida@harbour.example", "2024-03-04 09:30", "Müßiggang"]]
    content = "\r\n".join(delimiter.join(cells) for cells in lines).encode(encoding)
    (record,) = read(content)
    assert isinstance(record, Interaction)
    assert record.subject == "Müßiggang"


@pytest.mark.parametrize(
    ("header", "field"),
    [("Von;An;Datum;Betreff", "from"), ("De;À;Date;Objet", "from"), ("De;Para;Fecha;Asunto", "from"),
     ("Da;A;Data;Oggetto", "from"), ("Van;Aan;Datum;Onderwerp", "from"), ("Från;Till;Datum;Ämne", "from"),
     ("Od;Do;Data;Temat", "from"), ("От;Кому;Дата;Тема", "from"), ("差出人;宛先;日時;件名", "from")],
)  # fmt: skip
def test_columns_are_known_in_many_languages(header: str, field: str) -> None:
    (record,) = read(f"{header}\nida@harbour.example;tove@fjord.example;2024-03-04 09:30;Kai\n")
    assert isinstance(record, Interaction)
    assert [(party.role, party.email) for party in record.participants] == [
        (field, "ida@harbour.example"),
        ("to", "tove@fjord.example"),
    ]
    assert record.subject == "Kai"


@pytest.mark.parametrize(
    ("text", "day_first", "moment"),
    [
        ("2024-03-04", None, "2024-03-04 12:00"),
        ("2024-03-04 09:30", None, "2024-03-04 09:30"),
        ("2024-03-04T09:30:15.250+02:00", None, "2024-03-04 07:30:15"),
        ("2024-03-04T09:30:00Z", None, "2024-03-04 09:30"),
        ("4.3.2024 9:30", None, "2024-03-04 09:30"),
        ("04.03.24, 09:30", None, "2024-03-04 09:30"),
        ("Mo 04.03.2024 09:30", None, "2024-03-04 09:30"),
        ("lun. 13/05/2024 09:30", None, "2024-05-13 09:30"),
        ("3/4/2024 9:30 AM", False, "2024-03-04 09:30"),
        ("3/4/2024 9:30 PM", True, "2024-04-03 21:30"),
        ("3/4/24 12:05 am", False, "2024-03-04 00:05"),
        ("13/4/2024", None, "2024-04-13 12:00"),
        ("4/13/2024", None, "2024-04-13 12:00"),
        ("4/4/2024", None, "2024-04-04 12:00"),
        ("3/4/24, 9:30\u202fPM", False, "2024-03-04 21:30"),
        ("13/4/2024 9:30 p. m.", None, "2024-04-13 21:30"),
        ("4/13/2024 09:30 PST", None, "2024-04-13 17:30"),
        ("4/13/2024 9:30 PM CEST", None, "2024-04-13 19:30"),
        ("4/13/2024 09:30 HRS", None, "2024-04-13 09:30"),
        ("Mar 4, 2024 9:30 PM", None, "2024-03-04 21:30"),
        ("Monday, March 4, 2024 9:30 AM", None, "2024-03-04 09:30"),
        ("Mon, 4 Mar 2024 09:30:00 +0100", None, "2024-03-04 08:30"),
        ("Mon Mar 04 2024 09:30:00 GMT+0100 (CET)", None, "2024-03-04 08:30"),
        ("Monday, March 4, 2024 at 9:30:00 PM", None, "2024-03-04 21:30"),
        ("4 Mar 2024", None, "2024-03-04 12:00"),
        ("04-Mar-2024 09:30", None, "2024-03-04 09:30"),
        ("4. März 2024 um 09:30", None, "2024-03-04 09:30"),
        ("lundi 4 mars 2024 à 09h30", None, "2024-03-04 09:30"),
        ("4 de março de 2024 09:30", None, "2024-03-04 09:30"),
        ("20240304T093000Z", None, "2024-03-04 09:30"),
        ("20240304", None, "2024-03-04 12:00"),
        ("2024年3月4日 9:30", None, "2024-03-04 09:30"),
        ("1709544600", None, "2024-03-04 09:30"),
        ("1709544600000", None, "2024-03-04 09:30"),
    ],
)
def test_dates_are_read_in_the_usual_forms(text: str, day_first: bool | None, moment: str) -> None:
    found = parse(header_date(text, day_first).encode())
    assert found is not None
    assert f"{found[0]:%Y-%m-%d %H:%M:%S}".removesuffix(":00") == moment


def test_a_date_that_may_be_two_is_never_guessed() -> None:
    with pytest.raises(BadDate):
        header_date("3/4/2024", None)


@pytest.mark.parametrize(
    ("texts", "answer"),
    [
        (["3/4/2024", "13/4/2024"], True),
        (["3/4/2024", "4/13/2024"], False),
        (["3/4/2024"], None),
        (["13/4/2024", "4/13/2024"], None),
        (["31.12.2024", "3/4/2024"], None),
        (["lun. 13/05/2024", "3/4/2024"], True),
        (["31/31/2024"], None),
    ],
)
def test_the_order_of_day_and_month_is_told_by_the_file_as_a_whole(texts: list[str], answer: bool | None) -> None:
    assert is_day_first(texts) is answer


def test_the_same_message_is_the_same_as_in_a_mailbox() -> None:
    from connectors import mbox

    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "Archive.mbox"
        path.write_bytes(
            b"From ida@harbour.example Mon Mar  4 09:30:00 2024\nFrom: Ida Brandt <ida@harbour.example>\n"
            b"To: tove@fjord.example\nDate: Mon, 4 Mar 2024 09:30:00 +0100\nSubject: Quay\n\nText\n"
        )
        (message,) = mbox.read(Source(path))
    row = 'Ida Brandt <ida@harbour.example>,tove@fjord.example,"Mon, 4 Mar 2024 09:30:00 +0100",Quay\n'
    (listed,) = read(HEADER + row, "Archive.csv")
    assert isinstance(message, Interaction)
    assert isinstance(listed, Interaction)
    assert listed == message._replace(location="row 2")


def test_a_quotation_that_never_ends_is_rejected() -> None:
    first, second = read(
        HEADER + "ida@harbour.example,,2024-03-04,Quay\n" + 'ida@harbour.example,,2024-03-05,"Quay\n,,,\n'
    )
    assert isinstance(first, Interaction)
    assert isinstance(second, Rejected)
    assert second.reason == "a quotation is never closed"


def test_a_sender_told_in_two_columns_is_one() -> None:
    row = 'Ida "Quay" Brandt,ida@harbour.example,2024-03-04\n'
    headers = ("From Name,From,Date\n", "From (Name),From Address,Date\n", "Sender Name,sender_email,Date\n")
    for header in headers:
        (record,) = read(header + row)
        assert isinstance(record, Interaction)
        assert [(party.name, party.email) for party in record.participants] == [
            ('Ida "Quay" Brandt', "ida@harbour.example")
        ]


@pytest.mark.parametrize(
    ("cell", "addresses"),
    [
        ("['ida@harbour.example', 'tove@fjord.example']", ["ida@harbour.example", "tove@fjord.example"]),
        ('["ida@harbour.example"]', ["ida@harbour.example"]),
        ("frozenset({'ida@harbour.example'})", ["ida@harbour.example"]),
        ('[{"name": "Ida", "email": "ida@harbour.example"}]', ["ida@harbour.example"]),
        ("[[[[", []),
        ("[]", []),
        ("nan", []),
        ("None", []),
    ],
)
def test_recipients_may_be_a_list_as_programs_write_them_or_what_they_write_for_none(
    cell: str, addresses: list[str]
) -> None:
    row = io.StringIO()
    csv.writer(row).writerow(["tove@fjord.example", cell, "2024-03-04", "None"])
    (record,) = read(HEADER + row.getvalue())
    assert isinstance(record, Interaction)
    assert [party.email for party in record.participants if party.role == "to" and party.email] == addresses
    assert record.subject == "None"


def test_a_field_of_megabytes_takes_no_hundreds_of_them() -> None:
    row = f"ida@harbour.example,tove@fjord.example {'a ' * 2_000_000},2024-03-04,Quay\n"
    tracemalloc.start()
    try:
        (record,) = read(HEADER + row)
        assert tracemalloc.get_traced_memory()[1] < 150_000_000
    finally:
        tracemalloc.stop()
    assert isinstance(record, Interaction)
    assert record.participants[0].email == "ida@harbour.example"


@pytest.mark.parametrize("names", [("tove", "x", "emil"), ("emil",)])
def test_names_beside_addresses_that_are_not_as_many_belong_to_none_of_them(names: tuple[str, ...]) -> None:
    addresses = [f"{name}@fjord.example" for name in names]
    (record,) = read(
        f'Date,From,To Name,To Email\n2024-03-04,ida@harbour.example,"Tove; Emil","{", ".join(addresses)}"\n'
    )
    assert isinstance(record, Interaction)
    told = [(party.name, party.email) for party in record.participants if party.role == "to"]
    assert told == [("", address) for address in addresses]


@pytest.mark.parametrize("column", ["From", "From Address"])
def test_an_address_that_brings_its_name_along_is_kept_beside_a_column_of_names(column: str) -> None:
    (record,) = read(f"Date,From Name,{column}\n2024-03-04,Ida,Ida Brandt <ida@harbour.example>\n")
    assert isinstance(record, Interaction)
    assert [(party.name, party.email) for party in record.participants] == [("Ida Brandt", "ida@harbour.example")]


def test_half_a_letter_beside_a_date_in_json_breaks_no_file() -> None:
    line = {"from": "ida@harbour.example", "to": "tove@fjord.example", "date": "5 mars 2024 \ud800", "subject": "Quay"}
    (record,) = read(json.dumps(line), "mail.ndjson")
    assert isinstance(record, Interaction)
    assert record.occurred_at.day == 5


@settings(max_examples=150, deadline=None)
@given(st.sampled_from(FIXTURES), st.data())
def test_damaged_files_never_break_the_reader(path: Path, data: st.DataObject) -> None:
    content = bytearray(path.read_bytes())
    for _ in range(data.draw(st.integers(1, 5))):
        at = data.draw(st.integers(0, len(content)))
        content[at : at + data.draw(st.integers(0, 30))] = data.draw(st.binary(max_size=10) | st.sampled_from(DAMAGE))
    is_recognized(bytes(content))
    for record in read(bytes(content)):
        assert isinstance(record, Interaction | Ignored | Rejected)
        repr(record).encode()


@settings(max_examples=100, deadline=None)
@given(st.lists(st.text(max_size=20), max_size=12))
def test_every_line_of_json_is_a_record_or_told(texts: list[str]) -> None:
    lines = [
        json.dumps({"from": "ida@harbour.example", "date": text, "to": [text, None, {"name": text}]}) for text in texts
    ]
    records = read("\n".join(['{"from": "ida@harbour.example", "date": "2024-03-04"}', *lines]))
    assert len(records) == len(texts) + 1


@settings(max_examples=60, deadline=None)
@given(st.lists(st.lists(st.text('ab@,;" 3/4.', max_size=12), min_size=1, max_size=6), max_size=12))
def test_every_row_is_a_record_or_told(cells: list[list[str]]) -> None:
    lines = io.StringIO(newline="")
    csv.writer(lines, quoting=csv.QUOTE_ALL).writerows(cells)
    assert len(read(HEADER + lines.getvalue())) == len(cells)
