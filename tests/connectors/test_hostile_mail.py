"""Files made to crash a reader of mail, or to hang it: each is read in seconds, and every message is accounted for."""

from __future__ import annotations

import time
from pathlib import Path

import pytest

from connectors import mbox, message_files
from connectors.records import Ignored, Interaction, Record, Rejected
from connectors.source import Source

# The issue allows ten seconds a file; a busy machine is given no more.
LONGEST_SECONDS = 10

FROM_LINE = b"From ana@sea.example Thu Nov  8 15:00:05 2007\n"
PLAIN = b"From: Ana <ana@sea.example>\nTo: bo@sea.example\nDate: Thu, 8 Nov 2007 15:00:05 +0100\n"
PEOPLE = b", ".join(b'"P, %d" <p%d@sea.example>' % (number, number) for number in range(100_000))

HEADERS = {
    "nul bytes": PLAIN + b"Subject: a\0b\0\nX: " + b"\0" * 100_000 + b"\n",
    "a line of ten megabytes": PLAIN + b"X-Long: " + b"x" * 10_000_000 + b"\nSubject: after it\n",
    "a subject of ten megabytes": PLAIN + b"Subject: " + b"word " * 2_000_000 + b"\n",
    "endless encoded words": PLAIN + b"Subject: " + b"=?utf-8?B?YQ==?= " * 50_000 + b"\n",
    "words that never end": PLAIN + b"Subject: " + b"=?utf-8?Q?" * 50_000 + b"\n",
    "a hundred thousand recipients": PLAIN + b"Cc: " + PEOPLE + b"\n",
    "bare carriage returns": PLAIN.replace(b"\n", b"\r") + b"X: y\r" * 50_000 + b"\n",
    "deep groups": PLAIN + b"Cc: " + b"g:" * 50_000 + b"a@b.example" + b";" * 50_000 + b"\n",
    "deep comments": PLAIN + b"Cc: " + b"(" * 50_000 + b"a@b.example" + b")" * 50_000 + b"\n",
    "unbalanced quotes": PLAIN + b"Cc: " + b'"\\' * 100_000 + b"\n",
    "unbalanced angles": PLAIN + b"Cc: " + b"<" * 200_000 + b"\n",
    "many references": PLAIN + b"References: " + b"<a@b.example>\n " * 60_000 + b"<z@b.example>\n",
    "many fields of a name": PLAIN + b"To: x@b.example\n" * 60_000,
    "many labels": PLAIN + b"X-Gmail-Labels: " + b'"a,\\"' * 50_000 + b"\n",
    "an endless date": b"From: a@b.example\nDate: " + b"1 Jan " * 100_000 + b"\n",
    "flags without end": PLAIN + b"X-Status: " + b"D" * 100_000 + b"1\n",
    "an address spelled out without end": PLAIN + b"Cc: Ana <ana at " + b"." * 100_000 + b" x>\n",
    "many of them": PLAIN + b"Cc: " + (b"ana at " + b"." * 3_900 + b" x, ") * 200 + b"\n",
    "folds without end": PLAIN + b"Subject: x" + b"\n " * 400_000 + b"\n",
}
MAILBOXES = {
    "messages without blank lines": (FROM_LINE + b"A: b\n") * 10_000,
    "years upon years": (b"From " + b"2020" * 490 + b"\n" + b"n" * 2_000 + b"\n") * 2_000,
    "quoted From_ lines": FROM_LINE + (b">From " + b"x" * 1_900 + b"\n") * 2_000 + b"From: a@b.example\n",
    "From after NULs": FROM_LINE + PLAIN + b"\n" + b"\0From " * 300_000,
    "nothing but From": b"From " * 200_000,
    "nothing but line feeds": FROM_LINE + PLAIN + b"\n" * 5_000_000,
    "lengths that lie": (FROM_LINE + PLAIN + b"Content-Length: 999999999999999\n\nBody\n") * 5_000,
    "lengths of nothing": (FROM_LINE + PLAIN + b"Content-Length: 0\n\n") * 5_000,
    "a header without end": FROM_LINE + PLAIN + b"X-More: and more\n" * 500_000,
}


def read(source: Source) -> list[Record]:
    start = time.process_time()
    module = mbox if source.name.endswith(".mbox") else message_files
    module.recognizes(source)
    records = [record for unit in module.split(source) for record in module.read(unit)]
    assert time.process_time() - start < LONGEST_SECONDS
    repr(records).encode()
    return records


@pytest.mark.parametrize("kind", HEADERS)
def test_a_hostile_header_is_read_or_rejected_in_time(tmp_path: Path, kind: str) -> None:
    (tmp_path / "1.eml").write_bytes(HEADERS[kind] + b"\nBody\n")
    assert len(read(Source(tmp_path / "1.eml"))) == 1
    (tmp_path / "x.mbox").write_bytes(FROM_LINE + HEADERS[kind] + b"\nBody\n" + FROM_LINE + PLAIN + b"\nNext\n")
    records = read(Source(tmp_path / "x.mbox"))
    assert isinstance(records[-1], Interaction), "the next message is not harmed"
    assert len(records) == 2


@pytest.mark.parametrize("kind", MAILBOXES)
def test_a_hostile_mailbox_is_read_in_time_and_in_segments_as_in_whole(tmp_path: Path, kind: str) -> None:
    (tmp_path / "x.mbox").write_bytes(MAILBOXES[kind])
    source = Source(tmp_path / "x.mbox")
    records = read(source)
    assert records
    assert all(isinstance(record, Interaction | Rejected | Ignored) for record in records)
    assert len({record.location for record in records}) == len(records)


def test_what_every_sender_of_a_hundred_thousand_recipients_said_is_kept(tmp_path: Path) -> None:
    (tmp_path / "1.eml").write_bytes(HEADERS["a hundred thousand recipients"] + b"\n")
    (record,) = read(Source(tmp_path / "1.eml"))
    assert isinstance(record, Interaction)
    assert record.participants[0].email == "ana@sea.example"
    assert len(record.participants) > 20_000, "as many as the longest header holds"
