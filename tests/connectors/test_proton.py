"""Exports of Proton's, whose messages lie in one folder, each with its labels in a file beside it."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from connectors import message_files
from connectors.mail import proton
from connectors.mail.folders import Folder
from connectors.records import Interaction
from connectors.source import Source
from tests.connectors.archives import look as look_into
from tests.connectors.test_discovery import look
from tests.inboxes import message, write_all, write_zip

EXPORT = "Proton/mail_20240301_120000"
LABELLED = [
    (["0", "5", "15"], ("Inbox", "confirmed")),
    (["2", "7", "5", "15"], ("Sent", "confirmed")),
    (["1", "8", "5", "15"], ("Drafts", "draft")),
    (["1", "3"], ("Drafts, Trash", "draft")),
    (["4", "5"], ("Spam", "spam")),
    (["3", "5"], ("Trash", "confirmed")),
    (["6", "x9_aGVsbG8=="], ("Archive", "confirmed")),
    (["9"], ("Outbox", "draft")),
    (["12", "5"], ("Scheduled", "draft")),
    (["x9_aGVsbG8=="], ("", "confirmed")),
]


def told(labels: object) -> bytes:
    return json.dumps({"Version": 1, "Payload": {"ID": "a==", "LabelIDs": labels, "Subject": "Hello"}}).encode()


def export(labels: list[list[str]]) -> dict[str, bytes]:
    files = {f"{EXPORT}/labels.json": b"{}"}
    for number, its in enumerate(labels):
        files[f"{EXPORT}/{number}==.eml"] = message(number)
        files[f"{EXPORT}/{number}==.metadata.json"] = told(its)
    return files


def read(source: Source) -> list[Interaction]:
    return [record for record in message_files.read(source) if isinstance(record, Interaction)]


def test_drafts_spam_and_what_was_sent_are_told_apart(tmp_path: Path) -> None:
    files = export([labels for labels, _ in LABELLED])
    for examined in (
        look(write_all(tmp_path / "inbox", files)),
        look_into(write_zip(tmp_path / "x.zip", files), tmp_path),
    ):
        assert not examined.quarantined
        assert len(examined.ignored) == len(LABELLED) + 1
        (unit,) = examined.recognized
        assert [(record.folder, record.state) for record in read(unit.source)] == [filed for _, filed in LABELLED]


def test_a_batch_depends_on_what_is_told_of_its_messages(tmp_path: Path) -> None:
    source = Source(write_all(tmp_path, export([["0"], ["0"]])) / EXPORT, files=("0==.eml", "1==.eml"))
    before = message_files.context(source)
    (tmp_path / EXPORT / "1==.metadata.json").write_bytes(told(["8"]))
    assert message_files.context(source) != before
    (tmp_path / EXPORT / "1==.metadata.json").unlink()
    assert [record.folder for record in read(source)] == ["Inbox", "mail_20240301_120000"]


@pytest.mark.parametrize(
    "content", [b"", b"[]", b"{}", b'{"Payload": 1}', told(None), told([1, None]), b"\xff", b"[" * 99_999]
)
def test_metadata_that_tell_nothing_do_no_harm(tmp_path: Path, content: bytes) -> None:
    (tmp_path / "a.metadata.json").write_bytes(content)
    assert proton.filed(tmp_path, ("a.eml",)) in ({}, {"a.eml": Folder("", "confirmed")})


def test_other_folders_of_messages_have_no_metadata(tmp_path: Path) -> None:
    assert proton.filed(tmp_path, ("a.eml", "cur/1.host:2,S")) == {}
    assert proton.filed(tmp_path, ()) == {}
