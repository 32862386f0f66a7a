"""Who a meeting of Outlook's is with: ORGANIZER and ATTENDEE (MS-OXCICAL 2.1.3.1.1.20), and whose copy it is.

The recipients of a meeting are its attendees, and mostly its organizer as well, who is marked. What they answer, only
the organizer's copy knows of all; an attendee's copy knows the owner's own answer, which stands beside the recipients.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import NamedTuple

from connectors.calendar.writing import is_one, person
from connectors.mail.addresses import Mailbox
from connectors.outlook.named_properties import APPOINTMENT
from connectors.outlook.properties import (
    BCC_SHOWN,
    CC_SHOWN,
    RECIPIENT,
    RECIPIENT_TYPE,
    REPRESENTED,
    SENDER,
    TO_SHOWN,
    Properties,
    address,
    integer,
    name,
    text,
)

STATE, RESPONSE = APPOINTMENT | 0x8217, APPOINTMENT | 0x8218
IS_MEETING, IS_RECEIVED = 0x1, 0x2  # of the state
# SMTP address and address of whom it was received for, and who received it: an assistant may.
RECEIVED = ((0, 0x5D08, 0x0078), (0, 0x5D07, 0x0076))
RECIPIENT_FLAGS, ANSWER, OBJECT_TYPE = 0x5FFD, 0x5FFF, 0x0FFE
IS_ORGANIZER, IS_TAKEN_OFF = 0x2, 0x20  # of the flags of a recipient
ORIGINATOR, OPTIONAL, RESOURCE = 0, 2, 3
IS_LIST = 8  # a type of object
ORGANIZED = 1
PARTSTATS = {2: "TENTATIVE", 3: "ACCEPTED", 4: "DECLINED"}
SHOWN = {TO_SHOWN: 1, CC_SHOWN: OPTIONAL, BCC_SHOWN: RESOURCE}

OF_ITEM = frozenset((STATE, RESPONSE, *SENDER, *REPRESENTED, *SHOWN, *(one for told in RECEIVED for one in told[1:])))
OF_RECIPIENT = frozenset((*RECIPIENT, RECIPIENT_TYPE, RECIPIENT_FLAGS, ANSWER, OBJECT_TYPE))


class Attendance(NamedTuple):
    """Who a meeting is with, as content lines, and the address of whose copy it is, ``""`` where nothing says so."""

    lines: tuple[str, ...]
    owner: str


def read_attendance(item: Properties, recipients: Sequence[Properties]) -> Attendance:
    """Return who is said to take part; of an appointment without others, nobody."""
    addresses = dict(_addresses(recipients))
    organizer = _organizer(item, recipients, addresses)
    owner = _owner(item, organizer, addresses)
    attendees = tuple(_attendees(item, recipients, organizer, owner))
    is_meeting = bool(attendees) or integer(item, STATE) & IS_MEETING
    told = person("ORGANIZER", organizer) if is_meeting and any(organizer) else ""
    return Attendance((*filter(None, (told,)), *attendees), owner)


def _addresses(recipients: Sequence[Properties]) -> Iterator[tuple[str, str]]:
    """Yield the addresses within an Exchange whose e-mail address stands beside, and that."""
    for recipient in recipients:
        if (within := text(recipient, RECIPIENT[2]).casefold()).startswith("/"):
            yield within, address(recipient, RECIPIENT)


def _organizer(item: Properties, recipients: Sequence[Properties], addresses: dict[str, str]) -> Mailbox:
    """Return in whose name the meeting was made, which its maker's assistant may have done (MS-OXCICAL)."""
    for numbers in (REPRESENTED, SENDER):
        told = Mailbox(name(item, numbers), _address(item, numbers, addresses))
        if any(told):
            break
    marked = next((one for one in recipients if integer(one, RECIPIENT_FLAGS) & IS_ORGANIZER), None)
    if marked is None or told.email:
        return told
    return Mailbox(told.name or name(marked, RECIPIENT), address(marked, RECIPIENT))


def _owner(item: Properties, organizer: Mailbox, addresses: dict[str, str]) -> str:
    state = integer(item, STATE)
    if integer(item, RESPONSE) == ORGANIZED or (state & IS_MEETING and not state & IS_RECEIVED):
        return organizer.email
    return next(filter(None, (_address(item, numbers, addresses) for numbers in RECEIVED)), "")


def _address(item: Properties, numbers: tuple[int, int, int], addresses: dict[str, str]) -> str:
    return address(item, numbers) or addresses.get(text(item, numbers[2]).casefold(), "")


def _attendees(item: Properties, recipients: Sequence[Properties], organizer: Mailbox, owner: str) -> Iterator[str]:
    if not recipients:
        yield from _shown(item, organizer)
        return
    for recipient in recipients:
        told = Mailbox(name(recipient, RECIPIENT), address(recipient, RECIPIENT))
        kind, flags = integer(recipient, RECIPIENT_TYPE) & 0xF, integer(recipient, RECIPIENT_FLAGS)
        is_organizer = flags & IS_ORGANIZER or recipient.get(RECIPIENT_TYPE) == ORIGINATOR or is_one(told, organizer)
        if is_organizer or flags & IS_TAKEN_OFF or not any(told):
            continue
        answer = integer(recipient, ANSWER)
        if answer not in PARTSTATS and owner and told.email.casefold() == owner.casefold():
            answer = integer(item, RESPONSE)
        yield person("ATTENDEE", told, _parameters(kind, answer, integer(recipient, OBJECT_TYPE)))


def _shown(item: Properties, organizer: Mailbox) -> Iterator[str]:
    """Yield those whom the item names where their table is missing."""
    for number, kind in SHOWN.items():
        for shown in text(item, number).split(";"):
            told = Mailbox(shown.strip(" '"), "")
            if any(told) and not is_one(told, organizer):
                yield person("ATTENDEE", told, _parameters(kind, 0, 0))


def _parameters(kind: int, answer: int, object_type: int) -> str:
    told = ""
    if kind == RESOURCE:
        told = ";CUTYPE=RESOURCE;ROLE=NON-PARTICIPANT"
    elif object_type == IS_LIST:
        told = ";CUTYPE=GROUP"
    if kind == OPTIONAL:
        told += ";ROLE=OPT-PARTICIPANT"
    return f"{told};PARTSTAT={PARTSTATS[answer]}" if answer in PARTSTATS else told
