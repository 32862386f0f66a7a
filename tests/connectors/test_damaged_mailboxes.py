"""Mailboxes as crashes, old systems and careless programs leave them: nothing in them may vanish, or be invented."""

from __future__ import annotations

from dataclasses import replace
from functools import partial
from pathlib import Path

import pytest

from connectors import mbox
from connectors.mail import windows
from connectors.records import Interaction, Record, Rejected
from tests.connectors.test_mbox import FROM_LINE, HEADER, MESSAGE, read, write

NEXT = f"{FROM_LINE}{HEADER}Message-ID: <next@sea.example>\n\nBody\n"


def keys(records: list[Record]) -> list[str]:
    return [record.natural_key if isinstance(record, Interaction) else str(record) for record in records]


@pytest.mark.parametrize("line_end", ["\n", "\r\n"])
@pytest.mark.parametrize("after", ["", "Lines: 9\n"])
def test_content_length_counts_as_the_last_field_too(tmp_path: Path, line_end: str, after: str) -> None:
    body = f"A mailbox:\n\n{FROM_LINE}{HEADER}Message-ID: <inner@sea.example>\n\nx\n".replace("\n", line_end)
    message = f"{FROM_LINE}{HEADER}Message-ID: <a@sea.example>\nContent-Length: {len(body)}\n{after}\n"
    content = message.replace("\n", line_end) + body + line_end + NEXT.replace("\n", line_end)
    assert keys(read(write(tmp_path, content.encode()))) == ["a@sea.example", "next@sea.example"]


@pytest.mark.parametrize("line", ["From ana@sea.example", "From ", "From ana@sea.example Thu Nov  8 15:00:05 07"])
def test_where_the_first_from_line_has_no_date_the_others_need_none(tmp_path: Path, line: str) -> None:
    body = "From here\n\nFrom now on: words\nFrom Ana, with love\nX\n"
    content = "".join(f"{line}\n{HEADER}Message-ID: <{number}@sea.example>\n\n{body}" for number in range(20))
    source = write(tmp_path, content + NEXT)
    expected = [*(f"{number}@sea.example" for number in range(20)), "next@sea.example"]
    assert keys(read(source)) == expected
    segments = list(mbox.split(source, 500))
    assert len(segments) > 5
    assert keys([record for segment in segments for record in mbox.read(segment)]) == expected
    assert keys(read(write(tmp_path, NEXT + content))) == ["next@sea.example"]


@pytest.mark.parametrize(
    "first", ["X-Y: z", "User-Agent: y", "DKIM-Signature: y\n z", "Content-Language: en", "ARC-Seal: y"]
)
def test_where_from_lines_have_no_date_a_message_begins_with_any_usual_field(tmp_path: Path, first: str) -> None:
    fields = ["Fnord: y", first, first]  # the first may be anything
    content = "".join(
        f"From \n{field}\n{HEADER}Message-ID: <{number}@sea.example>\n\nBody\n" for number, field in enumerate(fields)
    )
    assert keys(read(write(tmp_path, content))) == ["0@sea.example", "1@sea.example", "2@sea.example"]


def test_content_length_that_ends_within_a_line_ends_no_message(tmp_path: Path) -> None:
    content = f"{FROM_LINE}{HEADER}Message-ID: <a@sea.example>\nContent-Length: 2\n\n> {NEXT}\n{NEXT}"
    assert keys(read(write(tmp_path, content.encode()))) == ["a@sea.example", "next@sea.example"]


def test_lines_that_end_in_carriage_returns_are_lines(tmp_path: Path) -> None:
    content = "".join(MESSAGE.replace("<a@", f"<{number}@") for number in range(300))
    expected = read(write(tmp_path, content))
    source = write(tmp_path, content.replace("\n", "\r"))
    assert mbox.recognizes(source)
    assert read(source) == expected
    units = list(mbox.split(source, segment_bytes=5_000))
    assert len(units) > 8
    assert [record for unit in units for record in mbox.read(unit)] == expected
    longer = list(mbox.split(write(tmp_path, (content + NEXT).replace("\n", "\r")), segment_bytes=5_000))
    assert longer[: len(units) - 1] == units[:-1], "what grows keeps its cuts"
    assert keys(read(replace(source, offset=len(content)))) == ["next@sea.example"]


@pytest.mark.parametrize("window_bytes", range(60, 400, 29))
def test_carriage_returns_are_read_through_any_window(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, window_bytes: int
) -> None:
    source = write(tmp_path, (MESSAGE * 6).replace("\n", "\r"))
    monkeypatch.setattr(windows, "opened", partial(windows.opened, size=window_bytes))
    assert keys(read(source)) == ["a@sea.example"] * 6


@pytest.mark.parametrize("field", ["Received: from x by y\n" * 6_000, f"X-Spam: {'y' * 200_000}\n"])
def test_a_long_header_at_the_beginning_does_not_hide_a_mailbox(tmp_path: Path, field: str) -> None:
    source = write(tmp_path, f"{FROM_LINE}{field}{HEADER}Message-ID: <a@sea.example>\n\nBody\n{NEXT}", "Inbox")
    assert mbox.recognizes(source)
    assert keys(read(source)) == ["a@sea.example", "next@sea.example"]


@pytest.mark.parametrize("count", [1, 150, 300, 4_096, 300_000])
@pytest.mark.parametrize("before", ["", "torn words", "words\n"])
def test_a_message_behind_the_nuls_of_a_crash_is_read(tmp_path: Path, count: int, before: str) -> None:
    records = read(write(tmp_path, MESSAGE + before + "\0" * count + NEXT + MESSAGE))
    assert keys(records) == ["a@sea.example", "next@sea.example", "a@sea.example"]


@pytest.mark.parametrize("count", [1, 300, 300_000])
def test_a_message_behind_a_header_that_a_crash_cut_is_read(tmp_path: Path, count: int) -> None:
    torn = f"{FROM_LINE}{HEADER}Message-ID: <torn@sea.example>\nSubject: To"
    records = read(write(tmp_path, MESSAGE + torn + "\0" * count + NEXT + MESSAGE))
    assert keys(records) == ["a@sea.example", "torn@sea.example", "next@sea.example", "a@sea.example"]
    assert [record.subject for record in records if isinstance(record, Interaction)][1] == "To"


def test_nuls_at_the_beginning_are_reported_and_the_messages_behind_them_read(tmp_path: Path) -> None:
    source = write(tmp_path, "\0" * 512 + MESSAGE)
    assert mbox.recognizes(source)
    assert [type(record) for record in read(source)] == [Rejected, Interaction]
