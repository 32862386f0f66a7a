"""Items of Outlook as MAPI properties (MS-OXPROPS), whatever file they come from: messages and contacts.

A message that came from outside keeps its internet header (PR_TRANSPORT_MESSAGE_HEADERS), which is read as in any
mailbox. One that was sent, or never left an Exchange, has none: its header is put together from properties. Addresses
within an Exchange (``/O=…/CN=…``) are no e-mail addresses; then only the name is told, unless an SMTP address stands
beside. Times are in UTC.

====================================  =============================================
IPM.Note and its kinds                an interaction
IPM.Schedule.Meeting, REPORT          an interaction, with what betrays the machine
IPM.Contact                           a contact
IPM.DistList                          ignored: nobody in particular
IPM.Appointment                       a meeting: see `connectors.outlook.appointments`
other classes                         ignored: tasks, notes, settings
====================================  =============================================
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import datetime

from connectors.linkedin.members import profile_slug
from connectors.mail import headers
from connectors.mail.encoded_words import tidy
from connectors.mail.folders import Folder
from connectors.outlook.named_properties import ADDRESS
from connectors.outlook.properties import (
    BCC_SHOWN,
    CC_SHOWN,
    MESSAGE_CLASS,
    RECIPIENT,
    RECIPIENT_TYPE,
    REPRESENTED,
    SENDER,
    SUBJECT,
    TO_SHOWN,
    Properties,
    address,
    integer,
    moment,
    name,
    subject,
    text,
)
from connectors.records import Contact, Ignored, Interaction, Record, Rejected

MESSAGE_FLAGS = 0x0E07
SUBMITTED_AT, DELIVERED_AT, CREATED_AT = 0x0039, 0x0E06, 0x3007
TRANSPORT_HEADERS = 0x007D
TOLD_TWICE = (SENDER[0], REPRESENTED[0]), (SENDER[2], REPRESENTED[2])
SHOWN = {"To": TO_SHOWN, "Cc": CC_SHOWN, "Bcc": BCC_SHOWN}
IDENTIFIERS = {"Message-ID": 0x1035, "References": 0x1039, "In-Reply-To": 0x1042}
ROLES = {1: "To", 2: "Cc", 3: "Bcc"}
UNSENT = 0x8

FULL_NAME, GIVEN_NAME, FAMILY_NAME, NICKNAME = 0x3001, 0x3A06, 0x3A11, 0x3A4F
COMPANY, POSITION, BIRTHDAY = 0x3A16, 0x3A17, 0x3A42
PHONES = (0x3A1C, 0x3A08, 0x3A1B, 0x3A09, 0x3A2F, 0x3A1A)  # mobile, business, business 2, home, home 2, primary
EMAILS = (ADDRESS | 0x8083, ADDRESS | 0x8093, ADDRESS | 0x80A3)
PAGES = (0x3A51, 0x3A50, ADDRESS | 0x802B)

# fmt: off
OF_ITEM = frozenset((
    MESSAGE_CLASS, SUBJECT, MESSAGE_FLAGS, SUBMITTED_AT, DELIVERED_AT, CREATED_AT, TRANSPORT_HEADERS,
    *SENDER, *REPRESENTED, *SHOWN.values(), *IDENTIFIERS.values(), FULL_NAME,
    GIVEN_NAME, FAMILY_NAME, NICKNAME, COMPANY, POSITION, BIRTHDAY, *PHONES, *EMAILS, *PAGES,
))
# fmt: on


def is_appointment(item: Properties) -> bool:
    """Tell whether an item is an appointment of a calendar."""
    return text(item, MESSAGE_CLASS).lower().startswith("ipm.appointment")


def record(item: Properties, recipients: Iterable[Properties], location: str, folder: Folder) -> Record:
    """Return what an item is that is no appointment; `Rejected` if a message is from and to nobody, or of no day."""
    kind = text(item, MESSAGE_CLASS).lower() or "ipm.note"
    if kind.startswith(("ipm.note", "ipm.schedule.meeting", "report.", "ipm.post", "ipm.recall")):
        return _message(item, tuple(recipients), kind, location, folder)
    if kind.startswith("ipm.contact"):
        return _contact(item, location)
    if kind.startswith("ipm.distlist"):
        return Ignored("a group, a firm or a place, not a person", location)
    return Ignored("neither message nor contact: a task, a note or a setting", location)


def _message(item: Properties, recipients: Sequence[Properties], kind: str, location: str, folder: Folder) -> Record:
    found: Interaction | Rejected | Ignored | None = None
    if told := text(item, TRANSPORT_HEADERS):
        found = _read(
            "\n" + told.replace("\r\n", "\n").replace("\r", "\n").strip().partition("\n\n")[0], location, folder
        )
    if not isinstance(found, Interaction):
        found = _read("".join(_lines(item, recipients, kind)), location, folder)
    if isinstance(found, Interaction) and found.state == "confirmed" and integer(item, MESSAGE_FLAGS) & UNSENT:
        return found._replace(state="draft")
    return found


def _read(block: str, location: str, folder: Folder) -> Interaction | Rejected | Ignored:
    content = block.encode("utf-8", "replace")
    return headers.message(content, location, folder)


def _lines(item: Properties, recipients: Sequence[Properties], kind: str) -> Iterable[str]:
    """Yield the lines of a header that says what the properties say."""
    if sender := _author(item):
        yield f"\nFrom: {sender}"
    by_role: dict[str, list[str]] = {role: [] for role in SHOWN}
    for recipient in recipients:
        # Of flags in the upper half, some tell that sending to this one failed.
        role = ROLES.get(integer(recipient, RECIPIENT_TYPE) & 0xF, "To")
        by_role[role].append(_mailbox(recipient, RECIPIENT))
    for role, shown in SHOWN.items():
        names = text(item, shown).split(";") if not recipients else []
        if told := ", ".join(filter(None, [*by_role[role], *map(_named, names)])):
            yield f"\n{role}: {told}"
    if told_at := moment(item, SUBMITTED_AT, DELIVERED_AT, CREATED_AT):
        yield f"\nDate: {told_at:%d %b %Y %H:%M:%S} -0000"
    yield f"\nSubject: {subject(item)}"
    for field, number in IDENTIFIERS.items():
        if identifier := text(item, number):
            yield f"\n{field}: {tidy(identifier)}"
    if kind.startswith("ipm.schedule"):
        yield "\nContent-Class: urn:content-classes:calendarmessage"
    if kind.startswith("report"):
        yield "\nContent-Type: multipart/report"


def _author(item: Properties) -> str:
    """Return in whose name a message was sent: its From (MS-OXCMAIL); its Sender may be an assistant.

    Mostly they are one, of whom sometimes only the sender's address is an e-mail address.
    """
    sender, represented = _mailbox(item, SENDER), _mailbox(item, REPRESENTED)
    is_one = any(text(item, one).casefold() == text(item, other).casefold() != "" for one, other in TOLD_TWICE)
    return sender if is_one and "<" not in represented else represented or sender


def _contact(item: Properties, location: str) -> Contact | Ignored:
    given, family = text(item, GIVEN_NAME), text(item, FAMILY_NAME)
    full_name = " ".join(filter(None, (given, family))) or text(item, FULL_NAME) or text(item, NICKNAME)
    emails = tuple(dict.fromkeys(email for number in EMAILS if "@" in (email := text(item, number))))
    if not full_name and not emails:
        return Ignored("the card names nobody", location)
    birthday = item.get(BIRTHDAY)
    pages = (text(item, number) for number in PAGES)
    return Contact(
        location,
        "address_book",
        full_name=full_name,
        given_name=given,
        family_name=family,
        emails=emails,
        profile_url=next(filter(profile_slug, pages), ""),
        phones=tuple(dict.fromkeys(filter(None, (text(item, number) for number in PHONES)))),
        company=text(item, COMPANY),
        position=text(item, POSITION),
        birthday=f"{birthday:%Y-%m-%d}" if isinstance(birthday, datetime) else "",
    )


def _mailbox(item: Properties, numbers: tuple[int, int, int]) -> str:
    email = address(item, numbers)
    return " ".join(filter(None, (_named(name(item, numbers)), f"<{email}>" if email else "")))


def _named(told: str) -> str:
    shown = tidy(told).strip("'").replace("\\", "\\\\").replace('"', '\\"')
    return f'"{shown}"' if shown else ""
