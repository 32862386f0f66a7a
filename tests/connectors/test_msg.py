from __future__ import annotations

import struct
import tempfile
from datetime import UTC, datetime
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from connectors import msg, recognize
from connectors.outlook.compound_files import CompoundFile, DamagedFile
from connectors.records import Ignored, Interaction, Record, Rejected
from connectors.source import Source
from tests.connectors.compound_file import compound_file, message

FIXTURES = sorted((Path(__file__).parents[1] / "fixtures" / "msg").rglob("*.msg"))
DAMAGE = [b"\xff\xff\xff\xff", b"\0\0\0\0", b"\xfe\xff\xff\xff", b"\x02\0\0\0"]
SENT_AT = datetime(2024, 3, 4, 10, 0, tzinfo=UTC)


def read(content: bytes, name: str = "x.msg") -> Record:
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / name
        path.write_bytes(content)
        (record,) = msg.read(Source(path))
        return record


@pytest.mark.parametrize("path", FIXTURES, ids=lambda path: path.name)
def test_outlook_messages_are_recognised_and_nobody_else_claims_them(path: Path) -> None:
    assert recognize(Source(path)) == "msg"


def test_old_office_documents_are_told_from_messages(tmp_path: Path) -> None:
    document = compound_file({("WordDocument",): b"x" * 5_000})
    (tmp_path / "letter.doc").write_bytes(document)
    assert not msg.recognizes(Source(tmp_path / "letter.doc"))
    record = read(document)
    assert isinstance(record, Rejected)
    assert "Office document" in record.reason


def test_a_message_under_another_name_is_recognised(tmp_path: Path) -> None:
    (tmp_path / "letter").write_bytes(FIXTURES[0].read_bytes())
    assert msg.recognizes(Source(tmp_path / "letter"))


@settings(max_examples=40, deadline=None)
@given(st.lists(st.integers(0, 20_000), min_size=1, max_size=30))
def test_streams_of_any_size_are_found_again(sizes: list[int]) -> None:
    streams = {
        (*(("storage",) if number % 3 else ()), f"stream {number:03}"): bytes([number % 256]) * size
        for number, size in enumerate(sizes)
    }
    file = CompoundFile(compound_file(streams))
    assert {path: file.read(path, 100_000) for path in file.streams} == streams


def test_a_stream_is_read_no_further_than_asked() -> None:
    file = CompoundFile(compound_file({("large",): b"x" * 9_000, ("small",): b"y" * 900}))
    assert (file.read(("large",), 700), file.read(("small",), 70)) == (b"x" * 700, b"y" * 70)
    assert file.read(("none",), 10) == b""


def test_a_message_that_was_received_is_read_from_its_own_header() -> None:
    headers = (
        "From: ida@harbour.example\r\nTo: tove@fjord.example\r\nDate: Mon, 4 Mar 2024 09:30:00 +0100\r\n\r\nTo: x@y"
    )
    record = read(message({0x7D: headers, 0x0C1A: "Somebody else", 0x39: SENT_AT}))
    assert isinstance(record, Interaction)
    assert [(party.role, party.email) for party in record.participants] == [
        ("from", "ida@harbour.example"),
        ("to", "tove@fjord.example"),
    ]
    assert record.time_zone == "+01:00"


def test_a_header_that_says_nothing_gives_way_to_the_properties() -> None:
    record = read(message({0x7D: "Microsoft Mail Internet Headers Version 2.0\r\n", 0x0C1A: "Ida", 0x39: SENT_AT}))
    assert isinstance(record, Interaction)
    assert (record.participants[0].name, record.occurred_at) == ("Ida", SENT_AT)


@pytest.mark.parametrize(
    ("sender", "represented", "author"),
    [
        (("Pat Aide", "pat@harbour.example"), ("Bea Boss", "bea@harbour.example"), ("Bea Boss", "bea@harbour.example")),
        (("Pat Aide", "pat@harbour.example"), ("Bea Boss", "/O=QUAY/CN=BEA"), ("Bea Boss", "")),
        (("Ida", "ida@harbour.example"), ("Ida", "/O=QUAY/CN=IDA"), ("Ida", "ida@harbour.example")),
        (("Ida", "ida@harbour.example"), ("", ""), ("Ida", "ida@harbour.example")),
    ],
)
def test_the_author_is_in_whose_name_a_message_was_sent(
    sender: tuple[str, str], represented: tuple[str, str], author: tuple[str, str]
) -> None:
    told = {0x0C1A: sender[0], 0x0C1F: sender[1], 0x0042: represented[0], 0x0065: represented[1], 0x39: SENT_AT}
    record = read(message(told))
    assert isinstance(record, Interaction)
    assert (record.participants[0].name, record.participants[0].email) == author


def test_a_message_from_nobody_to_nobody_is_rejected() -> None:
    assert isinstance(read(message({0x37: "Lost", 0x39: SENT_AT})), Rejected)


@pytest.mark.parametrize(
    ("kind", "evidence"),
    [("IPM.Note", ""), ("REPORT.IPM.Note.NDR", "content-type: multipart/report"),
     ("IPM.Schedule.Meeting.Resp.Pos", "content-class: calendarmessage")],
)  # fmt: skip
def test_what_a_machine_sends_is_marked(kind: str, evidence: str) -> None:
    record = read(message({0x1A: kind, 0x0C1A: "Ida", 0x39: SENT_AT}))
    assert isinstance(record, Interaction)
    assert record.bulk_evidence == evidence


@pytest.mark.parametrize("kind", ["IPM.Task", "IPM.StickyNote", "IPM.DistList", "IPM.Configuration"])
def test_other_items_are_ignored(kind: str) -> None:
    assert isinstance(read(message({0x1A: kind, 0x37: "x"})), Ignored)


@pytest.mark.parametrize("page", [0, 99_999])
def test_a_text_without_a_code_page_that_is_known_is_read_in_the_usual_one(page: int) -> None:
    told, asked = (struct.pack("<HHIQ", 0x03, 0x3FFD, 6, number) for number in (1252, page))
    content = message({0x37: "Kø", 0x0C1A: "Ida", 0x39: SENT_AT}, page=1252)
    record = read(content.replace(told, asked))
    assert isinstance(record, Interaction)
    assert record.subject == "Kø"


def test_circles_of_sectors_end() -> None:
    content = bytearray(compound_file({("large",): b"x" * 90_000}))
    table = content.index(b"\x01\x00\x00\x00\x02\x00\x00\x00\x03\x00\x00\x00")
    content[table + 16 : table + 20] = b"\x01\x00\x00\x00"
    assert len(CompoundFile(bytes(content)).read(("large",), 90_000)) < 90_000


@settings(max_examples=200, deadline=None)
@given(st.sampled_from(FIXTURES), st.data())
def test_damaged_messages_never_break_the_reader(path: Path, data: st.DataObject) -> None:
    content = bytearray(path.read_bytes())
    for _ in range(data.draw(st.integers(1, 8))):
        at = data.draw(st.integers(0, len(content)))
        content[at : at + data.draw(st.integers(0, 8))] = data.draw(st.binary(max_size=8) | st.sampled_from(DAMAGE))
    with tempfile.TemporaryDirectory() as folder:
        (Path(folder) / "x.msg").write_bytes(content)
        records = list(msg.read(Source(Path(folder) / "x.msg")))
    assert records
    repr(records).encode("utf-8", "strict")


@settings(max_examples=100, deadline=None)
@given(st.binary(max_size=2_000))
def test_arbitrary_bytes_are_no_compound_file(content: bytes) -> None:
    with pytest.raises(DamagedFile):
        CompoundFile(b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + content)
