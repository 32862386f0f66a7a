"""Invented mailboxes for benchmarks: as large as asked, and the same for the same arguments.

Headers are those of Gmail's Takeout, two kilobytes of them; people are drawn as mail draws them, a few often and many
seldom. Half of the messages answer one of the last forty, in a conversation of its own: where every message could
answer any, all would be one thread, which costs indexers the square of their number. Small messages hold text, large
ones text, HTML and an attachment, each in a part of its own, so that indexers know what there is to read.
"""

from __future__ import annotations

import base64
import random
import sys
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta, timezone
from email.utils import format_datetime
from pathlib import Path

GIVEN = (
    "Ana", "Bo", "Chidi", "Dara", "Emil", "Fatou", "Goran", "Hana", "Ilse", "João", "Kofi", "Lena", "Miro", "Nadia",
    "Oyelaran", "Päivi", "Quinn", "Rosa", "Siv", "Tariq",
)  # fmt: skip
FAMILY = (
    "Almeida", "Brandt", "Costa", "Dvořák", "Eze", "Falk", "Grünwald", "Horvat", "Ibsen", "Jansen", "Kovač",
    "Lindqvist", "Moreau", "Nowak", "Okafor",
)  # fmt: skip
WORDS = (
    "review", "draft", "budget", "release", "pipeline", "lunch", "offsite", "contract", "data", "warehouse",
    "question", "notes", "plan", "invoice", "agenda", "report", "travel", "hiring", "training", "Größe",
)  # fmt: skip
COMMON_WORDS = (
    "the", "of", "a", "to", "in", "is", "it", "and", "we", "for", "on", "with", "that", "this", "please", "from", "let",
    "2019",
)  # fmt: skip
DOMAINS = ("harbour.example", "mail.lumen.example", "fjord.example", "post.example", "atelier.example")
LABELS = ("Inbox,Important", "Sent", "Archived,Category Updates", "Inbox,Opened,Work/Projects", "Spam")
# What a large message holds after its text, as most of them do: the same text as HTML, and an attachment.
TEXT_BYTES = 3_000
HTML_BYTES = 9_000
OPEN_CONVERSATIONS = 40
TOLD_REFERENCES = 4


def messages(count: int, message_bytes: int, seed: int = 20) -> Iterator[bytes]:
    """Yield mbox messages, From_ line first, of about ``message_bytes`` each; the same for the same arguments."""
    draw = random.Random(seed)
    people = [_person(draw, number) for number in range(2_000)]
    weights = [1 / (rank + 1) for rank in range(len(people))]
    parts = _parts(draw)
    sent_at = datetime(2015, 1, 5, 8, tzinfo=UTC)
    conversations: list[list[str]] = []
    for number in range(count):
        sent_at += timedelta(minutes=draw.randrange(1, 90))
        party = draw.choices(people, weights, k=draw.choice((2, 2, 2, 3, 4, 7)))
        fields = _headers(draw, number, party, sent_at, conversations)
        head = f"From {number}@xxx {sent_at:%a %b %d %H:%M:%S +0000 %Y}\n{fields}".encode()
        size = int(max(0, message_bytes - len(head)) * draw.choice((0.2, 0.5, 1, 1, 2.3)))
        yield head + _content(parts, size, draw.randrange(20)) + b"\n\n"


def write_mailbox(path: Path, size: int, message_bytes: int) -> int:
    """Write a mailbox of about ``size`` bytes; return the number of its messages."""
    count = written = 0
    with path.open("wb") as stream:
        for message in messages(sys.maxsize, message_bytes):
            written += stream.write(message)
            count += 1
            if written >= size:
                return count
    return count


def write_maildir(folder: Path, count: int, message_bytes: int) -> None:
    """Write the same messages as a Maildir, without From_ lines."""
    for part in ("cur", "new", "tmp"):
        (folder / part).mkdir(parents=True)
    for number, message in enumerate(messages(count, message_bytes)):
        name = f"{1_400_000_000 + 977 * number}.M{number:06d}P7.harbour:2,S"
        (folder / "cur" / name).write_bytes(message.partition(b"\n")[2].rstrip(b"\n") + b"\n")


def _parts(draw: random.Random) -> tuple[list[bytes], list[bytes], list[bytes]]:
    """Return the lines of a text, of a page and of an attachment, longer than any message."""
    words = [*WORDS, *GIVEN, *COMMON_WORDS]

    def lines(size: int, line: str) -> list[bytes]:
        return [(line % " ".join(draw.choices(words, k=9))).encode() for _ in range(size // 64 + 20)]

    attached = base64.b64encode(draw.randbytes(57 * 2_500))
    return (
        lines(TEXT_BYTES, "%s"),
        lines(HTML_BYTES, '<p class=3D"c1">%s</p>='),
        [attached[i : i + 76] for i in range(0, len(attached), 76)],
    )


def _content(parts: tuple[list[bytes], list[bytes], list[bytes]], size: int, start: int) -> bytes:
    """Return the field that says what a message is made of, and about ``size`` bytes of that."""
    text, page, attached = parts
    if size <= TEXT_BYTES:
        return b"Content-Type: text/plain; charset=utf-8\n\n" + _filled(text, size, start)
    chosen = [
        b"text/plain; charset=utf-8\n\n" + _filled(text, TEXT_BYTES, start),
        b"text/html; charset=utf-8\nContent-Transfer-Encoding: quoted-printable\n\n"
        + _filled(page, min(HTML_BYTES, size - TEXT_BYTES), start),
    ]
    if (rest := size - TEXT_BYTES - HTML_BYTES) > 0:
        kind = b"application/pdf\nContent-Disposition: attachment\nContent-Transfer-Encoding: base64\n\n"
        chosen.append(kind + _filled(attached, rest, start))
    told = b"".join(b"--0000\nContent-Type: " + part + b"\n" for part in chosen)
    return b'Content-Type: multipart/mixed; boundary="0000"\n\n' + told + b"--0000--"


def _filled(lines: list[bytes], size: int, start: int) -> bytes:
    """Return ``size`` bytes of lines, from one on."""
    return b"\n".join(lines[start : start + size // 32 + 2])[:size]


def _person(draw: random.Random, number: int) -> str:
    given, family = draw.choice(GIVEN), draw.choice(FAMILY)
    address = f"{given.lower()}.{number}@{draw.choice(DOMAINS)}".encode("ascii", "ignore").decode()
    name = f"{given} {family}"
    if not name.isascii():
        return f"=?UTF-8?B?{base64.b64encode(name.encode()).decode()}?= <{address}>"
    return draw.choice((f"{name} <{address}>", f'"{family}, {given}" <{address}>', f"{name} <{address}>", address))


def _headers(
    draw: random.Random, number: int, people: list[str], sent_at: datetime, conversations: list[list[str]]
) -> str:
    zone = timezone(timedelta(hours=draw.choice((-5, 0, 1, 1, 2, 5.5))))
    date = format_datetime(sent_at.astimezone(zone))
    key = f"<{draw.getrandbits(96):x}.{number}@{draw.choice(DOMAINS)}>"
    opaque = base64.b64encode(draw.randbytes(260)).decode()
    folded = "\n        ".join(opaque[i : i + 68] for i in range(0, len(opaque), 68))
    subject = " ".join(draw.choices(WORDS, k=5))
    if not subject.isascii():
        subject = f"=?utf-8?B?{base64.b64encode(subject.encode()).decode()}?="
    lines = [
        f"X-GM-THRID: {draw.getrandbits(60)}",
        f"X-Gmail-Labels: {draw.choice(LABELS)}",
        "Delivered-To: owner@post.example",
        f"Received: by 2002:a05:6a10:{number:x} with SMTP id x{number};\n        {date}",
        f"X-Received: by 2002:a17:906:{number:x} with SMTP id y{number};\n        {date}",
        f"ARC-Seal: i=1; a=rsa-sha256; t={number}; cv=none;\n        d=post.example; s=arc;\n        b={folded}",
        "Return-Path: <bounce@post.example>",
        f"Received: from out.post.example (out.post.example. [192.0.2.7])\n        by mx.post.example with ESMTPS id\n"
        f"        z{number} for <owner@post.example>;\n        {date}",
        f"DKIM-Signature: v=1; a=rsa-sha256; c=relaxed/relaxed;\n        d=post.example; s=k1;\n        bh={folded}",
        "MIME-Version: 1.0",
    ]
    if conversations and draw.random() < 0.5:
        chain = draw.choice(conversations)
        lines += ["References: " + "\n ".join(chain[-TOLD_REFERENCES:]), f"In-Reply-To: {chain[-1]}"]
        subject = f"Re: {subject}"
    else:
        conversations.append(chain := [])
        del conversations[:-OPEN_CONVERSATIONS]
    chain.append(key)
    lines += [f"From: {people[0]}", f"Date: {date}", f"Message-ID: {key}", f"Subject: {subject}", f"To: {people[1]}"]
    if people[2:]:
        lines.append("Cc: " + ",\n\t".join(people[2:]))
    if draw.random() < 0.25:
        lines += [
            "List-Id: News <news.lumen.example>",
            "List-Unsubscribe: <mailto:leave@lumen.example>",
            "Precedence: bulk",
        ]
    return "\n".join(lines) + "\n"
