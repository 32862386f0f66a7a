"""Values of a hundred thousand letters, such as damage and malice make, are read in about the time of short ones."""

from __future__ import annotations

import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from connectors import contact_sheets, ics, mail_sheets, vcard
from connectors.source import Source

LONG = 100_000
SECONDS = 5  # of the processor; what searches again from each letter takes minutes


@contextmanager
def soon() -> Iterator[None]:
    """Fail where what happens in here takes much of the processor's time."""
    before = time.process_time()
    yield
    assert time.process_time() - before < SECONDS


@pytest.mark.parametrize(
    "line",
    [
        "N:" + "a" * LONG + "\\",
        "FN:" + ";" * LONG,
        "EMAIL:<" + "@" * LONG,
        "EMAIL:" + "mailto:" * (LONG // 7),
        "NOTE:x" + "\r\n" * LONG + "x",
        "PHOTO:x" + "\r\n x" * 4 * LONG,
        "NICKNAME;QUOTED-PRINTABLE:x" + "=\r\nx" * 4 * LONG,
        "TITLE" + ";QUOTED-PRINTABLE" * LONG,
        "TEL;" + "a" * LONG + '":1',
    ],
    ids=lambda line: line[:8],
)
def test_a_card_is_read_soon(tmp_path: Path, line: str) -> None:
    (tmp_path / "x.vcf").write_text(f"BEGIN:VCARD\r\nVERSION:3.0\r\nFN:Ana Falk\r\n{line}\r\nEND:VCARD\r\n", newline="")
    with soon():
        assert list(vcard.read(Source(tmp_path / "x.vcf")))


@pytest.mark.parametrize(
    "line",
    [
        "RRULE:FREQ=DAILY;COUNT=2;BYDAY=" + "," * LONG + "MO",
        "ATTENDEE;CN=x:<" + "@" * LONG,
        "SUMMARY:x" + "\n" * LONG + "x",
        "ORGANIZER;" + "a=" * (LONG // 2) + '":mailto:a@b.example',
    ],
    ids=lambda line: line[:8],
)
def test_a_meeting_is_read_soon(tmp_path: Path, line: str) -> None:
    (tmp_path / "x.ics").write_text(f"BEGIN:VEVENT\nUID:u\nDTSTART:20240304T100000Z\n{line}\nEND:VEVENT\n")
    with soon():
        assert list(ics.read(Source(tmp_path / "x.ics")))


@pytest.mark.parametrize("cell", ["a" * LONG, "a" + " " * LONG + "b", "/" * LONG, "." * LONG])
def test_a_row_is_read_soon(tmp_path: Path, cell: str) -> None:
    (tmp_path / "x.csv").write_text(f"Name,Email,Website,Phone\nIda,{cell},{cell},{cell}\n")
    (tmp_path / "y.csv").write_text(f"From,To,Date,Subject\nida@harbour.example,{cell},{cell},{cell}\n")
    with soon():
        assert list(contact_sheets.read(Source(tmp_path / "x.csv")))
        assert list(mail_sheets.read(Source(tmp_path / "y.csv")))
