"""Apple's address book: an archive of Contacts (``.abbu``, a folder), and the databases in it.

``AddressBook-v22.abcddb`` is a SQLite database of Core Data: ZABCDRECORD has a row for each card, and its e-mails,
phones, pages and notes stand in tables of their own, by ZOWNER. The kind of a row (a person, a group, the account) is
told by Z_PRIMARYKEY; the account's names the owner's own card (ZME). Accounts have databases of their own
(``Sources/*/``). What was changed last may stand in the journal beside a database (``-wal``). Days are seconds since
2001; a birthday without a year is in 1604. Older archives hold a property list for each card instead
(``Metadata/*.abcdp``); where both are there, the database is read. The format is not documented: tables and columns are
those on which programs agree that read it, and any that is missing is passed over.

============================  =======================================
person                        a contact
firm, group                   ignored: nobody in particular
person without name, address  ignored: it names nobody
pictures                      never read
============================  =======================================
"""

from __future__ import annotations

import hashlib
import plistlib
import shutil
import sqlite3
import tempfile
from collections import defaultdict
from collections.abc import Iterable, Iterator
from contextlib import closing, contextmanager, suppress
from datetime import UTC, date, datetime, timedelta
from itertools import zip_longest
from pathlib import Path
from typing import Any

from connectors.errors import UnreadableFile
from connectors.linkedin.members import profile_slug
from connectors.phone_labels import is_shared
from connectors.records import Contact, Ignored, Record, Rejected
from connectors.source import Source

VERSION = 3

NOTE_LENGTH = 500
DATABASE = b"SQLite format 3\0"
EPOCH = datetime(2001, 1, 1, tzinfo=UTC)
YEAR_UNKNOWN = 1604
COMPANY_FLAG = 1
LONGEST_CARD = 16 * 1024 * 1024

# What a database must have to be an address book, and the columns that are read where they exist.
RECORDS = "ZABCDRECORD"
PERSON_COLUMNS = (
    "Z_PK", "Z_ENT", "ZFIRSTNAME", "ZMIDDLENAME", "ZLASTNAME", "ZSUFFIX", "ZNICKNAME", "ZORGANIZATION", "ZJOBTITLE",
    "ZBIRTHDAY", "ZBIRTHDAYYEARLESS", "ZDISPLAYFLAGS", "ZMODIFICATIONDATE", "ZNAME", "ZME",
)  # fmt: skip
VALUES = {
    "emails": ("ZABCDEMAILADDRESS", "ZADDRESS"),
    "phones": ("ZABCDPHONENUMBER", "ZFULLNUMBER"),
    "pages": ("ZABCDURLADDRESS", "ZURL"),
    "profiles": ("ZABCDSOCIALPROFILE", "ZURLSTRING"),
    "notes": ("ZABCDNOTE", "ZTEXT"),
}
# Of a profile, the address may be missing where the name is told.
SLUG = (
    "case when coalesce(ZURLSTRING, '') <> '' then ZURLSTRING"
    " when lower(ZSERVICENAME) = 'linkedin' then 'https://www.linkedin.com/in/' || ZUSERNAME end"
)
PEOPLE = frozenset(("ABCDContact", "ABCDSubscribedContact"))
ACCOUNT = "ABCDInfo"

Card = dict[str, Any]


def recognizes(source: Source) -> bool:
    """Tell whether this is the database of an address book, or a single card of one."""
    if source.files or source.offset or source.length is not None:
        return False
    with suppress(Exception):  # whatever is wrong with the file, it is not recognized
        head = source.head()
        if head.startswith(DATABASE):
            return source.name.lower().endswith(".abcddb") or RECORDS.encode() in head
        return head.startswith((b"bplist00", b"<?xml")) and source.name.lower().endswith(".abcdp")
    return False


def split(source: Source) -> Iterator[Source]:
    """Yield the file whole."""
    yield source


def context(source: Source) -> str:
    """Return the digest of the journal that stands beside a database, ``""`` where there is none."""
    journal = _journal(source)
    return hashlib.sha256(journal.read_bytes()).hexdigest() if journal else ""


def read(source: Source) -> Iterator[Record]:
    """Yield a `Contact` or an `Ignored` for each card; raise `UnreadableFile` where the database is damaged."""
    if not source.head(16).startswith(DATABASE):
        yield _read_card(source)
        return
    try:
        with _opened(source) as database:
            database.text_factory = _text
            database.execute("pragma trusted_schema = off")
            cards = _cards(database)
    except (sqlite3.Error, UnicodeDecodeError) as error:  # the latter where SQLite says in broken text what is broken
        raise UnreadableFile(source.path, "the database of the address book is damaged") from error
    for location, card in cards:
        yield _contact(location, card)


def _journal(source: Source) -> Path | None:
    """Return the file with changes that the database has not taken in yet, if there are any."""
    path = source.unpacked or source.path
    journal = path.with_name(f"{path.name}-wal")
    with suppress(OSError):
        return journal if journal.stat().st_size else None
    return None


@contextmanager
def _opened(source: Source) -> Iterator[sqlite3.Connection]:
    path, journal = source.unpacked or source.path, _journal(source)
    if journal is None:
        # Immutable: nothing is written beside it, not even a lock.
        with closing(sqlite3.connect(f"{path.absolute().as_uri()}?mode=ro&immutable=1", uri=True)) as database:
            yield database
        return
    with tempfile.TemporaryDirectory() as folder:  # for the owner alone
        copy = Path(folder, "copy.db")
        shutil.copyfile(path, copy)
        shutil.copyfile(journal, f"{copy}-wal")
        with closing(sqlite3.connect(copy)) as database:
            yield database


def _cards(database: sqlite3.Connection) -> list[tuple[str, Card]]:
    tables = {name for (name,) in database.execute("select name from sqlite_master where type = 'table'")}
    if RECORDS not in tables:
        raise sqlite3.DatabaseError("no table of records")
    kinds = dict(database.execute("select Z_ENT, Z_NAME from Z_PRIMARYKEY")) if "Z_PRIMARYKEY" in tables else {}
    values = {name: _values(database, table, column) for name, (table, column) in VALUES.items() if table in tables}
    columns = [column for column in PERSON_COLUMNS if column in _columns(database, RECORDS)]
    rows = database.execute(f"select {', '.join(columns)} from {RECORDS} order by Z_PK").fetchall()
    cards: list[Card] = [dict(zip(columns, row, strict=True)) for row in rows]
    owners = {card.get("ZME") for card in cards} - {None}
    told = []
    for card in cards:
        kind, number = kinds.get(card.get("Z_ENT"), "ABCDContact"), card["Z_PK"]
        if kind != ACCOUNT:
            card["is_owner"] = number in owners
            card["is_person"] = kind in PEOPLE and not _is_company(card.get("ZDISPLAYFLAGS"))
            card |= {name: found.get(number, []) for name, found in values.items()}
            told.append((f"record {number}", card))
    return told


def _values(database: sqlite3.Connection, table: str, column: str) -> dict[int, list[str]]:
    columns = _columns(database, table)
    owner = "ZOWNER" if "ZOWNER" in columns else "ZCONTACT"
    found: dict[int, list[str]] = defaultdict(list)
    if {owner, column} <= columns:
        order = "ZORDERINGINDEX, Z_PK" if "ZORDERINGINDEX" in columns else "Z_PK"
        text = column if "ZSERVICENAME" not in columns else SLUG
        label = "ZLABEL" if "ZLABEL" in columns else "''"
        for number, value, told in database.execute(f"select {owner}, {text}, {label} from {table} order by {order}"):
            if not is_shared(_string(told)):
                found[number].append(_string(value))
    return found


def _columns(database: sqlite3.Connection, table: str) -> set[str]:
    return {row[1] for row in database.execute(f"pragma table_info({table})")}


def _contact(location: str, card: Card) -> Contact | Ignored:
    if not card["is_person"]:
        return Ignored("a group, a firm or a place, not a person", location)
    names = [_string(card.get(name)) for name in ("ZFIRSTNAME", "ZMIDDLENAME", "ZLASTNAME", "ZSUFFIX")]
    full_name = " ".join(filter(None, names)) or _string(card.get("ZNAME")) or _string(card.get("ZNICKNAME"))
    emails = _distinct(email for email in card.get("emails", ()) if "@" in email)
    if not full_name and not emails:
        return Ignored("the card names nobody", location)
    changed = _moment(card.get("ZMODIFICATIONDATE"))
    pages = [*card.get("profiles", ()), *card.get("pages", ())]
    return Contact(
        location,
        "address_book",
        full_name=full_name,
        given_name=names[0],
        family_name=names[2],
        emails=emails,
        profile_url=next(filter(profile_slug, pages), ""),
        phones=_distinct(card.get("phones", ())),
        company=_string(card.get("ZORGANIZATION")),
        position=_string(card.get("ZJOBTITLE")),
        birthday=_birthday(card),
        note=next(filter(None, card.get("notes", ())), "")[:NOTE_LENGTH],
        observed_on=changed.date() if changed else None,
        is_owner=bool(card.get("is_owner")),
    )


def _read_card(source: Source) -> Record:
    with source.open() as stream:
        content = stream.read(LONGEST_CARD)
    try:
        found = plistlib.loads(content)
        card: Card = {
            "ZFIRSTNAME": found.get("First"),
            "ZMIDDLENAME": found.get("Middle"),
            "ZLASTNAME": found.get("Last"),
            "ZSUFFIX": found.get("Suffix"),
            "ZNICKNAME": found.get("Nickname"),
            "ZORGANIZATION": found.get("Organization"),
            "ZJOBTITLE": found.get("JobTitle"),
            "ZBIRTHDAY": found.get("Birthday"),
            "ZMODIFICATIONDATE": found.get("Modification"),
            "is_person": not _is_company(found.get("ABPersonFlags")),
            "emails": _listed(found.get("Email")),
            "phones": _listed(found.get("Phone")),
            "pages": _listed(found.get("URLs")),
            "notes": [_string(found.get("Note"))],
        }
    except Exception:  # a damaged property list fails in many ways
        return Rejected("a card that is no property list", "the whole file")
    return _contact("the whole file", card)


def _listed(found: Any) -> list[str]:
    """Return the values of a list as property lists have it, but for those whose label says that others share them."""
    values, labels = (found.get("values", ()), found.get("labels", ())) if isinstance(found, dict) else ((), ())
    labelled = zip_longest(values, labels[: len(values)])
    return [_string(value) for value, label in labelled if not is_shared(_string(label))]


def _is_company(flags: Any) -> bool:
    return isinstance(flags, int) and bool(flags & COMPANY_FLAG)


def _birthday(card: Card) -> str:
    day = _moment(card.get("ZBIRTHDAY")) or _moment(card.get("ZBIRTHDAYYEARLESS"))
    if day is None:
        return ""
    return f"--{day:%m-%d}" if day.year == YEAR_UNKNOWN else date.isoformat(day.date())


def _moment(found: Any) -> datetime | None:
    if isinstance(found, datetime):
        return found
    if not isinstance(found, int | float):
        return None
    with suppress(OverflowError, ValueError):
        return EPOCH + timedelta(seconds=found)
    return None


def _distinct(texts: Iterable[str]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(filter(None, texts)))


def _string(found: Any) -> str:
    return found.strip() if isinstance(found, str) else ""


def _text(raw: bytes) -> str:
    return raw.decode("utf-8", "replace").replace("\0", "")
