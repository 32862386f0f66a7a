from __future__ import annotations

import os
import subprocess
import sys
from datetime import date
from pathlib import Path

import pytest

from connectors.discovery import Examined, batches, examine, examine_batch
from connectors.inbox import Found, IgnoredFile, InboxFile, MessageFolder, Quarantined, walk
from tests.inboxes import calendar, connections, mailbox, message, write_all


def look(inbox: Path) -> Examined:
    """Everything in an inbox, opened."""
    everything = Examined()
    for found in walk([inbox]):
        if isinstance(found, InboxFile):
            parts = [examine(found, inbox.parent / "spool")]
        elif isinstance(found, MessageFolder):
            parts = [examine_batch(batch) for batch in batches(found)]
        elif isinstance(found, Quarantined):
            parts = [Examined(quarantined=[found])]
        else:
            parts = [Examined(ignored=[found])]
        for part in parts:
            everything.recognized += part.recognized
            everything.quarantined += part.quarantined
            everything.ignored += part.ignored
    return everything


def recognized(examined: Examined) -> list[tuple[str, str]]:
    return [(unit.source_path, unit.connector) for unit in examined.recognized]


def paths(found: list[Found]) -> list[str]:
    return [entry.source_path for entry in found]


def test_files_are_recognised_by_content_whatever_their_names(tmp_path: Path) -> None:
    inbox = write_all(
        tmp_path / "inbox", {"b/plan.txt": calendar(1), "a/INBOX": mailbox(1), "Connections (1).csv": connections(1)}
    )
    assert recognized(look(inbox)) == [("Connections (1).csv", "linkedin"), ("a/INBOX", "mbox"), ("b/plan.txt", "ics")]


def test_the_walk_is_in_the_order_of_names_and_the_same_every_time(tmp_path: Path) -> None:
    inbox = write_all(tmp_path, dict.fromkeys(("b.x", "a.x", "c/z.x", "c/a.x", "B.x"), b"x"))
    first = list(walk([inbox]))
    assert paths(first) == ["B.x", "a.x", "b.x", "c/a.x", "c/z.x"]
    assert list(walk([inbox])) == first


def test_a_single_file_is_named_by_its_name_alone(tmp_path: Path) -> None:
    write_all(tmp_path, {"deep/plan.ics": calendar(1)})
    assert paths(list(walk([tmp_path / "deep" / "plan.ics"]))) == ["plan.ics"]


def test_what_nobody_wants_to_read_is_ignored_with_a_reason(tmp_path: Path) -> None:
    names = (
        ".hidden",
        ".DS_Store",
        "Thumbs.db",
        "~$budget.xlsx",
        "__MACOSX/x.csv",
        "mail.part",
        "x.crdownload",
        "1.eml.tmp",
        "a.msf",
    )
    found = list(walk([write_all(tmp_path, {name: mailbox(1) for name in names})]))
    assert all(isinstance(entry, IgnoredFile) and entry.reason for entry in found)
    assert sorted(paths(found)) == sorted({name.removesuffix("/x.csv") for name in names})


@pytest.mark.parametrize(
    ("name", "content", "reason"),
    [
        ("empty.ics", b"", "the file is empty"),
        ("junk.mbox", bytes(range(256)) * 40, "no connector recognizes its content"),
        ("people.csv", b"Alpha,Beta\n1,2\n", "a table whose columns are unknown"),
        ("takeout.tgz", b"\x1f\x8b\x08" + bytes(20), "it is damaged; download it again"),
        ("mail.olm", b"PK\x03\x04" + bytes(20), "damaged; export it again"),
        ("mail.dbx", b"\xcf\xad\x12\xfe" + bytes(40), "Outlook Express"),
        ("names.nsf", b"\x1a\0\0\x04" + bytes(40), "Lotus Notes"),
        ("x.7z", b"7z\xbc\xaf\x27\x1c" + bytes(40), "7-Zip"),
        (".Contacts.vcf.icloud", b"bplist00" + bytes(40), "iCloud"),
        ("history.db", b"SQLite format 3\0" + bytes(90), "database of another program"),
        ("login.html", b"<html>", "if it came instead of a download, sign in and download again"),
        ("takeout.zip", b"<!DOCTYPE html><title>Sign in</title>", "a web page, probably one to sign in"),
        ("basic.ics", b"\xef\xbb\xbf\n<HTML lang=en>", "download the file again"),
        ("RMAIL", b"BABYL OPTIONS: -*- rmail -*-\nVersion: 5\n", "open it with Rmail"),
        ("box", b"\1\1\1\1\nFrom: ana@sea.example\n", "MMDF"),
        ("u.1", b"2 M1e Ce5e1b2c3\n\1\2N   00000000000001A0\n", "doveadm backup"),
        ("x.eml", "\ufeffFrom: ana@sea.example\n\n".encode("utf-16-le"), "save it as UTF-8"),
        ("mail.zip.002", b"\0" * 40, "join the parts"),
        ("mail.z02", b"\0" * 40, "join the parts"),
        ("mail.zip", b"\0" * 40, "join the parts"),
        ("case-export-metadata.xml", b"<Root/>", "Google Vault"),
        ("case-export-results-count.csv", b"Account,Success count\n", "Google Vault"),
        ("File checksums-1.md5", b"d41d8cd98f00b204e9800998ecf8427e", "Google Vault"),
        ("NNdbase.txt", b"alias ana ana@sea.example\n", "export that one's as vCard"),
        ("me.jpg", b"\xff\xd8\xff", "no connector recognizes its content"),
        ("list.ods", b"?", "save it as CSV"),
        ("calendar.csv", b'"Subject","Start Date","Start Time"\r\n', "Save Calendar"),
    ],
)
def test_what_cannot_be_read_is_named_with_a_reason_and_the_rest_goes_on(
    tmp_path: Path, name: str, content: bytes, reason: str
) -> None:
    examined = look(write_all(tmp_path / "inbox", {name: content, "z.ics": calendar(1)}))
    (refused,) = examined.quarantined
    assert (refused.source_path, refused.bytes, refused.cause) == (name, len(content), "content")
    assert reason in refused.reason
    assert recognized(examined) == [("z.ics", "ics")]


def test_links_are_followed_and_loops_end(tmp_path: Path) -> None:
    inbox = write_all(tmp_path / "inbox", {"a/plan.ics": calendar(1)})
    write_all(tmp_path / "elsewhere", {"mail": mailbox(1)})
    (inbox / "a" / "up").symlink_to(inbox)
    (inbox / "b").symlink_to(inbox / "a")
    (inbox / "c").symlink_to(tmp_path / "elsewhere")
    assert recognized(look(inbox)) == [("a/plan.ics", "ics"), ("c/mail", "mbox")]


def test_links_that_lead_nowhere_are_reported(tmp_path: Path) -> None:
    inbox = write_all(tmp_path / "inbox", {"plan.ics": calendar(1)})
    (inbox / "gone").symlink_to(tmp_path / "gone")
    (inbox / "self").symlink_to("self")
    examined = look(inbox)
    assert [(refused.source_path, refused.cause) for refused in examined.quarantined] == [
        ("gone", "access"),
        ("self", "access"),
    ]
    assert recognized(examined) == [("plan.ics", "ics")]


def test_an_inbox_that_does_not_exist_is_reported(tmp_path: Path) -> None:
    (found,) = walk([tmp_path / "nowhere"])
    assert isinstance(found, Quarantined)
    assert found.reason == "no such file or directory"


def test_a_forbidden_file_or_folder_is_reported_and_the_rest_goes_on(tmp_path: Path) -> None:
    inbox = write_all(tmp_path / "inbox", {"a/x.ics": calendar(1), "b.ics": calendar(2), "c.ics": calendar(3)})
    forbidden = [inbox / "a", inbox / "b.ics"]
    for path in forbidden:
        path.chmod(0)
    # Permissions do not stop the superuser.
    refused = [path.name for path in forbidden if not os.access(path, os.R_OK)]
    examined = look(inbox)
    for path in forbidden:
        path.chmod(0o700)
    assert [entry.source_path for entry in examined.quarantined] == refused
    assert {entry.cause for entry in examined.quarantined} <= {"access"}
    assert ("c.ics", "ics") in recognized(examined)


def test_a_named_pipe_does_not_block_the_run(tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "pipe")
    assert list(walk([tmp_path])) == [IgnoredFile("pipe", "not a regular file")]


def test_names_that_are_not_utf_8_are_read_and_shown(tmp_path: Path) -> None:
    for name, content in ((b"caf\xe9.ics", calendar(1)), (b"mail\xff.eml", message(1)), (b"junk\xfe", b"\0")):
        (tmp_path / os.fsdecode(name)).write_bytes(content)
    examined = look(tmp_path)
    assert recognized(examined) == [(r"caf\xe9.ics", "ics"), (".", "message_files")]
    assert [refused.source_path for refused in examined.quarantined] == [r"junk\xfe"]


def test_a_maildir_is_read_as_a_whole_with_the_folders_below_it(tmp_path: Path) -> None:
    files = {
        "cur/17001.a.host:2,S": message(1),
        "new/17002.b.host": message(2),
        "tmp/17003.c.host": message(3),
        "dovecot-uidlist": b"3 V1",
        ".Sent/cur/17004.d.host:2,S": message(4),
        ".cache/x": b"x",
    }
    examined = look(write_all(tmp_path / "mail", files))
    assert [(unit.source_path, unit.source.files) for unit in examined.recognized] == [
        (".", ("cur/17001.a.host:2,S", "new/17002.b.host")),
        (".Sent", ("cur/17004.d.host:2,S",)),
    ]
    assert not examined.quarantined
    assert sorted(paths([*examined.ignored])) == [".cache", "dovecot-uidlist", "tmp"]


def test_messages_are_in_the_order_of_delivery_whatever_their_flags_and_folder(tmp_path: Path) -> None:
    names = [
        "cur/1700000001.a:2,S",
        "cur/1700000001.a:2,RS",
        "new/1700000000.b",
        "cur/1700000002.c:2,",
        "new/1700000001.a",
    ]
    write_all(tmp_path / "Mail", dict.fromkeys(names, b"From: a@b.example\n\n"))
    [folder] = [found for found in walk([tmp_path]) if isinstance(found, MessageFolder)]
    assert [file.name for file in folder.files] == [
        "new/1700000000.b", "cur/1700000001.a:2,RS", "cur/1700000001.a:2,S", "new/1700000001.a", "cur/1700000002.c:2,",
    ]  # fmt: skip
    assert folder.files == tuple(sorted(folder.files))


def test_messages_are_known_by_the_names_that_mail_programs_give_them(tmp_path: Path) -> None:
    names = ("1", "1700000001.M5.host", "1700000002.7.host:2,S", f"00042.{'0f' * 16}", "a.EML", "b.emlx")
    (unit,) = look(write_all(tmp_path / "mail", dict.fromkeys(names, message(1)))).recognized
    assert sorted(unit.source.files) == sorted(names)


def test_messages_of_a_folder_are_read_together_and_impostors_alone(tmp_path: Path) -> None:
    files = {"x/1.eml": message(1), "x/2.eml": message(2), "x/3.eml": b"", "x/4.eml": calendar(1), "x/5.eml": b"\0"}
    examined = look(write_all(tmp_path, files))
    assert sorted((unit.connector, unit.source_path, unit.source.files) for unit in examined.recognized) == [
        ("ics", "x/4.eml", ()),
        ("message_files", "x", ("1.eml", "2.eml")),
    ]
    assert {refused.source_path: refused.reason for refused in examined.quarantined} == {
        "x/3.eml": "the file is empty",
        "x/5.eml": "no connector recognizes its content",
    }


def test_an_unpacked_linkedin_archive_is_as_old_as_its_folder_says(tmp_path: Path) -> None:
    folder = "Complete_LinkedInDataExport_03-02-2024"
    files = {"Connections.csv": connections(1), "Jobs/Job Applications.csv": b"Application Date\n", "me.jpg": b"\xff"}
    outside = look(write_all(tmp_path / "a", {f"{folder}/{name}": content for name, content in files.items()}))
    inside = look(tmp_path / "a" / folder)
    assert {unit.source.observed_on for unit in (*outside.recognized, *inside.recognized)} == {date(2024, 3, 2)}
    unnamed = look(write_all(tmp_path / "b", files))
    assert {unit.source.observed_on for unit in unnamed.recognized} == {None}


def test_looking_at_an_inbox_imports_no_parser_and_no_database(tmp_path: Path) -> None:
    write_all(tmp_path, {"plan.ics": calendar(1), "mail": mailbox(1)})
    program = (
        "import sys; from pathlib import Path; from connectors.inbox import walk; import connectors.discovery\n"
        "list(walk([Path(sys.argv[1])])); print(*sys.modules)"
    )
    loaded = subprocess.run(
        [sys.executable, "-c", program, tmp_path], capture_output=True, text=True, check=True
    ).stdout.split()
    assert not {"polars", "duckdb", "icalendar", "connectors.mbox", "connectors.ics"} & set(loaded)
