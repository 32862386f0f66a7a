from __future__ import annotations

import os
from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from connectors import message_files
from connectors.inbox import MessageFile
from connectors.records import Ignored, Interaction, Record, Rejected
from connectors.source import Source

MESSAGE = (
    "From: Ana <ana@sea.example>\nTo: bo@sea.example\nDate: Thu, 8 Nov 2007 15:00:05 +0100\n"
    "Message-ID: <a@sea.example>\nSubject: Hello\n\nFrom: a body\n"
)


def write(folder: Path, name: str, content: str | bytes = MESSAGE) -> Path:
    path = folder / name
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(content if isinstance(content, bytes) else content.encode())
    return path


def read(source: Source) -> list[Record]:
    return [record for unit in message_files.split(source) for record in message_files.read(unit)]


def only(source: Source) -> Record:
    (record,) = read(source)
    return record


@pytest.mark.parametrize(
    ("name", "content"),
    [
        ("a.eml", MESSAGE),
        ("1", MESSAGE),
        ("a.eml", "\ufeff\r\n" + MESSAGE.replace("\n", "\r\n")),
        ("a.eml", MESSAGE.replace("\n", "\r")),
        ("a.emlx", "230       \n" + MESSAGE),
        ("a.txt", "Received: by mx; x\nSubject: broken\nthis is no field\nFrom: ana\n\n"),
        ("a.txt", "From: ana@sea.example\nSubject: x\n\nBody"),
        ("a.eml", ">From ana@sea.example Thu Nov  8 15:00:05 2007\n" + MESSAGE),
        ("a.eml", "Subject: a draft\n\n"),
        ("1522658400.M1P1.host:2,S", "Subject: x\n\n"),
        ("a.eml", "From  : Ana <ana@sea.example>\nDate  : x\n\n"),
        ("a.eml", "X-Long: " + "x" * 100_000 + "\nFrom: ana@sea.example\n\n"),
    ],
)
def test_recognizes_messages(tmp_path: Path, name: str, content: str) -> None:
    # A header may be longer than what is looked at, but something of a message stands before its end.
    expected = "X-Long" not in content
    assert message_files.recognizes(Source(write(tmp_path, name, content))) is expected


@pytest.mark.parametrize(
    ("name", "content"),
    [
        ("a.eml", ""),
        ("a.eml", "Only text, no fields.\n"),
        ("a.mbox", "From ana@sea.example Thu Nov  8 15:00:05 2007\n" + MESSAGE),
        ("a.ics", "BEGIN:VCALENDAR\nVERSION:2.0\nBEGIN:VEVENT\nSUMMARY:To: Ana\nORGANIZER:mailto:ana@sea.example\n"),
        ("a.vcf", "BEGIN:VCARD\nVERSION:3.0\nFN:Ana\nEMAIL:ana@sea.example\nEND:VCARD\n"),
        ("a.csv", "From,To,Subject,Date\nana@sea.example,bo@sea.example,x,y\n"),
        ("a.html", "<html><body>\nFrom: ana@sea.example\nTo: bo\nSubject: x\n"),
        ("a.py", "from typing import Any\nsubject: str = 'x'\nto: str = 'ana@sea.example'\n"),
        ("a.yml", "from: ana\nto: bo\nsubject: x\n"),
        ("a.json", '{"From": "ana@sea.example",\n"To": "bo"}\n'),
        ("a.txt", "Dear Ana,\n\nFrom: ana@sea.example\nTo: bo\n"),
        ("a.bin", "\0" * 1000),
    ],
)
def test_does_not_recognize_other_files(tmp_path: Path, name: str, content: str) -> None:
    assert not message_files.recognizes(Source(write(tmp_path, name, content)))


def test_files_that_are_not_there_are_not_recognized(tmp_path: Path) -> None:
    assert not message_files.recognizes(Source(tmp_path / "nothing.eml"))
    assert not message_files.recognizes(Source(tmp_path, files=("nothing.eml",)))


def test_a_batch_is_recognized_although_its_first_file_is_broken(tmp_path: Path) -> None:
    write(tmp_path, "1.eml", "")
    write(tmp_path, "2.eml")
    assert message_files.recognizes(Source(tmp_path, files=("1.eml", "2.eml")))
    assert not message_files.recognizes(Source(tmp_path, files=("1.eml",)))


def test_members_of_archives_are_read_too(tmp_path: Path) -> None:
    source = Source(tmp_path / "mail.zip", member="export/Drafts/a.eml", unpacked=write(tmp_path, "1"))
    assert message_files.recognizes(source)
    assert message_files.context(source) == "Drafts"
    record = only(source)
    assert isinstance(record, Interaction)
    assert (record.location, record.folder, record.state) == ("a.eml", "Drafts", "draft")


@pytest.mark.parametrize("mark", [":", ";", "!"])
def test_flags_are_told_by_the_name_whatever_separates_them(tmp_path: Path, mark: str) -> None:
    names = [f"{number}.host{mark}2,{flags}" for number, flags in enumerate(("S", "DS", "ST", ""))]
    for name in names:
        write(tmp_path / "cur", name)
    seen, draft, deleted, unseen = read(Source(tmp_path / "cur", files=tuple(names)))
    assert isinstance(seen, Interaction)
    assert isinstance(draft, Interaction)
    assert isinstance(unseen, Interaction)
    assert (seen.state, draft.state, unseen.state) == ("confirmed", "draft", "confirmed")
    assert deleted == Ignored("marked as deleted in its Maildir", "2.host")
    assert seen.location == "0.host"


def test_flags_are_told_also_after_a_name_in_bytes_that_are_not_utf8(tmp_path: Path) -> None:
    name = os.fsdecode(b"\xe9\xe9\xe9.host:2,ST")
    write(tmp_path / "cur", name)
    (deleted,) = read(Source(tmp_path / "cur", files=(name,)))
    assert deleted == Ignored("marked as deleted in its Maildir", r"\xe9\xe9\xe9.host")


def test_reading_a_message_changes_neither_its_record_nor_its_context(tmp_path: Path) -> None:
    write(tmp_path, "new/1.host")
    write(tmp_path, "cur/1.host:2,RS")
    unread, answered = Source(tmp_path, files=("new/1.host",)), Source(tmp_path, files=("cur/1.host:2,RS",))
    assert read(unread) == read(answered)
    assert message_files.context(unread) == message_files.context(answered) == tmp_path.name
    assert message_files.context(Source(tmp_path, files=("cur/1.host:2,DS",))) != tmp_path.name


def test_every_file_of_a_batch_is_accounted_for(tmp_path: Path) -> None:
    write(tmp_path, "1.eml")
    write(tmp_path, "2.eml", "")
    write(tmp_path, "3.eml", "no header")
    write(tmp_path, "4.eml", "\n\n \n")
    records = read(Source(tmp_path, files=("1.eml", "2.eml", "3.eml", "4.eml")))
    assert [type(record) for record in records] == [Interaction, *[Rejected] * 3]
    reasons = [record.reason for record in records if isinstance(record, Rejected)]
    assert reasons == ["empty file", "no header fields", "empty file"]


def test_a_deleted_message_is_deleted_whatever_is_left_of_it(tmp_path: Path) -> None:
    write(tmp_path, "1.host:2,T", "")
    assert only(Source(tmp_path, files=("1.host:2,T",))) == Ignored("marked as deleted in its Maildir", "1.host")


def test_a_file_that_cannot_be_opened_is_the_affair_of_whoever_reads(tmp_path: Path) -> None:
    write(tmp_path, "1.eml")
    (tmp_path / "2.eml").mkdir()
    for name in ("2.eml", "3.eml"):
        with pytest.raises(OSError, match=name if name == "3.eml" else "directory"):
            read(Source(tmp_path, files=("1.eml", name)))


def test_a_from_line_before_a_message_is_passed_over(tmp_path: Path) -> None:
    write(tmp_path, "1", "From ana@sea.example Thu Nov  8 15:00:05 2007\n" + MESSAGE)
    record = only(Source(tmp_path, files=("1",)))
    assert isinstance(record, Interaction)
    assert record.subject == "Hello"


@pytest.mark.parametrize("line_end", ["\n", "\r\n", "\r"])
def test_a_header_longer_than_the_first_read_is_read_whole(tmp_path: Path, line_end: str) -> None:
    text = "X: y\nX-Long: " + "x" * 300_000 + "\n" + MESSAGE
    path = write(tmp_path, "a.eml", text.replace("\n", line_end))
    record = only(Source(path))
    assert isinstance(record, Interaction)
    assert record.natural_key == "a@sea.example"


def test_names_that_are_not_text_can_be_told(tmp_path: Path) -> None:
    name = b"gr\xfc\xdfe.eml".decode("utf-8", "surrogateescape")
    write(tmp_path, name)
    record = only(Source(tmp_path, files=(name,)))
    assert record.location == r"gr\xfc\xdfe.eml"


def delivered(count: int, flags: str = ":2,S") -> list[MessageFile]:
    names = [f"{1_500_000_000 + 977 * number}.M{number}.host" for number in range(count)]
    return [MessageFile(name, f"cur/{name}{flags}", 0, 0) for name in names]


def test_batches_hold_every_file_once_in_the_order_of_delivery() -> None:
    batches = list(message_files.batches(delivered(5_000)))
    assert [file for batch in batches for file in batch] == delivered(5_000)
    assert 2 <= len(batches) <= 12
    assert list(message_files.batches([])) == []


def test_new_mail_touches_the_last_batch_only() -> None:
    before = list(message_files.batches(delivered(4_000)))
    after = list(message_files.batches(delivered(4_100)))
    assert after[: len(before) - 1] == before[:-1]


def test_a_deleted_message_touches_its_own_batch_only() -> None:
    before = set(message_files.batches(delivered(4_000)))
    after = set(message_files.batches(delivered(4_000)[:17] + delivered(4_000)[18:]))
    assert len(before - after) == 1


def test_flags_do_not_move_a_message_to_another_batch() -> None:
    unread = message_files.batches(delivered(3_000, flags=""))
    read_ = message_files.batches(delivered(3_000))
    assert [len(batch) for batch in unread] == [len(batch) for batch in read_]


@settings(deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.binary(max_size=300) | st.lists(st.sampled_from(MESSAGE.encode().split(b" ")), max_size=30).map(b" ".join))
def test_arbitrary_bytes_never_raise(tmp_path: Path, content: bytes) -> None:
    source = Source(write(tmp_path, "a.eml", content))
    message_files.recognizes(source)
    (record,) = read(source)
    repr(record).encode()
    assert read(replace(source, path=tmp_path, files=("a.eml",)))[0] == record


def test_a_batch_is_known_by_names_and_headers_not_by_bodies_and_flags(tmp_path: Path) -> None:
    def surveyed(name: str, content: bytes) -> list[bytes]:
        folder = tmp_path / str(len(list(tmp_path.iterdir()))) / "cur"
        folder.mkdir(parents=True)
        (folder / name).write_bytes(content)
        told: list[bytes] = []
        message_files.survey(Source(folder.parent, files=(f"cur/{name}",)), told.append)
        return told

    header = b"From: Ana <ana@sea.example>\nTo: bo@sea.example\nDate: Thu, 8 Nov 2007 15:00:05 +0100\n"
    known = surveyed("17001.x:2,S", header + b"\nBody\n")
    assert surveyed("17001.x:2,RS", header + b"\nAnother body\n") == known
    assert surveyed("17002.x:2,S", header + b"\nBody\n") != known
    assert surveyed("17001.x:2,S", header + b"Subject: x\n\nBody\n") != known
