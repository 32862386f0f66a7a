from __future__ import annotations

import io
import time
import tracemalloc
import zipfile
from collections.abc import Iterator
from pathlib import Path
from random import Random

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from connectors import olm
from connectors.archives import unpacking
from connectors.errors import UnreadableFile
from connectors.olm.documents import LONGEST_ITEM, LONGEST_PARSED, MOST_DAMAGED, Fault, open_document
from connectors.records import Interaction, Record, Rejected
from connectors.source import Source
from tests.connectors.olm_archives import (
    INBOX,
    MAIL,
    TOVE,
    appointment,
    calendar,
    elements,
    interactions,
    mail,
    message,
    read,
    series,
)
from tests.connectors.olm_cases import CASES, FIXTURES
from tests.inboxes import land_inbox, write_zip

GOOD = message("Good", MessageID="1@fjord.example")
LIMIT_SECONDS = 10


class Pieces:
    """A document that comes in pieces."""

    def __init__(self, pieces: Iterator[bytes]) -> None:
        self._pieces = pieces

    def read(self, _size: int = 0, /) -> bytes:
        return next(self._pieces, b"")


def rejected(records: list[Record]) -> list[str]:
    return [record.reason for record in records if isinstance(record, Rejected)]


@pytest.mark.parametrize("kept", [0.3, 0.9, 0.999])
def test_a_truncated_archive_is_reported(tmp_path: Path, kept: float) -> None:
    content = (FIXTURES / "whole_archive.olm").read_bytes()
    (tmp_path / "inbox").mkdir()
    (tmp_path / "inbox" / "mail.olm").write_bytes(content[: int(len(content) * kept)])
    with pytest.raises(UnreadableFile):
        list(olm.read(Source(tmp_path / "inbox" / "mail.olm")))
    (refused,) = land_inbox(tmp_path / "inbox", tmp_path / "landing").quarantined
    assert (refused.source_path, refused.cause) == ("mail.olm", "content")
    assert "truncated or damaged" in refused.reason


def test_members_that_are_damaged_or_encrypted_cost_no_other(tmp_path: Path) -> None:
    members = {f"{MAIL}/Inbox/message_0000{number}.xml": mail(message(f"Note {number}")) for number in range(4)}
    content = bytearray(write_zip(tmp_path / "x.olm", members).read_bytes())
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        places = [info.header_offset for info in archive.infolist()]
    content[places[1] + 120] ^= 0xFF
    central = content.index(b"PK\x01\x02", content.index(b"PK\x01\x02", content.index(b"PK\x01\x02") + 4) + 4)
    content[places[2] + 6] |= 1
    content[central + 8] |= 1
    (tmp_path / "x.olm").write_bytes(content)
    records = list(olm.read(Source(tmp_path / "x.olm")))
    assert [record.subject for record in records if isinstance(record, Interaction)] == ["Note 0", "Note 3"]
    assert [record.location[-9:] for record in records if isinstance(record, Rejected)] == ["00001.xml", "00002.xml"]
    assert rejected(records)[1] == "it is encrypted"


def test_of_a_calendar_that_is_damaged_what_stands_before_is_read(tmp_path: Path) -> None:
    noise = Random(1).randbytes(1_500).hex()
    days = [f"{2020 + number // 300}-{number % 12 + 1:02}-{number % 28 + 1:02}T08:00:00" for number in range(1_500)]
    members = calendar(*(appointment(f"{n} {noise[n:]}", day, day, (TOVE,)) for n, day in enumerate(days)))
    content = bytearray(write_zip(tmp_path / "x.olm", {**members, INBOX: mail(GOOD)}).read_bytes())
    size = content.index(b"PK\x03\x04", 4)
    content[size - size // 20 : size] = bytes(size // 20)
    (tmp_path / "x.olm").write_bytes(content)
    records = list(olm.read(Source(tmp_path / "x.olm")))
    assert "damaged" in rejected(records)[-1]
    found = [record for record in records if isinstance(record, Interaction)]
    assert found[-1].subject == "Good"
    assert 200 < len(found) < 1_500


def test_a_bomb_is_not_unpacked(tmp_path: Path) -> None:
    members = {INBOX: mail(GOOD), f"{MAIL}/Inbox/message_00002.xml": b"<emails>" + b" " * 100_000_000}
    started = time.monotonic()
    records = read(members)
    assert time.monotonic() - started < LIMIT_SECONDS
    assert rejected(records) == ["it would unpack to more than a hundred times its size"]
    assert len(records) == 2


def test_more_files_than_an_export_has_are_not_read(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(unpacking, "MOST_FILES", 2)
    records = read({f"{MAIL}/Inbox/message_0000{number}.xml": mail(GOOD) for number in range(5)})
    assert [type(record) for record in records] == [Interaction, Interaction, Rejected]


@pytest.mark.parametrize(
    ("kind", "item"),
    [
        ("emails", b"<email><a/></email>"),
        ("contacts", b"<contact><a/></contact>"),
        ("tasks", b"<task><a/></task>"),
        (
            "appointments",
            b"<appointment><OPFCalendarEventCopyStartTime>2024-03-04</OPFCalendarEventCopyStartTime></appointment>",
        ),
    ],
)
def test_more_items_than_fit_into_an_archive_are_not_read(kind: str, item: bytes) -> None:
    """Each document is short enough to be unpacked, however well it is packed."""
    content = f"<{kind}>".encode() + item * (7_000_000 // len(item)) + f"</{kind}>".encode()
    started = time.monotonic()
    records = read({f"Local/{number}/x.xml": content for number in range(5)})
    assert time.monotonic() - started < LIMIT_SECONDS
    assert "than an export has" in rejected(records)[-1]


@pytest.mark.parametrize("name", ["../../x.xml", "/x.xml", "C:\\x.xml", f"{MAIL}/../../../../x.xml"])
def test_names_that_lead_out_of_the_archive_are_refused(name: str) -> None:
    records = read({INBOX: mail(GOOD), name: mail(message("Out"))})
    assert rejected(records) == ["its name leads out of the archive"]
    assert len(records) == 2


@pytest.mark.parametrize(
    "name", ["Accounts", ".xml", "a" * 60_000 + ".xml", "\x1b[31m\r\n.xml", "Ä/\ud7ff/é.xml", "Accounts/"]
)
def test_strange_names_do_no_harm(name: str) -> None:
    assert [record.subject for record in interactions({name: mail(GOOD), INBOX: mail(message("x"))})][-1] == "x"


@pytest.mark.parametrize(
    "prolog",
    [
        b'<!DOCTYPE emails [<!ENTITY a "b">]>',
        b'<!DOCTYPE emails SYSTEM "file:///etc/passwd">',
        b'<!-- x --><!DOCTYPE emails [<!ENTITY a "b"><!ENTITY b "&a;&a;&a;&a;&a;">]>',
        b'<!ENTITY a "<emails>">',
    ],
)
def test_document_types_and_entities_are_refused(prolog: bytes) -> None:
    records = read({INBOX: mail(GOOD).replace(b"<emails", prolog + b"<emails")})
    assert rejected(records) == ["it declares a document type, which Outlook never does"]
    assert len(records) == 1


def test_an_entity_that_nobody_declared_is_rejected_with_its_item() -> None:
    records = read({INBOX: mail(message("Bad"), GOOD).replace(b">Bad<", b">&bad;<")})
    assert rejected(records) == ["the item is damaged: no XML"]
    assert isinstance(records[1], Interaction)


@pytest.mark.parametrize(
    "content",
    [
        b"<emails>" + b"<email " * 2_000_000,
        b"<emails>" + b"<email>" * 2_000_000,
        b"<emails>" + b"<email></email>" * 1_000_000,
        b"<emails>" + b"<email a='" + b"x" * 20_000_000,
        b"<emails><email>" + b"<a>" * 1_000_000 + b"</a>" * 1_000_000 + b"</email>",
        b"<emails><email>" + b"<a/>" * 3_000_000 + b"</email>",
        b"<emails><email>" + b"<a/>" * 500_000 + b"</email>",
        b"<emails><email>" + b"<OPFMessageCopyBody>" * 600_000 + b"</email>",
        b"<emails><email>" + b"<OPFMessageCopyBody " * 600_000 + b"</email>",
        b"<emails><email><OPFMessageCopySource>" + b"&#x0D;" * 3_000_000 + b"</OPFMessageCopySource></email>",
        b"<emails><email><OPFMessageCopySubject>" + b"&#x000" * 600_000 + b"</OPFMessageCopySubject></email>",
        b"<emails><email " + b'xmlns:a="b" ' * 300_000 + b"><a/></email>",
        b"<appointments><appointment>" + b"<a>" * 49_000 + b"</a>" * 49_000 + b"</appointment>",
    ],
    ids=range(13),
)
def test_hostile_documents_end_in_time(content: bytes) -> None:
    started = time.monotonic()
    document = open_document(
        Pieces(iter([content[start : start + 1_000_000] for start in range(0, len(content), 1_000_000)]))
    )
    assert not isinstance(document, Fault)
    found = list(document.items)
    assert time.monotonic() - started < LIMIT_SECONDS
    assert len(found) <= MOST_DAMAGED + 1
    assert any(isinstance(item, Fault) for item in found) or content.endswith(b"</appointment>")


def test_hostile_values_end_in_time() -> None:
    recurrence = series("Daily", 1, CopyEndDate="9999-12-31T23:59:59", HasEndDate=1)
    members = calendar(
        appointment("Endless", "2024-03-04T08:00:00", "2024-03-04T08:30:00", (TOVE,), recurrence=recurrence),
        appointment("x", "0001-01-01T00:00:00", "9999-12-31T23:59:59+23:59", (TOVE,)),
        appointment("y", "2024-03-04T08:00:00", "", tuple(f"{n} <{n}@sea.example>" for n in range(9_000))),
        appointment(
            '"\\n;BEGIN:VEVENT', "2024-03-04T08:00:00", "", (TOVE,), UUID="a\nBEGIN:VEVENT", StartTimeZone='"\n:' * 9
        ),
        appointment("z", "2024-03-04T08:00:00", "", organizer="<" * 9_000 + '"' * 9_000),
    )
    numbers = elements("OPFMessage", {"IsMeeting": "1E999999999", "GetPriority": "9" * 9_000})
    addressed = tuple(f'"{n}\\ <{n}@sea.example>' for n in range(9_000))
    members[INBOX] = mail(message("x" * 1_000_000, to=addressed, also=numbers, References="<a@b> " * 100_000))
    started = time.monotonic()
    records = read(members)
    assert time.monotonic() - started < LIMIT_SECONDS
    assert {"y", "z", '"\\n;BEGIN:VEVENT'} <= {record.subject for record in records if isinstance(record, Interaction)}


def test_a_document_takes_the_memory_of_an_item() -> None:
    one = mail(message("x", Body="y" * 9_000)).partition(b"<email ")
    item = (one[1] + one[2]).removesuffix(b"</emails>")
    total = 0

    def pieces() -> Iterator[bytes]:
        nonlocal total
        yield one[0]
        for _ in range(50):
            total += 100 * len(item)
            yield item * 100

    tracemalloc.start()
    document = open_document(Pieces(pieces()))
    assert not isinstance(document, Fault)
    assert sum(1 for _ in document.items) == 5_000
    _, peak = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    assert peak < total / 10


def test_long_texts_never_reach_the_parser() -> None:
    content = mail(message("x", Body="y" * 2 * LONGEST_PARSED, HTMLBody="\0&&<", Preview="z" * LONGEST_PARSED))
    document = open_document(Pieces(iter([content.replace(b"&amp;&amp;", b"&&")])))
    assert not isinstance(document, Fault)
    (item,) = document.items
    assert not isinstance(item, Fault)
    assert item.findtext("OPFMessageCopySubject") == "x"
    assert item.findtext("OPFMessageCopyBody") == ""


def test_an_item_without_end_is_given_up() -> None:
    endless = (b"<emails><email><x>" if number == 0 else b"y" * 8_000_000 for number in range(100))
    document = open_document(Pieces(endless))
    assert not isinstance(document, Fault)
    assert list(document.items) == [Fault("the item is too long")]
    assert sum(map(len, endless)) > 100 * 8_000_000 - 2 * LONGEST_ITEM


@settings(max_examples=150, deadline=None)
@given(st.data())
def test_damage_is_told_and_never_raises(data: st.DataObject) -> None:
    members = CASES[data.draw(st.sampled_from(["whole_archive", "series", "dialects"]))]()
    name = data.draw(st.sampled_from([name for name in members if name.endswith(".xml")]))
    content = bytearray(members[name])
    for _ in range(data.draw(st.integers(1, 6))):
        place = data.draw(st.integers(0, len(content) - 1))
        damage = data.draw(
            st.sampled_from([b"", b"<", b">", b"&", b'"', b"\0", b"\xff", b"<email>", b"</email>", b"9" * 30])
        )
        content[place : place + data.draw(st.integers(0, 40))] = damage
    records = read({name: bytes(content), INBOX: mail(GOOD)})
    assert [record.natural_key for record in records if isinstance(record, Interaction)].count("1@fjord.example") >= 1
