"""Identifiers of messages (RFC 5322, 3.6.4): their own, those answered, or a hash."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterable
from datetime import datetime

from connectors.mail.encoded_words import tidy
from connectors.records import Participant

LONGEST_KEY = 998  # RFC 5322, 2.1.1: no line is longer
USUAL_ID = re.compile(rb"\s*<([!-;=?-~]{1,998})>").match


def gmail_thread(value: bytes) -> str:
    """Return the key of a thread by its number in an X-GM-THRID field; ``""`` if it holds none."""
    number = value.strip()
    return f"gm:{number.decode()}" if number.isdigit() else ""


def first_id(value: bytes) -> str:
    """Return the first message identifier of a field; ``""`` if there is none."""
    if usual := USUAL_ID(value):
        return usual[1].decode()
    start = value.find(b"<") + 1
    return key(value[start : value.find(b">", start)]) if start and value.find(b">", start) > 0 else ""


def last_id(value: bytes) -> str:
    """Return the last message identifier of a field; ``""`` if there is none."""
    end = value.rfind(b">")
    return key(value[value.rfind(b"<", 0, end) + 1 : end]) if end > 0 else ""


def key(value: bytes) -> str:
    """Return an identifier on one line, without blanks; of one that is too long, a hash."""
    text = value.decode("utf-8", "replace")
    if not text.isprintable() or " " in text:
        text = tidy(text).replace(" ", "")
    return text if len(text) <= LONGEST_KEY else f"sha256:{hashlib.sha256(value).hexdigest()}"


def hashed(occurred_at: datetime, parties: Iterable[Participant], subject: str) -> str:
    """Return a key for a message without one: the same wherever the same message is found."""
    addressed = sorted(f"{party.role} {party.email.lower() or party.name}" for party in parties if party.role != "cc")
    told = [occurred_at.isoformat(), subject, *addressed]
    return f"sha256:{hashlib.sha256(chr(31).join(told).encode('utf-8', 'replace')).hexdigest()}"
