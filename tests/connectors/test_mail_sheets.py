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
from connectors.records import Ignored, Interaction, Record, Rejected
from connectors.source import Source

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
        ("[From],[To],[Date]\nida@harbour.example,,2024-03-04\n", True),
        ("[Inbox, 4 March]\nFrom,To,Date\nida@harbour.example,,2024-03-04\n", True),
        ('["From","To","Date"]\n["ida@harbour.example","","2024-03-04"]\n', False),
        ("From,To,Date\nOslo,Bergen,2024-03-04\n", False),  # a timetable
        ("Name,E-mail\nIda,ida@harbour.example\n", False),
        ("CONVERSATION ID,FROM,TO,DATE,SUBJECT,CONTENT\n2-x,Ida,Tove,2024-03-04,a@b,\n", False),  # LinkedIn's
        ("Von,An,Datum,Betreff,Inhalt\nIda,Tove,2024-03-04,,Write to ida@harbour.example\n", False),  # as well
        ("From,To,Cc,Date\nIda,Tove,emil@fjord.example,2024-03-04\n", True),
        ("Date,Direction,From,To\n2024-03-04,Inbound,ida@harbour.example,\n", True),
        ("conversationId,internetMessageId,sentDateTime,from\nAA,<1@x>,2024-03-04,Ida Brandt\n", True),
        ("From Name,From Address,Sent Time\nIda,ida@harbour.example,2024-03-04\n", True),
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
