"""Messages of an archive: a header is put together from their elements, and read as that of any message.

Some hold the message as it came (``OPFMessageCopySource``); of these its own header is read, if it is one. Nothing but
the folder says that a message is a draft: what Outlook means by ``OPFMessageGetWasSent`` is not known for certain.
"""

from __future__ import annotations

from collections.abc import Iterator
from xml.etree.ElementTree import Element

from connectors.mail import headers
from connectors.mail.addresses import Mailbox
from connectors.mail.dates import EARLIEST
from connectors.mail.encoded_words import tidy
from connectors.mail.folders import Folder
from connectors.olm.elements import Item
from connectors.records import Ignored, Interaction, Rejected

# From is who wrote; the sender may be an assistant, or stand alone.
AUTHORS = ("OPFMessageCopyFromAddresses", "OPFMessageCopySenderAddress")
RECIPIENTS = {
    "To": "OPFMessageCopyToAddresses",
    "Cc": "OPFMessageCopyCCAddresses",
    "Bcc": "OPFMessageCopyBCCAddresses",
}
TIMES = ("OPFMessageCopySentTime", "OPFMessageCopyReceivedTime", "OPFMessageCopyModDate")
IDENTIFIERS = {
    "Message-ID": "OPFMessageCopyMessageID",
    "In-Reply-To": "OPFMessageCopyInReplyTo",
    "References": "OPFMessageCopyReferences",
}
# What calendars send in a person's name: invitations, and answers to them.
BY_CALENDAR = ("OPFMessageIsCalendarMessage", "OPFMessageIsMeeting", "OPFMessageIsOutgoingMeetingResponse")


def message(element: Element, location: str, folder: Folder, account: str) -> Interaction | Rejected | Ignored:
    """Return what a message says; `Rejected` if it is from and to nobody, or of no day."""
    item = Item(element)
    if source := item.text("OPFMessageCopySource"):
        found = _read("\n" + source.replace("\r", ""), location, folder)
        if isinstance(found, Interaction):
            return found._replace(mailbox=account or found.mailbox)
    found = _read("".join(_lines(item)), location, folder)
    # Which zone it was written in, an archive does not tell.
    return found._replace(mailbox=account, time_zone="") if isinstance(found, Interaction) else found


def _read(block: str, location: str, folder: Folder) -> Interaction | Rejected | Ignored:
    return headers.message(block.encode("utf-8", "replace"), location, folder)


def _lines(item: Item) -> Iterator[str]:
    """Yield the lines of a header that says what the elements say."""
    author = next(filter(None, map(item.mailboxes, AUTHORS)), None)
    if author is None and "@" in (written := item.text(*AUTHORS)):  # by other programs that make such archives
        author = [Mailbox(item.text("OPFMessageCopySenderName"), written)]
    if author:
        yield f"\nFrom: {_list(author)}"
    for role, name in RECIPIENTS.items():
        if mailboxes := item.mailboxes(name):
            yield f"\n{role}: {_list(mailboxes)}"
        elif role == "To" and (shown := item.text("OPFMessageCopyDisplayTo")):
            yield f"\nTo: {_list([Mailbox(one.strip(), '') for one in tidy(shown).split(';') if one.strip()])}"
    moments = filter(None, map(item.moment, TIMES))
    if told_at := next((moment for moment in moments if moment >= EARLIEST), None):
        yield f"\nDate: {told_at:%d %b %Y %H:%M:%S} +0000"
    yield f"\nSubject: {tidy(item.text('OPFMessageCopySubject'))}"
    for field, name in IDENTIFIERS.items():
        if told := item.text(name):
            yield f"\n{field}: {_bracketed(told)}"
    if any(map(item.is_set, BY_CALENDAR)):
        yield "\nContent-Class: urn:content-classes:calendarmessage"


def _bracketed(identifiers: str) -> str:
    return tidy(identifiers) if "<" in identifiers else " ".join(f"<{one}>" for one in identifiers.split())


def _list(mailboxes: list[Mailbox]) -> str:
    return ", ".join(map(_written, mailboxes))


def _written(mailbox: Mailbox) -> str:
    name = mailbox.name.replace("\\", "\\\\").replace('"', '\\"')
    return " ".join(filter(None, (f'"{name}"' if name else "", f"<{mailbox.email}>" if mailbox.email else "")))
