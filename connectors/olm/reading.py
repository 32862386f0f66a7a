"""From an archive to records: its members one by one, and of each what its items are.

What is refused or damaged is rejected with its place; what is never opened, and what is nobody in particular, is
counted by reason.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from functools import lru_cache
from pathlib import Path, PurePosixPath
from typing import NamedTuple
from xml.etree.ElementTree import Element

from connectors.archives.members import Member
from connectors.archives.unpacking import Budget, Exhausted, Flawed, Overflown
from connectors.archives.zips import opened_zip
from connectors.inbox import shown
from connectors.leftovers import reason_in_archive, reason_left_out
from connectors.mail import folders
from connectors.mail.folders import Folder
from connectors.olm.contacts import contact
from connectors.olm.documents import Document, Fault, open_document
from connectors.olm.messages import message
from connectors.records import Ignored, Record, Rejected

ACCOUNTS = "Accounts"
TOP_FOLDERS = (ACCOUNTS, "Local")
MESSAGES, OWN_FOLDER = "com.microsoft.__Messages", "com.microsoft.__"
DELETED = frozenset({"deleted items", "trash"})
NOBODY = {
    "group": "a group, a firm or a place, not a person",
    **dict.fromkeys(("task", "note", "category"), "neither message nor contact: a task, a note or a setting"),
}
ATTACHMENT = "attachments of messages"
EMPTY = "a folder with nothing in it"
# What each item tells that no other does takes more bytes than that, packed as well as may be.
SMALLEST_ITEM, HARMLESS_ITEMS = 16, 10_000
STRANGE = "not part of an archive of Outlook for Mac; put it in the inbox by itself"


class Place(NamedTuple):
    """Where a document lies: in which folder, of whose account (``""`` where its name is no address).

    ``reason_left_out`` says why nothing is read that lies there.
    """

    folder: Folder
    account: str
    is_deleted: bool
    reason_left_out: str


def records(path: Path) -> Iterator[Record]:
    """Yield the records of an archive; raise `UnreadableFile` where it is none."""
    size = path.stat().st_size
    reader, budget = _Reader(size), Budget(size)
    with opened_zip(path, budget) as archive:
        for member in archive.members:
            location = shown(member.name)
            try:
                budget.take_file()
                yield from reader.member(member, location)
            except Flawed as flaw:
                yield Rejected(flaw.reason, location)
                if isinstance(flaw, Overflown):
                    break
    for reason, count in reader.left_out.items():
        yield Ignored(reason, "the whole archive", count)


class _Reader:
    """Reads the members of an archive of so many bytes, and counts what of them is left out, by reason."""

    def __init__(self, size: int) -> None:
        self.left_out: Counter[str] = Counter()
        self._allowed = iter(range(HARMLESS_ITEMS + size // SMALLEST_ITEM))

    def member(self, member: Member, location: str) -> Iterator[Record]:
        folder, _, name = member.name.rpartition("/")
        place = _place(folder)
        if reason := place.reason_left_out or reason_left_out(name):
            self.left_out[reason] += 1
        elif member.refusal:
            yield Rejected(member.refusal.partition(";")[0], location)
        elif not name.lower().endswith(".xml"):
            yield Rejected(STRANGE, location)
        else:
            with member.open() as stream:
                document = open_document(stream)
                if isinstance(document, Fault):
                    yield Rejected(document.reason, location)
                elif document.kind == "appointment" and not place.is_deleted:
                    yield from self._meetings(document, place, location)
                else:
                    yield from self._others(document, place, location)

    def _others(self, document: Document, place: Place, location: str) -> Iterator[Record]:
        for number, item in self._items(document):
            where = location if document.kind == "email" and number == 1 else f"{location}, {document.kind} {number}"
            if isinstance(item, Fault):
                yield Rejected(item.reason, where)
            elif document.kind == "email":
                yield message(item, where, place.folder, place.account)
            elif document.kind == "contact":
                yield contact(item, where)
            elif document.kind == "appointment":
                yield Ignored("a meeting that was deleted: called off, or declined", where)
            else:
                self.left_out[NOBODY[document.kind]] += 1

    def _meetings(self, document: Document, place: Place, location: str) -> Iterator[Record]:
        """Yield the meetings of a calendar together; where it is damaged, those that stand before."""
        from connectors.olm.appointments import Appointments  # 0.1 s, for some archives in vain

        calendar = Appointments(place.folder.name, place.account)
        flaw: Flawed | None = None
        try:
            for number, item in self._items(document):
                where = f"{location}, {document.kind} {number}"
                if isinstance(item, Fault):
                    yield Rejected(item.reason, where)
                else:
                    yield from calendar.add(item, where)
        except Flawed as found:
            flaw = found
        yield from calendar.records()
        if flaw is not None:
            raise flaw

    def _items(self, document: Document) -> Iterator[tuple[int, Element | Fault]]:
        """Yield each item with its number; raise `Exhausted` where an archive has more than fit into it."""
        number = 0
        for number, item in enumerate(document.items, 1):
            if next(self._allowed, None) is None:
                raise Exhausted
            yield number, item
        if not number:
            self.left_out[EMPTY] += 1


@lru_cache(maxsize=1_024)
def _place(path: str) -> Place:
    parts = path.split("/")
    # Below, names are the owner's: a mail folder may be hidden, or called like what a program leaves behind.
    top = next((number for number, part in enumerate(parts) if part in TOP_FOLDERS), len(parts))
    account = parts[top + 1] if parts[top : top + 1] == [ACCOUNTS] and top + 1 < len(parts) else ""
    name = parts[-1] if parts[-1] != MESSAGES else ""
    is_attachment = any(part.startswith(OWN_FOLDER) and part != MESSAGES for part in parts)
    return Place(
        folders.of_mailbox(PurePosixPath(name or "mail")),
        account if account.count("@") == 1 and " " not in account and account.isprintable() else "",
        not DELETED.isdisjoint(part.lower() for part in parts),
        ATTACHMENT if is_attachment else reason_in_archive(parts[:top] or [""]),
    )
