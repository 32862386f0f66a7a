"""Time the reader of mailboxes against the standard library's `mailbox`, on a mailbox made on the spot.

The mailbox is invented, and the same at every run for the same options. The other side is the fastest plain use of the
standard library: `mailbox.mbox` for the boundaries, the header lines alone to `BytesHeaderParser` (compat32), names
decoded, addresses and dates parsed. Each side runs in a process of its own, in turn; its CPU seconds include its start.

    python -m tests.benchmarks.mail [--megabytes 32] [--message-bytes 4400] [--runs 3] [--file KEEP.mbox]

Prints one JSON object. At the default size the start of the processes still weighs much: ``--megabytes 200``, and
``--megabytes 1000 --message-bytes 61000``, show the rates of a life's mail.
"""

from __future__ import annotations

import argparse
import base64
import json
import random
import resource
import statistics
import subprocess
import sys
import tempfile
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
DOMAINS = ("harbour.example", "mail.lumen.example", "fjord.example", "post.example", "atelier.example")
LABELS = ("Inbox,Important", "Sent", "Archived,Category Updates", "Inbox,Opened,Work/Projects", "Spam")
LINE = "The quick notes of the week, wrapped as mail wraps its lines, and of no interest here.\n"


def messages(count: int, message_bytes: int, seed: int = 20) -> Iterator[bytes]:
    """Yield mbox messages, From_ line first, of about ``message_bytes`` each; the same for the same arguments."""
    draw = random.Random(seed)
    people = [_person(draw, number) for number in range(2_000)]
    weights = [1 / (rank + 1) for rank in range(len(people))]
    noise = base64.b64encode(draw.randbytes(57 * 2_000)).decode()
    body = LINE * 4 + "".join(noise[i : i + 76] + "\n" for i in range(0, len(noise), 76))
    sent_at = datetime(2015, 1, 5, 8, tzinfo=UTC)
    recent: list[str] = []
    for number in range(count):
        sent_at += timedelta(minutes=draw.randrange(1, 90))
        headers = _headers(
            draw, number, draw.choices(people, weights, k=draw.choice((2, 2, 2, 3, 4, 7))), sent_at, recent
        )
        head = f"From {number}@xxx {sent_at:%a %b %d %H:%M:%S +0000 %Y}\n{headers}\n".encode()
        rest = int(max(0, message_bytes - len(head)) * draw.choice((0.2, 0.5, 1, 1, 2.3)))
        while rest > 0:
            head += body[: min(rest, len(body))].encode()
            rest -= len(body)
        yield head.rstrip(b"\n") + b"\n\n"


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


def _person(draw: random.Random, number: int) -> str:
    given, family = draw.choice(GIVEN), draw.choice(FAMILY)
    address = f"{given.lower()}.{number}@{draw.choice(DOMAINS)}".encode("ascii", "ignore").decode()
    name = f"{given} {family}"
    if not name.isascii():
        return f"=?UTF-8?B?{base64.b64encode(name.encode()).decode()}?= <{address}>"
    return draw.choice((f"{name} <{address}>", f'"{family}, {given}" <{address}>', f"{name} <{address}>", address))


def _headers(draw: random.Random, number: int, people: list[str], sent_at: datetime, recent: list[str]) -> str:
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
    if recent and draw.random() < 0.5:
        chain = draw.sample(recent, k=min(len(recent), draw.choice((1, 2, 4))))
        lines += [
            "References: " + "\n ".join(chain),
            f"In-Reply-To: {chain[-1]}",
        ]
        subject = f"Re: {subject}"
    lines += [f"From: {people[0]}", f"Date: {date}", f"Message-ID: {key}", f"Subject: {subject}", f"To: {people[1]}"]
    if people[2:]:
        lines.append("Cc: " + ",\n\t".join(people[2:]))
    if draw.random() < 0.25:
        lines += [
            "List-Id: News <news.lumen.example>",
            "List-Unsubscribe: <mailto:leave@lumen.example>",
            "Precedence: bulk",
        ]
    recent.append(key)
    del recent[:-40]
    return "\n".join([*lines, 'Content-Type: multipart/mixed; boundary="0000"']) + "\n"


OURS = """
import sys
from pathlib import Path
from connectors import mbox
from connectors.source import Source
count = parties = 0
for unit in mbox.split(Source(Path(sys.argv[1]))):
    for record in mbox.read(unit):
        count += 1
        parties += len(record.participants)
print(count, parties)
"""

STANDARD = """
import mailbox, sys
from email.header import decode_header, make_header
from email.parser import BytesHeaderParser
from email.utils import getaddresses, parsedate_tz, mktime_tz
parser = BytesHeaderParser()
box = mailbox.mbox(sys.argv[1])
count = parties = 0
def text(value):
    value = str(value)
    if "=?" not in value:
        return value
    try:
        return str(make_header(decode_header(value)))
    except (LookupError, ValueError):
        return value
for key in box.keys():
    stream = box.get_file(key)
    lines = []
    while (line := stream.readline()) not in (b"", b"\\n", b"\\r\\n"):
        lines.append(line)
    message = parser.parsebytes(b"".join(lines))
    for name in ("From", "To", "Cc"):
        for label, address in getaddresses(map(str, message.get_all(name, []))):
            text(label)
            parties += 1
    mktime_tz(parsedate_tz(message["Date"]))
    text(message["Subject"])
    fields = [message[name] for name in ("Message-ID", "References", "In-Reply-To", "List-Id", "X-Gmail-Labels")]
    count += 1
print(count, parties)
"""


def cpu_seconds(program: str, mailbox: Path) -> tuple[float, str]:
    """Run a program on a mailbox in a process of its own; return its CPU seconds and what it printed."""
    before = resource.getrusage(resource.RUSAGE_CHILDREN)
    done = subprocess.run([sys.executable, "-c", program, str(mailbox)], check=True, capture_output=True, text=True)
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    return (after.ru_utime - before.ru_utime) + (after.ru_stime - before.ru_stime), done.stdout.strip()


def compare(mailbox: Path, runs: int) -> dict[str, object]:
    """Time both sides in turn; return medians, their ratio, and whether they counted the same."""
    ours, standard = [], []
    for _ in range(runs):
        ours.append(cpu_seconds(OURS, mailbox))
        standard.append(cpu_seconds(STANDARD, mailbox))
    our_median, other_median = (statistics.median(seconds for seconds, _ in side) for side in (ours, standard))
    count = int(ours[0][1].split()[0])
    return {
        "megabytes": round(mailbox.stat().st_size / 1e6, 1),
        "messages": count,
        "runs": runs,
        "our_cpu_seconds": round(our_median, 3),
        "standard_cpu_seconds": round(other_median, 3),
        "our_microseconds_per_message": round(our_median / count * 1e6, 1),
        "ratio": round(other_median / our_median, 2),
        "same_messages_and_parties": {printed for _, printed in ours} == {printed for _, printed in standard},
    }


def main() -> None:
    """Make the mailbox, time both readers, print one JSON object."""
    parser = argparse.ArgumentParser(prog="python -m tests.benchmarks.mail", description=__doc__)
    parser.add_argument("--megabytes", type=float, default=32)
    parser.add_argument("--message-bytes", type=int, default=4_400)
    parser.add_argument("--runs", type=int, default=3)
    parser.add_argument("--file", type=Path, help="keep the mailbox here, and use it as it is when it exists")
    options = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        mailbox = options.file or Path(folder) / "benchmark.mbox"
        if not mailbox.exists():
            write_mailbox(mailbox, int(options.megabytes * 1e6), options.message_bytes)
        sys.stdout.write(json.dumps(compare(mailbox, options.runs), indent=1) + "\n")


if __name__ == "__main__":
    main()
