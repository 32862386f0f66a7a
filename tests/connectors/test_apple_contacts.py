from __future__ import annotations

import plistlib
import shutil
import sqlite3
import tempfile
from contextlib import closing
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from connectors import apple_contacts, recognize
from connectors.discovery import Examined, examine
from connectors.errors import UnreadableFile
from connectors.inbox import IgnoredFile, InboxFile, walk
from connectors.records import Contact, Ignored, Rejected
from connectors.source import Source
from tests.inboxes import write_zip

FIXTURES = Path(__file__).parents[1] / "fixtures" / "apple_contacts"
DATABASE = FIXTURES / "Contacts.abbu" / "AddressBook-v22.abcddb"
CARD = FIXTURES / "before_10_6" / "Metadata" / "1F.abcdp"


def book(folder: Path) -> dict[str, bytes]:
    """An archive of Contacts as macOS exports it: the database, the same cards one by one, pictures, groups."""
    return {
        "AddressBook-v22.abcddb": DATABASE.read_bytes(),
        "AddressBook-v22.abcddb-wal": b"",
        "Metadata/1F.abcdp": CARD.read_bytes(),
        "Metadata/2G.abcdg": b"bplist00",
        "Images/1F": b"\xff\xd8\xff",
    }


def test_an_exported_address_book_is_read_once_and_its_pictures_are_ignored(tmp_path: Path) -> None:
    for name, content in book(tmp_path).items():
        path = tmp_path / "inbox" / "Contacts.abbu" / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(content)
    found = list(walk([tmp_path / "inbox"]))
    (file,) = (entry for entry in found if isinstance(entry, InboxFile))
    assert file.source_path == "Contacts.abbu/AddressBook-v22.abcddb"
    assert sum(isinstance(entry, IgnoredFile) for entry in found) == 4
    assert [unit.connector for unit in examine(file, tmp_path / "spool").recognized] == ["apple_contacts"]


def test_a_zipped_address_book_is_read_likewise(tmp_path: Path) -> None:
    path = write_zip(tmp_path / "x.zip", {f"Contacts.abbu/{name}": content for name, content in book(tmp_path).items()})
    (file,) = walk([path])
    assert isinstance(file, InboxFile)
    examined: Examined = examine(file, tmp_path / "spool")
    assert [unit.source_path for unit in examined.recognized] == ["x.zip!Contacts.abbu/AddressBook-v22.abcddb"]
    assert not examined.quarantined
    assert len(examined.ignored) == 4
    records = list(apple_contacts.read(examined.recognized[0].source))
    assert records == list(apple_contacts.read(Source(DATABASE)))


def test_reading_writes_nothing_beside_the_database(tmp_path: Path) -> None:
    shutil.copy(DATABASE, tmp_path / "x.abcddb")
    before = (tmp_path / "x.abcddb").read_bytes()
    list(apple_contacts.read(Source(tmp_path / "x.abcddb")))
    assert [path.name for path in tmp_path.iterdir()] == ["x.abcddb"]
    assert (tmp_path / "x.abcddb").read_bytes() == before


def test_changes_that_stand_in_the_journal_are_read_plain_and_zipped(tmp_path: Path) -> None:
    book = tmp_path / "inbox" / "Contacts.abbu"
    book.mkdir(parents=True)
    live = tmp_path / "AddressBook-v22.abcddb"
    shutil.copy(DATABASE, live)
    with closing(sqlite3.connect(live)) as database:
        database.execute("pragma journal_mode = wal")
        database.execute("insert into ZABCDRECORD (Z_PK, Z_ENT, ZFIRSTNAME) values (99, 22, 'Ane')")
        database.commit()
        for path in tmp_path.glob("AddressBook-v22.abcddb*"):
            shutil.copy(path, book)
    members = {f"Contacts.abbu/{path.name}": path.read_bytes() for path in book.iterdir()}
    write_zip(tmp_path / "inbox" / "x.zip", members)
    for found in walk([tmp_path / "inbox"]):
        if isinstance(found, InboxFile):
            (unit,) = examine(found, tmp_path / "spool").recognized
            names = [record.full_name for record in apple_contacts.read(unit.source) if isinstance(record, Contact)]
            assert names[-1] == "Ane"
            assert apple_contacts.context(unit.source)
    assert sorted(path.name for path in book.iterdir()) == sorted(path.partition("/")[2] for path in members)


def test_another_program_s_database_is_not_recognized(tmp_path: Path) -> None:
    (tmp_path / "history.db").write_bytes(DATABASE.read_bytes().replace(b"ZABCD", b"ZXXXX"))
    assert not apple_contacts.recognizes(Source(tmp_path / "history.db"))
    (tmp_path / "no_table.abcddb").write_bytes(DATABASE.read_bytes().replace(b"ZABCD", b"ZXXXX"))
    assert recognize(Source(tmp_path / "no_table.abcddb")) == "apple_contacts"
    with pytest.raises(UnreadableFile):
        list(apple_contacts.read(Source(tmp_path / "no_table.abcddb")))


def test_numbers_that_colleagues_share_are_no_phones_of_a_person(tmp_path: Path) -> None:
    path = tmp_path / "x.abcddb"
    shutil.copy(DATABASE, path)
    with closing(sqlite3.connect(path)) as database:
        (owner,) = database.execute("select ZOWNER from ZABCDPHONENUMBER").fetchone()
        for number, label in (("+47 1", "_$!<WorkFAX>!$_"), ("+47 2", "_$!<Pager>!$_"), ("+47 3", "_$!<Mobile>!$_")):
            row = (owner, number, label)
            database.execute("insert into ZABCDPHONENUMBER (ZOWNER, ZFULLNUMBER, ZLABEL) values (?, ?, ?)", row)
        database.commit()
    told = {
        phone for record in apple_contacts.read(Source(path)) if isinstance(record, Contact) for phone in record.phones
    }
    assert told & {"+47 1", "+47 2", "+47 3"} == {"+47 3"}


def test_old_cards_tell_numbers_that_colleagues_share_as_well(tmp_path: Path) -> None:
    phones = {"values": ["+47 1", "+47 2", "+47 3"], "labels": ["_$!<WorkFAX>!$_", "_$!<Mobile>!$_"]}
    path = tmp_path / "1F.abcdp"
    path.write_bytes(plistlib.dumps({"First": "Ida", "Phone": phones}, fmt=plistlib.FMT_BINARY))
    (record,) = apple_contacts.read(Source(path))
    assert isinstance(record, Contact)
    assert record.phones == ("+47 2", "+47 3")


def test_damage_that_sqlite_itself_names_in_broken_text_is_told(tmp_path: Path) -> None:
    broken = DATABASE.read_bytes().replace(b"CREATE TABLE ZABCDRECORD", b"CREATE \x81ABLE ZABCDRECORD")
    (tmp_path / "x.abcddb").write_bytes(broken)
    with pytest.raises(UnreadableFile):
        list(apple_contacts.read(Source(tmp_path / "x.abcddb")))


@settings(max_examples=100, deadline=None)
@given(st.sampled_from([DATABASE, CARD]), st.data())
def test_damaged_address_books_are_rejected_and_never_break_the_reader(path: Path, data: st.DataObject) -> None:
    content = bytearray(path.read_bytes())
    for _ in range(data.draw(st.integers(1, 8))):
        at = data.draw(st.integers(0, len(content)))
        content[at : at + data.draw(st.integers(0, 20))] = data.draw(st.binary(max_size=20))
    with tempfile.TemporaryDirectory() as folder:
        copy = Path(folder) / path.name
        copy.write_bytes(content)
        apple_contacts.recognizes(Source(copy))
        try:
            records = list(apple_contacts.read(Source(copy)))
        except UnreadableFile:
            return
    for record in records:
        assert isinstance(record, Contact | Ignored | Rejected)
        repr(record).encode()
