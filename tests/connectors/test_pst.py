from __future__ import annotations

import sys
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest

from connectors import pst
from connectors.discovery import examine
from connectors.errors import MissingReader
from connectors.inbox import InboxFile, walk
from connectors.records import Contact, Ignored, Interaction, Record, Rejected
from connectors.source import Source
from tests.inboxes import land_inbox, mailbox, write_all, write_zip

DATA_FILE = b"!BDN" + bytes(600)
SENT_AT = datetime(2024, 3, 4, 10, 0)  # noqa: DTZ001 - so the library has them: in UTC, without saying so


@dataclass
class Named:
    number: int


@dataclass
class Entry:
    """A property as the library gives it."""

    entry_type: int
    value: Any
    named: int = 0

    @property
    def value_type(self) -> int:
        return {str: 0x1F, int: 0x03, datetime: 0x40}[type(self.value)]

    @property
    def name_to_id_map_entry(self) -> Named | None:
        return Named(self.named) if self.named else None

    data_as_string = data_as_integer = data_as_datetime = property(lambda self: self.value)


@dataclass
class Set:
    entries: list[Entry]

    @property
    def number_of_entries(self) -> int:
        return len(self.entries)

    def get_entry(self, number: int) -> Entry:
        return self.entries[number]


@dataclass
class Item:
    """An item, or the table of its recipients, as the library gives it: sets of properties."""

    sets: list[Set]
    recipients: Item | None = None

    @property
    def number_of_record_sets(self) -> int:
        return len(self.sets)

    def get_record_set(self, number: int) -> Set:
        return self.sets[number]


@dataclass
class Folder:
    name: str | None
    messages: list[Item | None] = field(default_factory=list)
    folders: list[Folder] = field(default_factory=list)

    @property
    def number_of_sub_messages(self) -> int:
        return len(self.messages)

    @property
    def number_of_sub_folders(self) -> int:
        return len(self.folders)

    def get_sub_message(self, number: int) -> Item:
        item = self.messages[number]
        if item is None:
            raise OSError("libpff_folder_get_sub_message: unable to read")
        return item

    def get_sub_folder(self, number: int) -> Folder:
        return self.folders[number]


def item(*entries: Entry, recipients: list[list[Entry]] | None = None) -> Item:
    return Item([Set(list(entries))], Item([Set(row) for row in recipients]) if recipients else None)


def read(folder: Folder) -> list[Record]:
    return list(pst.items(Folder(None, [], [folder])))


def test_a_sent_message_is_told_by_its_properties_and_its_folder() -> None:
    sent = item(
        Entry(0x1A, "IPM.Note"), Entry(0x37, "\x01\x05Re: Quay"), Entry(0x39, SENT_AT), Entry(0x0C1A, "Tove Lind"),
        Entry(0x5D01, "tove@fjord.example"), Entry(0x1035, "<2@fjord.example>"),
        recipients=[[Entry(0x0C15, 1), Entry(0x3001, "Ida Brandt"), Entry(0x39FE, "ida@harbour.example")],
                    [Entry(0x0C15, 2), Entry(0x3001, "Bo Falk"), Entry(0x3003, "/o=FJORD/cn=bo")]],
    )  # fmt: skip
    (record,) = read(Folder("Sent Items", [sent]))
    assert isinstance(record, Interaction)
    assert (record.folder, record.subject, record.natural_key) == ("Sent Items", "Re: Quay", "2@fjord.example")
    assert record.occurred_at == SENT_AT.replace(tzinfo=UTC)
    assert [(party.role, party.name, party.email) for party in record.participants] == [
        ("from", "Tove Lind", "tove@fjord.example"),
        ("to", "Ida Brandt", "ida@harbour.example"),
        ("cc", "Bo Falk", ""),
    ]


def test_a_received_message_is_read_from_its_own_header() -> None:
    header = "From: Ida <ida@harbour.example>\r\nTo: tove@fjord.example\r\nDate: Mon, 4 Mar 2024 09:30:00 +0100\r\n"
    (record,) = read(Folder("Posteingang", [item(Entry(0x7D, header), Entry(0x0C1A, "Nobody"))]))
    assert isinstance(record, Interaction)
    assert (record.participants[0].name, record.folder, record.time_zone) == ("Ida", "Posteingang", "+01:00")


def test_drafts_and_spam_are_told_by_the_names_of_their_folders() -> None:
    letter = item(Entry(0x0C1F, "ida@harbour.example"), Entry(0x39, SENT_AT))
    folders = Folder("Top of Outlook data file", [], [Folder("Entwürfe", [letter]), Folder("Junk E-Mail", [letter])])
    assert [record.state for record in read(folders) if isinstance(record, Interaction)] == ["draft", "spam"]


def test_contacts_have_the_addresses_of_named_properties() -> None:
    card = item(Entry(0x1A, "IPM.Contact"), Entry(0x3A06, "Ida"), Entry(0x3A11, "Brandt"),
                Entry(0x8005, "ida@harbour.example", named=0x8083), Entry(0x8006, "SMTP", named=0x8082))  # fmt: skip
    (record,) = read(Folder("Contacts", [card]))
    assert isinstance(record, Contact)
    assert (record.full_name, record.emails) == ("Ida Brandt", ("ida@harbour.example",))


def test_a_damaged_item_costs_no_other() -> None:
    good = item(Entry(0x0C1F, "ida@harbour.example"), Entry(0x39, SENT_AT))
    records = read(Folder("Inbox", [None, good, item(Entry(0x1A, "IPM.Task"))]))
    assert [type(record) for record in records] == [Rejected, Interaction, Ignored]


def test_folders_and_items_without_end_end(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(pst, "MOST_FOLDERS", 20)
    folder = Folder("Inbox", [None] * 3_000)
    folder.folders.append(folder)
    records = read(folder)
    assert {type(record) for record in records} == {Rejected}
    assert len(records) < 20 * (pst.MOST_DAMAGED + 2)


@pytest.fixture
def _without_library(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "pypff", None)


@pytest.mark.usefixtures("_without_library")
def test_without_the_library_a_data_file_is_reported_with_what_to_install(tmp_path: Path) -> None:
    (tmp_path / "mail.pst").write_bytes(DATA_FILE)
    (found,) = walk([tmp_path / "mail.pst"])
    assert isinstance(found, InboxFile)
    (refused,) = examine(found, tmp_path / "spool").quarantined
    assert "pip install 'keepwarm[outlook]'" in refused.reason
    assert refused.cause == "access", "so that it is read on the next run, once that is done"
    with pytest.raises(MissingReader):
        list(pst.read(Source(tmp_path / "mail.pst")))


@pytest.mark.usefixtures("_without_library")
def test_without_the_library_the_rest_of_an_archive_and_of_the_inbox_is_read(tmp_path: Path) -> None:
    inbox = write_all(tmp_path / "inbox", {"old.ost": DATA_FILE, "mail.mbox": mailbox(1)})
    write_zip(inbox / "backup.zip", {"outlook/mail.pst": DATA_FILE, "Sent.mbox": mailbox(2, 5)})
    summary = land_inbox(inbox, tmp_path / "landing")
    assert sorted(landed.source_path for landed in summary.landed) == ["backup.zip!Sent.mbox", "mail.mbox"]
    assert [refused.source_path for refused in summary.quarantined] == ["backup.zip!outlook/mail.pst", "old.ost"]
    assert not summary.is_failed


class Library:
    """A library that finds nothing that it could read."""

    class file:
        def open(self, name: str) -> None:
            raise OSError(f"libpff_file_open: unable to open {name}")


def test_a_damaged_data_file_is_reported(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "pypff", Library)
    inbox = write_all(tmp_path / "inbox", {"mail.pst": DATA_FILE})
    summary = land_inbox(inbox, tmp_path / "landing")
    (refused,) = summary.quarantined
    assert refused.reason == "the Outlook data file is damaged, or protected by its company"
    assert refused.cause == "content"
    assert not summary.is_failed
