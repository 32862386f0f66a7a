"""The properties of Outlook's items (MS-OXPROPS): those that messages, contacts and appointments share."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from connectors.mail.encoded_words import tidy

MESSAGE_CLASS, SUBJECT = 0x001A, 0x0037
SENDER = (0x0C1A, 0x5D01, 0x0C1F)  # name, SMTP address, address
REPRESENTED = (0x0042, 0x5D02, 0x0065)
RECIPIENT = (0x3001, 0x39FE, 0x3003)
RECIPIENT_TYPE = 0x0C15
TO_SHOWN, CC_SHOWN, BCC_SHOWN = 0x0E04, 0x0E03, 0x0E02
OF_RECIPIENTS = frozenset((*RECIPIENT, RECIPIENT_TYPE))

Properties = Mapping[int, Any]
"""The properties of an item or recipient by number: text, integer, bytes, or a time in UTC."""


def text(item: Properties, number: int) -> str:
    """Return a text, ``""`` where there is none."""
    value = item.get(number)
    return value.replace("\0", "").strip(" ") if isinstance(value, str) else ""


def integer(item: Properties, number: int) -> int:
    """Return an integer, 0 where there is none."""
    value = item.get(number)
    return value if isinstance(value, int) else 0


def binary(item: Properties, number: int) -> bytes:
    """Return bytes, none where there are none."""
    value = item.get(number)
    return value if isinstance(value, bytes) else b""


def moment(item: Properties, *numbers: int) -> datetime | None:
    """Return the first of these times that there is."""
    return next((value for value in map(item.get, numbers) if isinstance(value, datetime)), None)


def subject(item: Properties) -> str:
    """Return the subject, without the two characters that may tell how long its "Re: " is."""
    told = text(item, SUBJECT)
    return tidy(told[2:] if told.startswith(chr(1)) else told)


def address(item: Properties, numbers: tuple[int, int, int]) -> str:
    """Return the e-mail address; one within an Exchange (``/O=…/CN=…``) is none."""
    told = (tidy(text(item, number)) for number in numbers[1:])
    return next((value for value in told if "@" in value and not set("<> ,").intersection(value)), "")


def name(item: Properties, numbers: tuple[int, int, int]) -> str:
    """Return the name as shown, ``""`` where it is but the address."""
    told = tidy(text(item, numbers[0]))
    return told.strip("'") if told != address(item, numbers) else ""
