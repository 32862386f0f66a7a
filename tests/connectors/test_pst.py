from __future__ import annotations

import sys
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest

from connectors import pst
from connectors.discovery import examine
from connectors.errors import MissingReader
from connectors.inbox import InboxFile, walk
from connectors.outlook.named_properties import ADDRESS, APPOINTMENT, MEETING
from connectors.records import Contact, Ignored, Interaction, Record, Rejected
from connectors.source import Source
from tests.connectors.appointments import AFTER_COUNT, IDA, TOVE, identifier, properties, series
from tests.connectors.compound_file import named
from tests.inboxes import land_inbox, mailbox, write_all, write_zip

DATA_FILE = b"!BDN" + bytes(600)
START, END = datetime(2024, 3, 4, 9, 0, tzinfo=UTC), datetime(2024, 3, 4, 9, 30, tzinfo=UTC)
WEEKLY = series(1, 1, [2], date(2024, 3, 4), end=AFTER_COUNT, count=3)
SENT_AT = datetime(2024, 3, 4, 10, 0)  # noqa: DTZ001 - so the library has them: in UTC, without saying so


@dataclass
class Entry:
    """A property as the library gives it."""

    entry_type: int
    value: Any

    @property
    def value_type(self) -> int:
        return {str: 0x1F, int: 0x03, bool: 0x0B, bytes: 0x102, datetime: 0x40}[type(self.value)]

    data_as_string = data_as_integer = data_as_boolean = data_as_datetime = data = property(lambda self: self.value)


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
    identifier: int = 0

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


@dataclass
class File:
    """A data file as the library gives it: what its named properties are, and which folder is that of deleted items."""

    name_to_id_map: Item
    message_store: Item


def read(*inner: Folder, names: tuple[bytes, bytes] = (b"", b""), deleted: int = 0) -> list[Record]:
    entries, sets = names
    store = item(Entry(0x35E3, b"\0" * 20 + deleted.to_bytes(4, "little"))) if deleted else item()
    file = File(item(Entry(2, sets), Entry(3, entries)), store)
    return list(pst.items(file, Folder(None, [], list(inner))))


def appointment(told: dict[int, Any], recipients: list[dict[int, Any]], numbers: dict[int, int]) -> Item:
    """Return an item of these properties, of which the library gives times without saying that they are in UTC."""
    rows = [[Entry(number, value) for number, value in recipient.items()] for recipient in recipients]
    entries = [
        Entry(numbers.get(number, number), value.replace(tzinfo=None) if isinstance(value, datetime) else value)
        for number, value in told.items()
    ]
    return item(*entries, recipients=rows)


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
    *names, numbers = named([ADDRESS | 0x8083, ADDRESS | 0x8082, 0x9_8093])
    card = item(Entry(0x1A, "IPM.Contact"), Entry(0x3A06, "Ida"), Entry(0x3A11, "Brandt"),
                Entry(numbers[ADDRESS | 0x8083], "ida@harbour.example"), Entry(numbers[ADDRESS | 0x8082], "SMTP"),
                Entry(numbers[0x9_8093], "of@another.set.example"))  # fmt: skip
    (record,) = read(Folder("Contacts", [card]), names=(names[0], names[1]))
    assert isinstance(record, Contact)
    assert (record.full_name, record.emails) == ("Ida Brandt", ("ida@harbour.example",))


def test_appointments_of_all_folders_are_read_as_one_calendar() -> None:
    told = properties(START, END) | {APPOINTMENT | 0x8216: WEEKLY}
    alone = properties(START, END, p8228=START + timedelta(days=7)) | {MEETING | 3: identifier(1, date(2024, 3, 11))}
    plain = properties(START, END, p8217=0, p8218=0) | {MEETING | 3: identifier(2), MEETING | 0x23: b""}
    *names, numbers = named(number for number in {*told, *alone, *plain} if number >= 0x10000)
    of_series, instance = (appointment(one, [TOVE, IDA], numbers) for one in (told, alone))
    folders = Folder("Calendar", [of_series, None, appointment(plain, [], numbers)]), Folder("Old", [instance])
    records = read(*folders, names=(names[0], names[1]))
    assert [type(record) for record in records] == [Rejected, *[Interaction] * 4]
    found = sorted(record for record in records if isinstance(record, Interaction))
    assert [(record.location, record.occurred_at.day, record.mailbox) for record in found] == [
        ("Calendar, item 1", 4, "tove@fjord.example"),
        ("Calendar, item 1", 18, "tove@fjord.example"),
        ("Calendar, item 3", 4, "tove@fjord.example"),
        ("Old, item 1", 4, "tove@fjord.example"),
    ]
    assert found[3].natural_key.endswith("/20240311T090000Z")
    assert {(record.kind, record.folder) for record in found} == {("meeting", "Calendar"), ("meeting", "Old")}


def test_appointments_that_were_deleted_are_ignored_and_mail_is_not() -> None:
    told = properties(START, END)
    *names, numbers = named(number for number in told if number >= 0x10000)
    letter = item(Entry(0x0C1F, "ida@harbour.example"), Entry(0x39, SENT_AT))
    deleted = Folder("Papierkorb", [letter], [Folder("Alt", [appointment(told, [IDA], numbers)])], identifier=0x8062)
    records = read(deleted, names=(names[0], names[1]), deleted=0x8062)
    assert [type(record) for record in records] == [Interaction, Ignored]


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


@dataclass
class Library:
    """A library that can read nothing of a file, and says so in one of its ways."""

    fault: Exception

    def file(self) -> Library:
        return self

    def open(self, name: str) -> None:
        assert name

    def get_root_folder(self) -> None:
        raise self.fault


@pytest.mark.parametrize("fault", [OSError("unable to open"), MemoryError("unable to create folder object")])
def test_a_damaged_data_file_is_reported(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, fault: Exception) -> None:
    monkeypatch.setitem(sys.modules, "pypff", Library(fault))
    inbox = write_all(tmp_path / "inbox", {"mail.pst": DATA_FILE})
    summary = land_inbox(inbox, tmp_path / "landing")
    (refused,) = summary.quarantined
    assert refused.reason == "the Outlook data file is damaged, or protected by its company"
    assert refused.cause == "content"
    assert not summary.is_failed
