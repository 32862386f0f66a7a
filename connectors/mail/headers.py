r"""The header block of a message (RFC 5322) as an `Interaction`: the reader that mailboxes and message files share.

A block is the bytes from before the first field to the blank line, each field after a ``\n``; a From_ line may stand
before them. It is searched with one regular expression for the fields that count, which is what makes a mailbox
fast; bodies are never looked at. What a mailbox repeats (addresses, labels) is parsed once per process.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from contextlib import suppress
from datetime import UTC, datetime, timedelta
from itertools import islice

from connectors.mail import dates
from connectors.mail.addresses import LONGEST_ADDRESS
from connectors.mail.encoded_words import LONGEST_TEXT, decode, tidy, to_utf8
from connectors.mail.folders import Folder, labelled
from connectors.mail.identifiers import first_id, gmail_thread, hashed, key, last_id
from connectors.mail.memo import remembered
from connectors.mail.parties import copied, recipients, senders
from connectors.records import Ignored, Interaction, Participant, Rejected, State

LONGEST_SUBJECT = 500
EXCERPT = 200
# Without these bounds a Date is believed only if the Received field beside it agrees. Before, it is the first day of a
# clock that was never set; after, perhaps one that was set wrong. The second bound is only there to spare what was sent
# before this was written (November 2026) the search for Received, which takes as long as a tenth of the reading.
BELIEVED_FROM = datetime(1981, 1, 1, tzinfo=UTC)
BELIEVED_UNTIL = datetime(2027, 1, 1, tzinfo=UTC)
LONGEST_ON_ITS_WAY = timedelta(days=2)
# To find the boundaries of so many, then their fields, then the dates, then the parties takes a quarter less time than
# to do all that for one after the other: the caches of a processor hold each step, not all.
BLOCKS_AT_ONCE = 48

# Fields whose mere presence betrays a list or a machine.
PRESENT = {
    name: name.lower().decode()
    for name in (
        b"List-Id", b"List-Unsubscribe", b"List-Post", b"Mailing-List", b"X-Mailing-List", b"X-BeenThere",
        b"Feedback-ID", b"X-Autoreply", b"X-Autorespond",
    )
}  # fmt: skip
# Fields of which some values do.
TELLING = {
    b"Precedence": re.compile(rb"\s*(bulk|list|junk|auto_reply)\b", re.IGNORECASE),
    b"Auto-Submitted": re.compile(rb"\s*(?!no\b)([\w-]+)", re.IGNORECASE),
    b"X-Auto-Response-Suppress": re.compile(rb"\s*(?!none\b)(\w[\w, -]*)", re.IGNORECASE),
    # What calendars and mail servers send in a person's name: invitations, answers to them, bounces, read receipts.
    b"Content-Class": re.compile(rb"\s*urn:content-classes:(calendarmessage)", re.IGNORECASE),
    b"Content-Type": re.compile(rb"\s*([\w/]+)"),
    b"Sender": re.compile(rb"[^\n]*(calendar-notification)@google\.com"),
}
# Nearly every message has these; to pass over the usual values at once saves two microseconds a message.
VALUES_LOOKED_FOR = {
    b"Content-Type": rb"(?=:\s*(?:text/calendar|multipart/report))",
    b"Sender": rb"(?=:[^\n]*calendar-notification@google)",
    # Of the flags that pine, mutt and Dovecot keep in mailboxes (A, D, F, T), D (deleted) and T (a draft) count. Where
    # there are others, they are KMail's, whose T tells of an attachment.
    b"X-Status": rb"(?-i:(?=:[ \t]*+[AF]*+[DT][ADFT]*+(?!\S)))",
}
REPEATABLE = frozenset({b"To", b"Cc", b"Bcc"})
OTHERS = (
    b"From", b"Date", b"Subject", b"Message-ID", b"References", b"In-Reply-To", b"X-Gmail-Labels", b"X-GM-THRID",
    b"Delivered-To", b"X-Delivered-To", b"X-Original-To", b"X-Mozilla-Status", b"X-Mozilla-Draft-Info", b"X-Unsent",
    b"Content-Length", b"X-libpst-forensic-bcc", b"X-Status",
)  # fmt: skip
NAMES = frozenset({*PRESENT, *TELLING, *REPEATABLE, *OTHERS})
# What most messages have none of; to see that takes one call.
RARE = frozenset({*PRESENT, *TELLING, b"X-Mozilla-Status", b"X-Mozilla-Draft-Info", b"X-Unsent", b"X-Status"})
BY_LOWER = {name.lower(): name for name in NAMES}

FOLD = rb"\n[ \t][^\n]*+"
# Most values have no fold: to find an alternative empty is cheaper than to find a repetition empty.
VALUE = rb"[ \t]*+:([^\n]*+(?:" + FOLD + rb"(?:" + FOLD + rb")*|))"
VIA = re.compile(r"""^['"]?(.*?)['"]? via .*$""", re.DOTALL)
LIST_FIELDS = frozenset({b"List-Id", b"List-Post", b"Mailing-List"})
DELETED = 0x0008
HEADER_LINE = re.compile(rb"\n[!-9;-~]+[ \t]*+:")


def _field_pattern(names: Iterable[bytes]) -> re.Pattern[bytes]:
    r"""Return a pattern for ``\nName: value`` with folds, whatever the case of the names.

    First letters are asked for before all else, and in both cases, so that IGNORECASE is left to the rest of a name: so
    ``re`` passes fastest over the lines that are not wanted (measured on header blocks of 2 KB).
    """
    rests: dict[bytes, list[bytes]] = {}
    for name in sorted(names):
        rests.setdefault(name[:1], []).append(re.escape(name[1:]) + VALUES_LOOKED_FOR.get(name, b""))
    letters = b"".join(first + first.lower() for first in rests)
    cases = [(first, first) for first in rests] + [(first.lower(), first) for first in rests]
    branches = [b"%s(?i:%s)" % (case, b"|".join(rests[first])) for case, first in cases]
    return re.compile(rb"\n(?=[" + letters + b"])(" + b"|".join(branches) + b")" + VALUE)


FIELDS = _field_pattern(NAMES).findall
ORIGINAL_SENDER = _field_pattern([b"X-Original-From", b"Reply-To"])
RECEIVED = _field_pattern([b"Received"])


def fields(block: bytes) -> dict[bytes, bytes]:
    """Return the fields of a header block that count, in UTF-8, by their usual spelling; of repeated ones the first."""
    found = FIELDS(block if block.isascii() else to_utf8(block))
    named = dict(found)
    if len(named) == len(found) and NAMES.issuperset(named):
        return named
    values: dict[bytes, list[bytes]] = {}
    for spelling, value in found:
        values.setdefault(BY_LOWER[spelling.lower()], []).append(value)
    return {name: b",".join(told) if name in REPEATABLE else told[0] for name, told in values.items()}


def message(block: bytes, location: str, folder: Folder) -> Interaction | Rejected | Ignored:
    """Return what a header block says; `Rejected` if it is from and to nobody, or of no day."""
    return next(messages([(block, location, folder)]))


def messages(told: Iterable[tuple[bytes, str, Folder]]) -> Iterator[Interaction | Rejected | Ignored]:
    """Yield what header blocks say, each with its location and folder."""
    left = iter(told)
    while some := list(islice(left, BLOCKS_AT_ONCE)):
        found = [fields(block) for block, _, _ in some]
        moments = [_moment(block, named) for (block, _, _), named in zip(some, found, strict=True)]
        parties = [_parties(block, named) for (block, _, _), named in zip(some, found, strict=True)]
        yield from map(_record, some, found, moments, parties)


def _record(
    told: tuple[bytes, str, Folder],
    found: dict[bytes, bytes],
    moment: tuple[datetime | None, str],
    parties: tuple[Participant, ...],
) -> Interaction | Rejected | Ignored:
    block, location, folder = told
    occurred_at, time_zone = moment
    get = found.get
    subject = _text(get(b"Subject", b""))
    is_usual = RARE.isdisjoint(found)
    if not is_usual and (reason := _deletion(found)):
        return Ignored(reason, location)
    if subject.startswith("DON'T DELETE THIS MESSAGE -- FOLDER INTERNAL DATA"):
        return Ignored("kept by a mail server for itself, not a message", location)
    if occurred_at is None or not parties:
        reason = "no usable date" if parties else "neither sender nor recipient"
        return rejected(reason if HEADER_LINE.search(block) else "no header fields", block, location)

    own_key, answered, thread = _keys(found, occurred_at, parties, subject)
    if b"X-Gmail-Labels" in found:
        folder = labelled(found[b"X-Gmail-Labels"][:LONGEST_TEXT])
    # By position, and with every branch here, because this runs once a message and names cost.
    return Interaction(
        location,
        "email",
        own_key,
        occurred_at,
        parties,
        None,
        thread,
        "" if answered == own_key else answered,
        subject,
        folder.state if is_usual else _state(found, folder.state),
        "" if is_usual else "; ".join(_evidence(found)),
        folder.name,
        _account((get(b"Delivered-To") or get(b"X-Delivered-To") or get(b"X-Original-To") or b"")[:LONGEST_TEXT]),
        time_zone,
    )


def _keys(
    found: dict[bytes, bytes], occurred_at: datetime, parties: tuple[Participant, ...], subject: str
) -> tuple[str, str, str]:
    """Return the keys of a message, of the one that it answers (``""`` if none), and of their thread."""
    own, references, replied = found.get(b"Message-ID", b""), found.get(b"References"), found.get(b"In-Reply-To")
    # Some mail programs forget the angle brackets.
    told = first_id(own) or key(own.strip().strip(b"<>")) or hashed(occurred_at, parties, subject)
    answered = (first_id(replied) if replied else "") or (last_id(references) if references else "")
    thread = gmail_thread(found[b"X-GM-THRID"]) if b"X-GM-THRID" in found else ""
    return told, answered, thread or (first_id(references) if references else "") or answered or told


def _moment(block: bytes, found: dict[bytes, bytes]) -> tuple[datetime | None, str]:
    """Return when a message was written, and the offset that it tells; else when it was received."""
    written = dates.parse(found[b"Date"]) if b"Date" in found else None
    if written and not BELIEVED_FROM <= written[0] < BELIEVED_UNTIL:
        received, is_late = _relayed(block), written[0] >= BELIEVED_FROM
        if received and (written[0] - received if is_late else received - written[0]) > LONGEST_ON_ITS_WAY:
            return received, ""
    return written or (_received(block), "")


def _parties(block: bytes, found: dict[bytes, bytes]) -> tuple[Participant, ...]:
    """Return sender and recipients; a copy of sent mail may tell of blind copies."""
    sender = senders(found[b"From"]) if b"From" in found else ()
    if sender and " via " in sender[0].name and not LIST_FIELDS.isdisjoint(found):
        sender = _original_sender(block, sender)
    parties = sender
    if b"To" in found:
        parties += recipients(found[b"To"])
    if b"Cc" in found:
        parties += copied(found[b"Cc"])
    if b"Bcc" in found:
        parties += copied(found[b"Bcc"])
    elif b"X-libpst-forensic-bcc" in found:  # where readpst puts them
        parties += copied(found[b"X-libpst-forensic-bcc"])
    return parties


def rejected(reason: str, content: bytes, location: str) -> Rejected:
    """Return a `Rejected` with the beginning of what could not be read."""
    return Rejected(reason, location, tidy(to_utf8(content[: 4 * EXCERPT]).decode("utf-8", "replace"))[:EXCERPT])


def _received(block: bytes) -> datetime | None:
    """Return when the message was last received, or else when it was put into the mailbox."""
    received = _relayed(block)
    if received is None and block.startswith(b"From "):
        return dates.parse_envelope(block.partition(b"\n")[0])
    return received


def _relayed(block: bytes) -> datetime | None:
    """Return when the last server received the message, by its own clock."""
    told = (dates.parse_received(value) for _, value in RECEIVED.findall(block))
    return next(filter(None, told), None)


def _original_sender(block: bytes, sender: tuple[Participant, ...]) -> tuple[Participant, ...]:
    """Return who wrote what a list sends under its own address ("Ana via Group", to satisfy DMARC); else the sender."""
    for _, value in sorted(ORIGINAL_SENDER.findall(block), key=lambda field: field[0].lower(), reverse=True):
        told = senders(value)
        if len(told) == 1 and told[0].email and told[0].email.lower() != sender[0].email.lower():
            name = told[0].name or VIA.sub(r"\1", sender[0].name)
            return (told[0]._replace(name=name),)
    return sender


def _state(found: dict[bytes, bytes], state: State) -> State:
    is_unsent = found.get(b"X-Unsent", b"").strip() == b"1" or b"T" in found.get(b"X-Status", b"")
    is_draft = is_unsent or b"X-Mozilla-Draft-Info" in found
    return "draft" if is_draft and state == "confirmed" else state


def _deletion(found: dict[bytes, bytes]) -> str:
    """Return why a message counts as deleted; ``""`` if it does not."""
    with suppress(ValueError):
        if int(found.get(b"X-Mozilla-Status", b"0"), 16) & DELETED:
            return "deleted in Thunderbird, which has not compacted the folder yet"
    if b"D" in found.get(b"X-Status", b""):
        return "deleted, but the mail program has not cleared the mailbox yet"
    return ""


def _evidence(found: dict[bytes, bytes]) -> Iterator[str]:
    for name, label in PRESENT.items():
        if name in found and found[name].strip().upper() not in (b"", b"NO"):
            yield label
    for name, telling in TELLING.items():
        if name in found and (told := telling.match(found[name])):
            yield f"{name.decode().lower()}: {told[1].decode('ascii', 'replace').lower().strip()}"


@remembered(1_024)
def _account(value: bytes) -> str:
    """Return the address that a message was delivered to, ``""`` where the field holds something else."""
    address = value.decode("utf-8", "replace").strip().strip("<>")
    is_one = address.count("@") == 1 and " " not in address and address.isprintable()
    return address if is_one and len(address) <= LONGEST_ADDRESS else ""


def _text(value: bytes) -> str:
    text = value[: 2 * LONGEST_TEXT].decode("utf-8", "replace").strip()
    text = tidy(decode(text) if "=?" in text else text)
    return text if len(text) <= LONGEST_SUBJECT else text[:LONGEST_SUBJECT].rstrip()
