"""What lies in unpacked exports beside what is to be read is ignored with a reason, as it is in their archives."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

import pytest

from connectors.archives import unpacking
from connectors.discovery import Examined
from tests.connectors.archives import look as look_into
from tests.connectors.archives import reasons
from tests.connectors.test_discovery import look, recognized
from tests.inboxes import calendar, mailbox, message, write_all, write_zip

SQLITE = b"SQLite format 3\0" + bytes(90)
TAKEOUT = {
    "Mail/All mail.mbox": mailbox(1),
    "Mail/User Settings/Filters.json": b"{}",
    "Calendar/Work.ics": calendar(1),
    "Contacts/Friends/ida.jpg": b"\xff\xd8\xff",
    "Contacts/Friends/friends.csv": b"Unknown\n1\n",
    "Drive/plan.xlsx": b"PK\x03\x04",
    "Drive/report.docx": b"PK\x03\x04",
    "Drive/notes.txt": b"Notes.\n",
    "Google Photos/2020/a.jpg": b"\xff\xd8\xff",
    "Google Photos/2020/a.jpg.supplemental-meta.json": b"{}",
    "Chrome/Bookmarks.html": b"<!DOCTYPE html>",
    "Keep/x.json": b"{}",
}
PROFILE = {
    "prefs.js": b"// Settings.\n",
    "cert9.db": SQLITE,
    "xulstore.json": b"{}",
    "extensions/langpack.xpi": b"PK\x03\x04",
    "startupCache/x.bin": b"\0",
    "abook.sqlite": SQLITE,
    "history.mab": b"// <!-- <mdb:mork:z v='1.4'/> -->",
    "calendar-data/local.sqlite": SQLITE,
    "calendar-data/cache.sqlite": SQLITE,
    "people.csv": b"Unknown\n1\n",
    "Mail/pop.fjord.example/Inbox": mailbox(1),
    "Mail/pop.fjord.example/Inbox.msf": b"// <!-- <mdb:mork:z v='1.4'/> -->",
    "Mail/pop.fjord.example/Trash": b"",
    "Mail/pop.fjord.example/Trash.msf": b"// <!-- <mdb:mork:z v='1.4'/> -->",
    "Mail/pop.fjord.example/Broken": bytes(range(256)),
    "Mail/pop.fjord.example/popstate.dat": b"# POP3",
    "Mail/pop.fjord.example/filterlog.html": b"<html>",
}
APPLE_MAIL = {
    "V10/MailData/Envelope Index": SQLITE,
    "V10/MailData/ExternalUpdates.storedata": b"\0",
    "V10/MailData/Signatures/x.mailsignature": b"Message-Id: <1@fjord.example>\nMime-Version: 1.0\n\nIda\n",
    "V10/6D5B/INBOX.mbox/Info.plist": b"bplist00",
    "V10/6D5B/INBOX.mbox/9F8E/Data/Messages/101.emlx": b"9\n" + message(1),
    "V10/6D5B/INBOX.mbox/9F8E/Data/Messages/102.1.emlxpart": b"AAAA",
    "V10/6D5B/INBOX.mbox/9F8E/Data/Attachments/101/2/report.pdf": b"%PDF-1.7",
    "V10/6D5B/INBOX.mbox/9F8E/Data/Attachments/101/3/logo.bin": b"\0\1",
    "V10/6D5B/INBOX.mbox/9F8E/Data/Attachments/101/4/invite.ics": calendar(1),
}
PROTON = {
    "A1==.eml": message(1),
    "A1==.metadata.json": b"{}",
    "B2==.metadata.json": b"{}",
    "labels.json": b"{}",
}


def both_ways(files: Mapping[str, bytes], tmp_path: Path) -> tuple[Examined, Examined]:
    """The files in a folder, and in an archive."""
    folder = look(write_all(tmp_path / "inbox", {f"export/{name}": content for name, content in files.items()}))
    return folder, look_into(write_zip(tmp_path / "export.zip", files), tmp_path)


def reported(examined: Examined) -> dict[str, str]:
    return {path.replace("!", "/").partition("/")[2]: reason for path, reason in reasons(examined).items()}


def is_counted(name: str, examined: Examined) -> bool:
    """Tell whether a file is in what was read, ignored or reported, by itself or with its folder."""
    paths = [*examined.recognized, *examined.ignored, *examined.quarantined]
    names = [found.source_path.replace("!", "/").partition("/")[2] for found in paths]  # type: ignore[attr-defined]
    return any(name == other or name.startswith(f"{other}/") for other in names)


@pytest.mark.parametrize("folder", ["Takeout", "Takeout 2"])
def test_an_unpacked_takeout_holds_what_its_archive_holds(tmp_path: Path, folder: str) -> None:
    files = {f"{folder}/{name}": content for name, content in TAKEOUT.items()}
    for examined in both_ways(files, tmp_path):
        assert list(reported(examined)) == [f"{folder}/Contacts/Friends/friends.csv"]
        assert {connector for _, connector in recognized(examined)} == {"ics", "mbox"}
        assert all(is_counted(name, examined) for name in files)
    (tmp_path / "inbox" / "export" / folder).rename(tmp_path / folder)
    assert list(reasons(look(tmp_path / folder))) == ["Contacts/Friends/friends.csv"], "the folder itself as the inbox"


def test_pictures_films_and_sounds_are_ignored_in_any_folder(tmp_path: Path) -> None:
    names = ("2020/a.JPG", "2020/a.jpg(1).json", "x/clip.mp4", "x/y/memo.m4a", "x/diary.json", "top.png")
    examined = look(write_all(tmp_path / "inbox", dict.fromkeys(names, b"{?")))
    assert {entry.source_path: entry.reason.partition(",")[0] for entry in examined.ignored} == {
        "2020/a.JPG": "a picture",
        "2020/a.jpg(1).json": "told of a picture or film",
        "x/clip.mp4": "a film",
        "x/y/memo.m4a": "a sound",
    }
    assert set(reasons(examined)) == {"top.png", "x/diary.json"}


def test_what_photos_hold_besides_is_not_too_much_for_an_archive(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(unpacking, "MOST_UNKNOWN", 3)
    files = {f"Takeout/Google Photos/{number}.jpg.json": b"{}" for number in range(9)}
    examined = look_into(write_zip(tmp_path / "x.zip", {**files, "Takeout/Mail/a.mbox": mailbox(1)}), tmp_path)
    assert (len(examined.recognized), len(examined.ignored), examined.quarantined) == (1, 9, [])


def test_of_a_thunderbird_profile_mail_is_read_and_what_only_thunderbird_can_export_is_reported(tmp_path: Path) -> None:
    for examined in both_ways(PROFILE, tmp_path):
        assert [path.rpartition("/")[2] for path, _ in recognized(examined)] == ["Inbox"]
        told = reported(examined)
        assert told.keys() == {
            "abook.sqlite", "calendar-data/local.sqlite", "people.csv", "Mail/pop.fjord.example/Broken",
        }  # fmt: skip
        assert "as vCard" in told["abook.sqlite"]
        assert "as .ics" in told["calendar-data/local.sqlite"]
        assert all(is_counted(name, examined) for name in PROFILE)
        why = {entry.source_path.replace("!", "/").partition("/")[2]: entry.reason for entry in examined.ignored}
        assert "as vCard" in why["history.mab"]
        assert why["Mail/pop.fjord.example/Trash"] == "empty mailbox"


def test_a_lock_that_leads_nowhere_is_thunderbird_s_and_a_mailbox_of_that_name_is_read(tmp_path: Path) -> None:
    inbox = write_all(tmp_path / "inbox", {"b/lock": mailbox(1), "a/Inbox": mailbox(1, 7)})
    (inbox / "a" / "lock").symlink_to("127.0.1.1:+1234")
    examined = look(inbox)
    assert recognized(examined) == [("a/Inbox", "mbox"), ("b/lock", "mbox")]
    assert [entry.source_path for entry in examined.ignored] == ["a/lock"]
    assert not examined.quarantined


def test_of_apple_mail_s_folder_messages_are_read_and_the_meetings_attached_to_them(tmp_path: Path) -> None:
    for examined in both_ways(APPLE_MAIL, tmp_path):
        assert sorted(unit.connector for unit in examined.recognized) == ["ics", "message_files"]
        assert not examined.quarantined
        assert all(is_counted(name, examined) for name in APPLE_MAIL)


def test_what_proton_tells_of_a_message_is_ignored_beside_it(tmp_path: Path) -> None:
    for examined in both_ways(PROTON, tmp_path):
        assert [unit.source.files for unit in examined.recognized] == [("A1==.eml",)]
        assert list(reported(examined)) == ["B2==.metadata.json"], "its message is missing"
        assert ["Proton" in entry.reason for entry in examined.ignored] == [True, True]


OTHERS = {
    "claws/inbox/1": message(2),
    "claws/inbox/,2": message(3),
    "claws/inbox/#3": message(4),
    "claws/inbox/++": b"\0",
    "claws/context": b"Current-Folder: inbox\n",
    "evolution/Inbox": mailbox(1, 20),
    "evolution/Inbox.cmeta": b"\0\0\0\1",
    "evolution/Inbox.ev-summary": b"\0",
    "evolution/Inbox.ev-summary-meta": b"\0\0",
    "evolution/Inbox.ibex.index": b"\0\0\0",
    "evolution/Inbox.ibex.index.data": b"\0\0\0\0",
    "evolution/folders.db": SQLITE,
    "evolution/..maildir++": b"maildir++ 1\n",
    "eudora/In.mbx": mailbox(1, 30),
    "eudora/In.toc": b"\x30\0\x2a",
    "eudora/descmap.pce": b"In,In.mbx,S,N\n",
    "sieve/main.sieve": b'require "fileinto";\n',
    "zimbra/Inbox.meta": b'{"type": 1}',
    "zimbra/Inbox/257-hello.eml": message(5),
    "zimbra/Inbox/257-hello.eml.meta": b'{"type": 5}',
    "zimbra/Contacts/300-Ana.vcf": b"BEGIN:VCARD\nVERSION:3.0\nFN:Ana\nEND:VCARD\n",
    "zimbra/Contacts/300-Ana.vcf.meta": b'{"type": 6}',
}


def test_what_other_mail_programs_keep_beside_their_mail_is_ignored(tmp_path: Path) -> None:
    for examined in both_ways(OTHERS, tmp_path):
        assert not examined.quarantined
        assert sorted(connector for _, connector in recognized(examined)) == [
            "mbox", "mbox", "message_files", "message_files", "vcard",
        ]  # fmt: skip
        assert all(is_counted(name, examined) for name in OTHERS)


def test_alone_such_files_are_reported(tmp_path: Path) -> None:
    names = ("a/context", "b/letter.toc", "c/site.meta", "d/folders.db")
    for examined in both_ways(dict.fromkeys(names, b"\0?"), tmp_path):
        assert sorted(reported(examined)) == sorted(names)


def test_what_is_told_of_many_messages_is_not_too_much_for_an_archive(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(unpacking, "MOST_UNKNOWN", 3)
    files = {f"Inbox/{number}.eml{ending}": message(number) if not ending else b"{}"
             for number in range(9) for ending in ("", ".meta")}  # fmt: skip
    examined = look_into(write_zip(tmp_path / "x.zip", files), tmp_path)
    assert (len(examined.recognized), len(examined.ignored), examined.quarantined) == (1, 9, [])


def test_what_kmail_keeps_below_a_folder_is_read(tmp_path: Path) -> None:
    files = {
        "kmail/.directory": b"[Desktop Entry]\n",
        "kmail/.inbox.index": b"\0",
        "kmail/inbox/cur/1.1.host:2,S": message(1),
        "kmail/.inbox.directory/Clients/cur/1.2.host:2,S": message(2),
        "kmail/.inbox.directory/.Clients.directory/2023/cur/1.3.host:2,S": message(3),
        "kmail/.Top.directory/Inbox": mailbox(1, 7),
    }
    for examined in both_ways(files, tmp_path):
        assert not examined.quarantined
        assert sorted(entry.source_path.rpartition("/")[2] for entry in examined.ignored) == [
            ".directory", ".inbox.index",
        ]  # fmt: skip
        assert sorted(Path(unit.source_path.replace("!", "/")).name for unit in examined.recognized) == [
            "2023", "Clients", "Inbox", "inbox",
        ]  # fmt: skip
