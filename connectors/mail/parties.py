"""Parties by the address fields of messages: what is plain, at once, and remembered; all else by `addresses`."""

from __future__ import annotations

import re
from collections.abc import Callable

from connectors.mail.addresses import Mailbox, mailboxes, name_of
from connectors.mail.encoded_words import UNSEEN
from connectors.mail.memo import remembered
from connectors.records import Participant, Role

LONGEST_SIMPLE = 600

# A mailbox without traps: Ana Silva <ana@…>, "Silva, Ana" <ana@…>, or a bare address; no ISO-2022-JP, no name of Notes.
ATOM = rf"[^\s\x00-\x1f\x7f<>()\[\]\",:;@\\{UNSEEN}]"
LOCAL = rf"[^\s\x00-\x1f\x7f<>()\[\]\",:;@\\/{UNSEEN}]"
SIMPLE = re.compile(
    r'(?:(?:"([^"\\\x1b]*)"|([^"<>()\[\]:;@\\,\x1b]*))\s*'
    rf"<((?!'){LOCAL}+@{ATOM}+)>"
    rf"|((?:(?!['=?]){LOCAL})+@(?:(?!'){ATOM})+))"
).fullmatch
PIECE = re.compile(rb'(?:[^",]++|"[^"]*")+')


@remembered(32_768)
def _simple(piece: bytes) -> Mailbox | None:
    """Return the mailbox of a piece between commas; raise ValueError if it takes the whole list to understand it."""
    text = piece.decode("utf-8", "replace").strip()
    if not text:
        return None
    match = SIMPLE(text) if len(text) <= LONGEST_SIMPLE else None
    if match is None:
        raise ValueError("not simple")
    quoted, plain, address, bare = match.groups()
    return Mailbox(name_of(quoted or plain or ""), address or bare)


def _reader(role: Role) -> Callable[[bytes], tuple[Participant, ...]]:
    """Return what reads address fields, as they stand in the header (UTF-8, folds included), to parties of a role."""

    @remembered(32_768)
    def party(piece: bytes) -> Participant | None:
        mailbox = _simple(piece.strip())
        return Participant(role, mailbox.name, mailbox.email) if mailbox else None

    @remembered(8_192)
    def parties(value: bytes) -> tuple[Participant, ...]:
        if b'"' not in value:
            pieces = value.split(b",")
        elif b"\\" not in value and value.count(b'"') % 2 == 0:
            pieces = PIECE.findall(value)
        else:
            pieces = [value]
        try:
            return tuple(filter(None, map(party, pieces)))
        except ValueError:
            return tuple(Participant(role, name, email) for name, email in mailboxes(value.decode("utf-8", "replace")))

    return parties


senders, recipients, copied = _reader("from"), _reader("to"), _reader("cc")
