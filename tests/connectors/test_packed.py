from __future__ import annotations

import bz2
import gzip
import lzma
import tarfile
import zipfile
from collections.abc import Callable
from contextlib import nullcontext
from datetime import date
from pathlib import Path

import pytest

from connectors import connector
from connectors.records import Ignored, Interaction
from tests.connectors.archives import look, look_at, reasons, recognized, subjects, tar_of, zip_of
from tests.inboxes import calendar, connections, mailbox, message, write_zip

GOOD = {"Connections.csv": connections(2)}


@pytest.mark.parametrize(
    ("suffix", "compress"), [("gz", gzip.compress), ("bz2", bz2.compress), ("xz", lzma.compress), ("GZ", gzip.compress)]
)
def test_a_compressed_file_is_read_as_what_it_holds(
    tmp_path: Path, suffix: str, compress: Callable[[bytes], bytes]
) -> None:
    examined = look_at(compress(mailbox(3)), f"Sent.mbox.{suffix}", tmp_path)
    assert recognized(examined) == [(f"Sent.mbox.{suffix}", "mbox")]
    assert subjects(examined) == ["Note 0", "Note 1", "Note 2"]
    assert examined.recognized[0].source.name == "Sent.mbox"
    assert not examined.quarantined


def test_streams_that_follow_each_other_are_one_file_and_what_is_behind_them_is_passed_over(tmp_path: Path) -> None:
    whole = mailbox(4)
    parts = gzip.compress(whole[:500]) + gzip.compress(whole[500:]) + b"\0" * 100 + b"junk"
    examined = look_at(parts, "mail.gz", tmp_path)
    assert len(subjects(examined)) == 4
    assert not examined.quarantined


@pytest.mark.parametrize("name", ["x.tar", "x.tgz", "x.tar.gz", "x.tbz", "x.tar.xz", "anything"])
def test_tar_archives_are_told_by_content(tmp_path: Path, name: str) -> None:
    members = {"Mail/Sent.mbox": mailbox(2), "plan.ics": calendar(1), "Mail/": b""}
    del members["Mail/"]
    content = tar_of(members)
    compress = {"tgz": gzip.compress, "gz": gzip.compress, "tbz": bz2.compress, "xz": lzma.compress}
    content = compress.get(name.rpartition(".")[2], bytes)(content)
    examined = look_at(content, name, tmp_path)
    assert recognized(examined) == [(f"{name}!Mail/Sent.mbox", "mbox"), (f"{name}!plan.ics", "ics")]
    assert not examined.quarantined
    assert {unit.source.observed_on for unit in examined.recognized} == {date(2024, 3, 5)}


@pytest.mark.parametrize("form", [tarfile.USTAR_FORMAT, tarfile.GNU_FORMAT, tarfile.PAX_FORMAT])
def test_long_names_are_understood(tmp_path: Path, form: int) -> None:
    folder = "Beratung und Verkauf " * 4
    content = tar_of({f"{folder}/Entwürfe.mbox": mailbox(1)}, form)
    examined = look_at(
        content.replace("ü".encode(), b"\xfc") if form == tarfile.USTAR_FORMAT else content, "x", tmp_path
    )
    assert all("Entw" in unit.source.name and unit.source.name.encode() for unit in examined.recognized)


def test_archives_in_archives_are_opened(tmp_path: Path) -> None:
    tgz = gzip.compress(tar_of({"Takeout/Mail/All mail.mbox": mailbox(2), "old.mbox.xz": lzma.compress(mailbox(1, 7))}))
    inner = zip_of({"deep.tgz": tgz, "Connections.csv": connections(1)}, tmp_path)
    outer = {"takeout-001.zip": inner, "plan.ics": calendar(1)}
    examined = look(write_zip(tmp_path / "all.zip", outer), tmp_path)
    assert recognized(examined) == [
        ("all.zip!takeout-001.zip!deep.tgz!Takeout/Mail/All mail.mbox", "mbox"),
        ("all.zip!takeout-001.zip!deep.tgz!old.mbox.xz", "mbox"),
        ("all.zip!takeout-001.zip!Connections.csv", "linkedin"),
        ("all.zip!plan.ics", "ics"),
    ]
    assert subjects(examined)[:3] == ["Note 0", "Note 1", "Note 7"]
    kept = [path for path in (tmp_path / "spool").rglob("*") if path.is_file()]
    assert len(kept) == len(examined.recognized), "nothing of the inner archives themselves stays"


def test_an_inner_archive_with_a_date_in_its_name_is_as_old_as_that(tmp_path: Path) -> None:
    inner = zip_of({"Connections.csv": connections(1)}, tmp_path)
    path = write_zip(tmp_path / "all.zip", {"Basic_LinkedInDataExport_03-02-2024.zip": inner, "a.csv": connections(2)})
    days = {unit.source_path: unit.source.observed_on for unit in look(path, tmp_path).recognized}
    assert list(days.values()) == [date(2024, 3, 2), date(2024, 3, 5)]


def test_an_archive_that_was_packed_again_is_as_old_as_the_folder_in_it_says(tmp_path: Path) -> None:
    members = {"Complete_LinkedInDataExport_01-31-2023/Connections.csv": connections(1)}
    (unit,) = look(write_zip(tmp_path / "Archive.zip", members), tmp_path).recognized
    assert unit.source.observed_on == date(2023, 1, 31)


def test_messages_in_an_archive_are_read_together_with_their_folders_and_flags(tmp_path: Path) -> None:
    members = {
        "Maildir/cur/17001.a.host:2,S": message(1),
        "Maildir/new/17002.b.host": message(2),
        "Maildir/tmp/17003.c.host": message(3),
        "Maildir/.Sent/cur/17004.d.host:2,S": message(4),
        "Maildir/dovecot-uidlist": b"3 V1",
        "export/Sent/1.eml": message(5),
        "export/Sent/2.eml": message(6),
        "export/Sent/3.eml": b"",
        "export/.cache": b"x",
    }
    for name, content in (("mail.zip", zip_of(members, tmp_path)), ("mail.tgz", gzip.compress(tar_of(members)))):
        examined = look_at(content, name, tmp_path)
        assert [(unit.source_path, len(unit.source.files)) for unit in examined.recognized] == [
            (f"{name}!Maildir", 2),
            (f"{name}!Maildir/.Sent", 1),
            (f"{name}!export/Sent", 2),
        ]
        assert reasons(examined) == {f"{name}!export/Sent/3.eml": "the file is empty"}
        records = [record for unit in examined.recognized for record in connector(unit.connector).read(unit.source)]
        assert {record.folder for record in records if isinstance(record, Interaction)} == {"Maildir", "Sent"}
        assert not [record for record in records if isinstance(record, Ignored)]


def test_messages_at_the_top_of_an_archive_lie_in_a_folder_of_its_name(tmp_path: Path) -> None:
    (unit,) = look(write_zip(tmp_path / "Sent.zip", {"1.eml": message(1), "2.eml": message(2)}), tmp_path).recognized
    assert unit.source_path == "Sent.zip"
    assert [record.folder for record in connector("message_files").read(unit.source)] == ["Sent", "Sent"]  # type: ignore[union-attr]


def test_members_of_the_same_name_are_all_read(tmp_path: Path) -> None:
    with zipfile.ZipFile(tmp_path / "x.zip", "w") as archive:
        for number, name in enumerate(("a.mbox", "a.mbox", "s/1.eml", "s/1.eml", "s/1.EML")):
            info = zipfile.ZipInfo(name, (2024, 3, 5, 0, 0, 0))
            with pytest.warns(UserWarning, match="Duplicate name") if number in (1, 3) else nullcontext():
                archive.writestr(info, mailbox(1, number) if name == "a.mbox" else message(number))
    examined = look(tmp_path / "x.zip", tmp_path)
    assert sorted(subjects(examined)) == [f"Note {number}" for number in range(5)]
    assert recognized(examined)[:2] == [("x.zip!a.mbox", "mbox"), ("x.zip!a.mbox (2)", "mbox")]


def test_names_in_utf_8_that_do_not_say_so_are_understood(tmp_path: Path) -> None:
    content = zip_of({"Entw__rfe.mbox": mailbox(1)}, tmp_path).replace(b"Entw__rfe", "Entwürfe".encode())
    (unit,) = look_at(content, "x.zip", tmp_path).recognized
    assert unit.source.name == "Entwürfe.mbox"


def test_what_a_takeout_holds_of_other_services_is_ignored(tmp_path: Path) -> None:
    members = {
        "Takeout/archive_browser.html": b"<html>",
        "Takeout/Maps/reviews.json": b"{}",
        "Takeout/YouTube/history/history.csv": b"A,B\n1,2\n",
        "Takeout/Mail/User Settings/Filters.json": b"{}",
        "Takeout/Contacts/Alle Kontakte.csv": b"Unbekannt\n1\n",
        "Takeout/Mail/Sent.mbox": mailbox(1),
    }
    examined = look(write_zip(tmp_path / "takeout.zip", members), tmp_path)
    assert list(reasons(examined)) == ["takeout.zip!Takeout/Contacts/Alle Kontakte.csv"]
    assert len(examined.ignored) == 4
    assert recognized(examined) == [("takeout.zip!Takeout/Mail/Sent.mbox", "mbox")]


def test_a_partial_archive_of_linkedin_s_says_which_to_ask_for(tmp_path: Path) -> None:
    members = {"Skills.csv": b"Name\nDragline repair\n"}
    for name, is_partial in (("Basic_LinkedInDataExport_03-02-2024.zip", True), ("skills.zip", False)):
        examined = look(write_zip(tmp_path / name, members), tmp_path)
        assert any("larger data archive" in ignored.reason for ignored in examined.ignored) is is_partial
    whole = look(write_zip(tmp_path / "Basic_LinkedInDataExport_03-03-2024.zip", {**members, **GOOD}), tmp_path)
    assert not whole.ignored
