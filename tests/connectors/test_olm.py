from __future__ import annotations

import time
import zipfile
from pathlib import Path
from random import Random

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from connectors import ics, message_files, olm, recognize
from connectors.mail.encoded_words import tidy
from connectors.records import Ignored, Interaction, Rejected
from connectors.source import Source
from tests.connectors.archives import look_at, reasons, recognized, subjects, zip_of
from tests.connectors.olm_archives import (
    BERLIN,
    BODY,
    IDA,
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
from tests.inboxes import land_inbox, mailbox, write_all
from tests.inboxes import message as plain_message


def one(*messages: str, member: str = INBOX) -> Interaction:
    (record,) = interactions({member: mail(*messages)})
    return record


@pytest.mark.parametrize("name", CASES)
def test_fixtures_are_what_the_code_makes(name: str) -> None:
    assert list(olm.read(Source(FIXTURES / f"{name}.olm"))) == read(CASES[name]())


@pytest.mark.parametrize("name", ["mail.olm", "mail.zip", "mail"])
def test_an_archive_is_read_whole_whatever_its_name(tmp_path: Path, name: str) -> None:
    content = (FIXTURES / "whole_archive.olm").read_bytes()
    examined = look_at(content, name, tmp_path)
    assert recognized(examined) == [(name, "olm")]
    assert "Kites & boats" in subjects(examined)


def test_an_archive_is_told_by_what_stands_at_its_end(tmp_path: Path) -> None:
    content = zip_of({"Categories.xml": Random(1).randbytes(70_000), INBOX: mail(message("Last"))}, tmp_path)
    assert INBOX.encode() not in content[:65_536]
    assert subjects(look_at(content, "mail.zip", tmp_path)) == ["Last"]


def test_archives_of_other_kinds_are_not_taken_for_it(tmp_path: Path) -> None:
    members = {"Takeout/Mail/All mail.mbox": mailbox(2), "Takeout/Calendar/Local.ics": b"", "Accounts/list.csv": b""}
    examined = look_at(zip_of(members, tmp_path), "takeout.zip", tmp_path)
    assert ("takeout.zip!Takeout/Mail/All mail.mbox", "mbox") in recognized(examined)


@pytest.mark.parametrize("method", [zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED])
@pytest.mark.parametrize("name", ["mail.olm", "mail.zip"])
def test_an_archive_in_an_archive_is_read(tmp_path: Path, name: str, method: int) -> None:
    path = tmp_path / "made.zip"
    with zipfile.ZipFile(path, "w", method) as archive:
        archive.writestr(f"backup/{name}", (FIXTURES / "dialects.olm").read_bytes())
        archive.writestr("a.eml", plain_message(1))
    examined = look_at(path.read_bytes(), "backup.zip", tmp_path)
    assert (f"backup.zip!backup/{name}", "olm") in recognized(examined)
    assert {"As it came", "Note 1"} <= set(subjects(examined))


@pytest.mark.parametrize("content", [b"PK\x03\x04", b"not a zip archive", b"<!DOCTYPE html><title>Sign in</title>"])
def test_what_only_bears_the_name_is_reported(tmp_path: Path, content: bytes) -> None:
    examined = look_at(content, "mail.olm", tmp_path)
    assert not examined.recognized
    assert "again" in reasons(examined)["mail.olm"]


def test_an_unpacked_archive_is_told_once_a_folder_with_what_to_do(tmp_path: Path) -> None:
    members = {f"{MAIL}/Inbox/message_0000{number}.xml": mail(message("One")) for number in range(1, 6)}
    (meetings,) = calendar(appointment("One", "2024-03-04", "2024-03-05")).values()
    members |= {f"{MAIL}/Inbox/com.microsoft.__Attachments/1_0000": b"%PDF", "Local/Calendar/Calendar.xml": meetings}
    write_all(tmp_path / "inbox" / "Archive", {**members, "beside.mbox": mailbox(1)})
    summary = land_inbox(tmp_path / "inbox", tmp_path / "landing")
    told = {refused.source_path: refused.reason for refused in summary.quarantined}
    assert set(told) == {f"Archive/{INBOX}", "Archive/Local/Calendar/Calendar.xml"}
    assert all("put the .olm in the inbox" in reason for reason in told.values())
    assert len(summary.landed) == 1


def test_an_unpacked_archive_deep_in_another_is_told_once_a_folder(tmp_path: Path) -> None:
    members = {f"a/b/{MAIL}/Inbox/message_0000{number}.xml": mail(message("One")) for number in range(1, 6)}
    examined = look_at(zip_of({**members, "x.mbox": mailbox(1)}, tmp_path), "backup.zip", tmp_path)
    assert recognized(examined) == [("backup.zip!x.mbox", "mbox")]
    assert list(reasons(examined)) == [f"backup.zip!a/b/{INBOX}"]
    assert len(examined.ignored) == 4


def test_the_unpacked_archive_that_was_zipped_again_is_read(tmp_path: Path) -> None:
    members = {f"Archive/{name}": content for name, content in CASES["whole_archive"]().items()}
    members["__MACOSX/Archive/._Categories.xml"] = b"\0"
    found = look_at(zip_of(members, tmp_path), "Archive.zip", tmp_path)
    assert recognized(found) == [("Archive.zip", "olm")]
    whole, again = (
        [record for record in read(those) if isinstance(record, Interaction)]
        for those in (CASES["whole_archive"](), members)
    )
    assert [record._replace(location="") for record in again] == [record._replace(location="") for record in whole]


@pytest.mark.parametrize("identifier", ["<1@fjord.example>", ""])
def test_the_same_message_has_one_key_here_and_in_a_message_file(tmp_path: Path, identifier: str) -> None:
    header = f'From: "Lind, Tove" <tove@fjord.example>\nTo: {IDA}\nCc: emil@quay.example\nSubject: Kites  & boats\n'
    header += "Date: Mon, 4 Mar 2024 10:30:00 +0100\nIn-Reply-To: <0@fjord.example>\n"
    (tmp_path / "1.eml").write_text(header + (f"Message-ID: {identifier}\n" if identifier else "") + "\nText.\n")
    (plain,) = message_files.read(Source(tmp_path, files=("1.eml",)))
    told = one(
        message(
            "Kites  & boats",
            TOVE,
            (IDA,),
            ("emil@quay.example <emil@quay.example>",),
            MessageID=identifier.strip("<>"),
            InReplyTo="0@fjord.example",
        )
    )
    assert isinstance(plain, Interaction)
    for field in ("natural_key", "thread_key", "in_reply_to", "occurred_at", "participants", "subject"):
        assert getattr(told, field) == getattr(plain, field)


def test_the_same_meetings_have_one_key_here_and_in_a_calendar(tmp_path: Path) -> None:
    (tmp_path / "a.ics").write_text(
        "BEGIN:VCALENDAR\nBEGIN:VEVENT\nUID:crew\nDTSTART;TZID=W. Europe Standard Time:20240325T090000\n"
        "DTEND;TZID=W. Europe Standard Time:20240325T093000\nRRULE:FREQ=WEEKLY;COUNT=3;BYDAY=MO\nSUMMARY:Crew\n"
        'ORGANIZER:mailto:ida@harbour.example\nATTENDEE;CN="Lind, Tove":mailto:tove@fjord.example\n'
        "END:VEVENT\nEND:VCALENDAR\n"
    )
    recurrence = series("Weekly", 1, ("monday",), IsNumbered=1, GetOccurenceCount=3)
    told = {"UUID": "crew", "StartTimeZone": BERLIN}
    crew = appointment("Crew", "2024-03-25T08:00:00", "2024-03-25T08:30:00", (IDA, TOVE), recurrence=recurrence, **told)
    plain = [record for record in ics.read(Source(tmp_path / "a.ics")) if isinstance(record, Interaction)]
    same = {"location": "", "folder": "", "mailbox": ""}
    assert len(plain) == 3
    assert [record._replace(**same) for record in interactions(calendar(crew))] == [
        record._replace(**same) for record in plain
    ]


@pytest.mark.parametrize(
    ("folder", "state"),
    [
        ("Inbox", "confirmed"),
        ("Drafts", "draft"),
        ("Entwürfe", "draft"),
        ("Outbox", "draft"),
        ("Junk Email", "spam"),
        ("Deleted Items", "confirmed"),
        ("Drafts/Regatta", "confirmed"),
    ],
)
def test_the_folder_tells_the_state(folder: str, state: str) -> None:
    record = one(message("x"), member=f"{MAIL}/{folder}/message_00001.xml")
    assert (record.state, record.folder) == (state, folder.rpartition("/")[2])


@pytest.mark.parametrize(
    ("account", "expected"),
    [("Accounts/ida@harbour.example", "ida@harbour.example"), ("Accounts/Harbour Inc", ""), ("Local", "")],
)
def test_an_account_that_is_an_address_is_the_mailbox(account: str, expected: str) -> None:
    assert one(message("x"), member=f"{account}/com.microsoft.__Messages/Inbox/1.xml").mailbox == expected
    members = {f"{account}/Calendar/Calendar.xml": calendar(appointment("x", "2024-03-25", "2024-03-26"))}
    (meeting,) = interactions({name: next(iter(content.values())) for name, content in members.items()})
    assert meeting.mailbox == expected


@pytest.mark.parametrize("folder", [".hidden", "Old.tmp", "Thumbs.db", "~$x", "x.part", "Accounts", "lock"])
def test_no_folder_of_the_owner_is_passed_over_for_its_name(folder: str) -> None:
    assert one(message("x"), member=f"{MAIL}/{folder}/message_00001.xml").mailbox == "ida@harbour.example"


@pytest.mark.parametrize("told", ["2024-03-04T09:30:00", "2024-03-04T09:30:00Z", "2024-03-04T10:30:00+01:00"])
def test_times_without_a_zone_are_in_utc(told: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("TZ", "Asia/Tokyo")
    time.tzset()
    record = one(message("x", SentTime=told))
    (meeting,) = interactions(calendar(appointment("x", told, told)))
    monkeypatch.undo()
    time.tzset()
    assert meeting.occurred_at == record.occurred_at
    assert (record.occurred_at.isoformat(), record.time_zone) == ("2024-03-04T09:30:00+00:00", "")


@pytest.mark.parametrize(
    "told", [elements("OPFMessage", {"IsMeeting": 1}), elements("OPFMessage", {"IsMeeting": "true"})]
)
def test_what_a_calendar_sends_is_bulk(told: str) -> None:
    assert one(message("x", also=told)).bulk_evidence == "content-class: calendarmessage"
    assert one(message("x")).bulk_evidence == ""


@pytest.mark.parametrize("body", [BODY * 20_000, "</email>" * 5, "<![CDATA[ ]]>", "<!DOCTYPE html>", "\x01\x02"])
def test_bodies_are_of_no_consequence(body: str) -> None:
    """A long one comes in several pieces out of the archive."""
    two = (message("First", Body=body, HTMLBody=body), message("Second", Body=body))
    assert [record.subject for record in interactions({INBOX: mail(*two)})] == ["First", "Second"]


def test_a_body_that_is_not_escaped_is_cut_out() -> None:
    content = mail(message("x")).replace(b"&lt;html&gt;", b"<![CDATA[<html><br>]]>")
    assert interactions({INBOX: content}) == interactions({INBOX: mail(message("x"))})


@settings(max_examples=60, deadline=None)
@given(st.text(st.characters(codec="utf-8", exclude_categories=["Cs"]), max_size=60))
def test_any_text_comes_back_as_a_subject_and_a_name(text: str) -> None:
    clean = tidy("".join(letter for letter in text if letter >= " " and letter not in "\ufffe\uffff\x7f"))
    record = one(message(clean, f"{clean} <tove@fjord.example>"))
    assert record.subject == tidy(clean) or "=?" in clean
    assert record.participants[0].email == "tove@fjord.example"


def test_every_member_is_counted() -> None:
    for make in CASES.values():
        members = make()
        records = read(members)
        ignored = sum(record.record_count for record in records if isinstance(record, Ignored))
        read_or_rejected = {
            record.location.partition(".xml")[0] for record in records if not isinstance(record, Ignored)
        }
        assert len(read_or_rejected) + ignored >= len(members)
        assert all(record.reason and record.location for record in records if isinstance(record, Rejected))


def test_other_connectors_leave_it_alone() -> None:
    assert {recognize(Source(FIXTURES / f"{name}.olm")) for name in CASES} == {"olm"}
