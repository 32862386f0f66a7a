from __future__ import annotations

import os
import subprocess
import sys
from datetime import UTC, datetime, timedelta
from email.utils import format_datetime, formataddr
from functools import partial
from pathlib import Path
from typing import NamedTuple

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from connectors import mbox
from connectors.mail import windows
from connectors.records import Ignored, Interaction, Record, Rejected
from connectors.source import Source
from tests.benchmarks.mailboxes import messages

FROM_LINE = "From ana@sea.example Thu Nov  8 15:00:05 2007\n"
HEADER = "From: Ana <ana@sea.example>\nTo: bo@sea.example\nDate: Thu, 8 Nov 2007 15:00:05 +0100\n"
MESSAGE = f"{FROM_LINE}{HEADER}Message-ID: <a@sea.example>\n\nBody\n"


def write(folder: Path, content: str | bytes, name: str = "Archive.mbox") -> Source:
    path = folder / name
    path.write_bytes(content if isinstance(content, bytes) else content.encode())
    return Source(path)


def read(source: Source) -> list[Record]:
    return [record for unit in mbox.split(source) for record in mbox.read(unit)]


@pytest.mark.parametrize(
    "content",
    [
        MESSAGE,
        "\ufeff\r\n\r\n" + MESSAGE.replace("\n", "\r\n"),
        "From - \n" + HEADER,
        "From 1844347792267117879@xxx\n" + HEADER,
        "From ana@sea.example\n" + HEADER,
        FROM_LINE + "\nNo header at all\n",
    ],
)
def test_recognizes_mailboxes(tmp_path: Path, content: str) -> None:
    assert mbox.recognizes(write(tmp_path, content, "Inbox"))


@pytest.mark.parametrize(
    "content",
    [
        b"",
        b"\0" * 5_000,
        b"%PDF-1.7\n" + bytes(range(256)) * 20,
        b"From the beginning I liked it.\nReally.\n",
        b"From 2019 on, notes:\nfirst: this\n",
        b"From: ana@sea.example\nSubject: a message file\n\n",
        b"From : ana@sea.example\nTo: obsolete blanks, 2004\nSubject: x\n\n",
        b"BEGIN:VCALENDAR\nVERSION:2.0\n",
        b"First Name,Last Name\nFrom ,x\n",
    ],
)
def test_does_not_recognize_other_files(tmp_path: Path, content: bytes) -> None:
    assert not mbox.recognizes(write(tmp_path, content))


def test_a_mailbox_that_lost_its_beginning_is_recognized_by_its_name(tmp_path: Path) -> None:
    content = f"the end of a body\n\n{MESSAGE}"
    assert mbox.recognizes(write(tmp_path, content))
    assert not mbox.recognizes(write(tmp_path, content, "notes.txt"))
    assert [type(record) for record in read(write(tmp_path, content))] == [Rejected, Interaction]


def test_files_that_are_not_there_are_not_recognized(tmp_path: Path) -> None:
    assert not mbox.recognizes(Source(tmp_path / "nothing.mbox"))
    assert not mbox.recognizes(Source(tmp_path))


def test_members_of_archives_are_read_too(tmp_path: Path) -> None:
    unpacked = write(tmp_path, MESSAGE * 3).path
    source = Source(tmp_path / "takeout.zip", member="Takeout/Mail/Drafts.mbox", unpacked=unpacked)
    assert mbox.recognizes(source)
    assert mbox.context(source) == "Drafts"
    records = read(source)
    assert len(records) == 3
    assert all(isinstance(record, Interaction) and record.state == "draft" for record in records)


def test_a_reader_may_stop_early(tmp_path: Path) -> None:
    reader = mbox.read(write(tmp_path, MESSAGE * 3))
    next(reader)
    reader.close()  # type: ignore[attr-defined]


def test_a_truncated_last_message_is_still_read(tmp_path: Path) -> None:
    cut = MESSAGE + FROM_LINE + HEADER[:-20]
    assert [type(record) for record in read(write(tmp_path, cut))] == [Interaction, Interaction]
    assert [type(record) for record in read(write(tmp_path, MESSAGE + FROM_LINE[:20]))] == [Interaction]


def test_every_message_is_landed_rejected_or_ignored(tmp_path: Path) -> None:
    kinds = {
        MESSAGE: Interaction,
        f"{FROM_LINE}{HEADER}X-Mozilla-Status: 0008\n\nBody\n": Ignored,
        f"{FROM_LINE}X-Empty: yes\n\nBody\n": Rejected,
        f"{FROM_LINE}Date: never\nFrom: \0\n\n": Rejected,
    }
    expected = list(kinds.items()) * 5
    records = read(write(tmp_path, "".join(content for content, _ in expected)))
    assert [type(record) for record in records] == [kind for _, kind in expected]


def test_locations_are_offsets_in_the_file(tmp_path: Path) -> None:
    source = write(tmp_path, MESSAGE * 40)
    units = list(mbox.split(source, segment_bytes=1_000))
    assert len(units) > 3
    locations = [record.location for unit in units for record in mbox.read(unit) if isinstance(record, Interaction)]
    assert locations == [f"byte {number * len(MESSAGE)}" for number in range(40)]


def test_segments_hold_what_the_whole_holds(tmp_path: Path) -> None:
    content = b"".join(messages(60, 3_000))
    source = write(tmp_path, content)
    whole = list(mbox.read(source))
    assert len(whole) == 60
    for segment_bytes in (1, 700, 10_000, 50_000, len(content) - 1, len(content)):
        units = list(mbox.split(source, segment_bytes=segment_bytes))
        assert [record for unit in units for record in mbox.read(unit)] == whole
        assert sum(unit.length or len(content) for unit in units) == len(content)


def test_a_mailbox_that_grows_keeps_its_earlier_segments(tmp_path: Path) -> None:
    parts = list(messages(60, 3_000))
    for segment_bytes in (3_000, 10_000):
        whole = list(mbox.split(write(tmp_path, b"".join(parts)), segment_bytes=segment_bytes))
        for count in (20, 40, 59):
            before = list(mbox.split(write(tmp_path, b"".join(parts[:count])), segment_bytes=segment_bytes))
            assert whole[: len(before) - 1] == before[:-1]


@pytest.mark.parametrize("window_bytes", range(40, 400, 7))
def test_messages_do_not_depend_on_where_a_window_ends(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, window_bytes: int
) -> None:
    source = write(tmp_path, MESSAGE * 6)
    whole = list(mbox.read(source))
    assert len(whole) == 6
    monkeypatch.setattr(mbox, "HEADER_STRIDE", 10)
    monkeypatch.setattr(windows, "WINDOW_BYTES", window_bytes)
    monkeypatch.setattr(windows, "opened", partial(windows.opened, size=window_bytes))
    assert list(mbox.read(source)) == whole


@pytest.mark.parametrize("line_end", ["\n", "\0"])
@pytest.mark.parametrize("stride", [6, 7, 16, 60])
def test_messages_do_not_depend_on_where_a_look_at_text_ends(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, stride: int, line_end: str
) -> None:
    monkeypatch.setattr(mbox, "TEXT_STRIDE", stride)
    for letters in range(2 * stride):
        first = f"{MESSAGE}From: {'a ' * (letters // 2)}{'b' * letters}{line_end}"
        assert len(read(write(tmp_path, first + MESSAGE))) == 2, letters


def test_the_segments_of_a_large_mailbox_are_larger_from_the_ninth_on(tmp_path: Path) -> None:
    units = list(mbox.split(write(tmp_path, MESSAGE * 1_000), segment_bytes=10 * len(MESSAGE)))
    sizes = [(unit.length or 0) // len(MESSAGE) for unit in units]
    assert sizes == [10] * 8 + [40] * 23


def test_small_mailboxes_and_segments_are_left_whole(tmp_path: Path) -> None:
    source = write(tmp_path, MESSAGE)
    assert list(mbox.split(source)) == [source]
    segment = Source(source.path, offset=0, length=10)
    assert list(mbox.split(segment, segment_bytes=1)) == [segment]


class Told(NamedTuple):
    sender: tuple[str, str]
    recipients: list[tuple[str, str]]
    sent_at: datetime
    key: str
    subject: str


WORDS = st.text("abcdefghijklmnopqrstuvwxyz", min_size=1, max_size=8)
PEOPLE = st.tuples(st.text("Añß中 'bcXYZ.-", max_size=12).map(lambda name: " ".join(name.split())),
                   st.builds("{}@{}.example".format, WORDS, WORDS))  # fmt: skip
TOLD = st.builds(
    Told,
    PEOPLE,
    st.lists(PEOPLE, min_size=1, max_size=4),
    st.integers(40_000_000, 4_000_000_000).map(lambda seconds: datetime.fromtimestamp(seconds, UTC)),
    st.builds("{}.{}@{}.example".format, WORDS, WORDS, WORDS),
    st.text(st.characters(codec="ascii", categories=["L", "N", "P", "Zs"]), max_size=80).map(
        lambda text: " ".join(text.replace("=?", "").split())
    ),
)
BODIES = st.lists(
    st.sampled_from(["Hello", "From here on", "From 2001 on", "> From ana 2002", ">From x 2003", "Subject: no", ""]),
    max_size=5,
).map("\n".join)


@settings(deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.lists(st.tuples(TOLD, BODIES), min_size=1, max_size=5), st.sampled_from(["\n", "\r\n"]))
def test_generated_messages_come_back(tmp_path: Path, told: list[tuple[Told, str]], line_end: str) -> None:
    lines: list[str] = []
    for message, body in told:
        lines += [
            f"From {message.sender[1]} {message.sent_at:%a %b %d %H:%M:%S %Y}",
            f"From: {formataddr(message.sender)}",
            "To: " + ",\n\t".join(map(formataddr, message.recipients)),
            f"Date: {format_datetime(message.sent_at - timedelta(0))}",
            f"Message-ID: <{message.key}>",
            f"Subject: {message.subject}",
            "",
            body,
            "",
        ]
    records = read(write(tmp_path, "\n".join(lines).replace("\n", line_end)))
    found = [
        Told(
            record.participants[0][1:3],
            [party[1:3] for party in record.participants[1:]],
            record.occurred_at,
            record.natural_key,
            record.subject,
        )
        for record in records
        if isinstance(record, Interaction)
    ]
    assert found == [message for message, _ in told]


FRAGMENTS = st.sampled_from(
    [
        b"\nFrom ana Thu Nov  8 15:00:05 2007\n", b"From - \n", b"\nFrom 1@xxx\n", b">From x\n", b"From: ", b"Date: ",
        b"Content-Length: 5\n", b"Content-Length: 99999999999999999999\n", b"Thu, 8 Nov 2007 15:00:05 +0100\n",
        b"Message-ID: <", b"X-Gmail-Labels: ,\"", b"X-GM-THRID: \xb2\n", b"X-Mozilla-Status: zz\n", b"Subject: =?",
        b"List-Id:\n", b"To: ", b"ana@sea.example", b"=?utf-8?Q?=FF?=",
        b"<>", b",;:()", b"\n", b"\r\n", b"\0", b"\xff\xfe",
    ]
)  # fmt: skip


@settings(deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.binary(max_size=400) | st.lists(FRAGMENTS | st.binary(max_size=8), max_size=40).map(b"".join))
def test_arbitrary_bytes_never_raise(tmp_path: Path, content: bytes) -> None:
    source = write(tmp_path, content)
    mbox.recognizes(source)
    for record in read(source):
        repr(record).encode()
    assert read(source) == list(mbox.read(source))


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    st.lists(st.sampled_from([MESSAGE, f"{FROM_LINE}{HEADER}X-Mozilla-Status: 0008\n\nBody\n",
                              f"{FROM_LINE}X-Empty: yes\n\nBody\n", f"{FROM_LINE}{HEADER}Content-Length: 5\n\nBody\n",
                              f"From - \n{HEADER}\nBody\n\n"]), max_size=30),
    st.sampled_from(["\n", "\r\n"]),
    st.integers(1, 3_000),
)  # fmt: skip
def test_records_are_as_many_as_messages_however_they_are_cut(
    tmp_path: Path, parts: list[str], line_end: str, segment_bytes: int
) -> None:
    source = write(tmp_path, "".join(parts).replace("\n", line_end).encode())
    whole = list(mbox.read(source))
    assert len(whole) == len(parts)
    units = list(mbox.split(source, segment_bytes=segment_bytes))
    assert [record for unit in units for record in mbox.read(unit)] == whole


def test_a_mailbox_that_shrinks_while_it_is_read_ends_the_reading_and_nothing_else(tmp_path: Path) -> None:
    source = write(tmp_path, b"".join(messages(3_000, 3_000)))
    reader = mbox.read(source)
    first = next(reader)
    write(tmp_path, MESSAGE)
    assert all(isinstance(record, Interaction | Rejected) for record in [first, *reader])


def test_memory_does_not_grow_with_the_mailbox(tmp_path: Path) -> None:
    program = (
        "import sys, tracemalloc; from pathlib import Path\n"
        "from connectors import mbox; from connectors.source import Source\n"
        "tracemalloc.start()\n"
        "count = sum(1 for unit in mbox.split(Source(Path(sys.argv[1]))) for _ in mbox.read(unit))\n"
        "print(count, tracemalloc.get_traced_memory()[1])"
    )
    (tmp_path / "x.mbox").write_bytes(b"".join(messages(200, 200_000)))
    command = [sys.executable, "-c", program, str(tmp_path / "x.mbox")]
    environment = {**os.environ, "PYTHONPATH": os.pathsep.join(sys.path)}
    output = subprocess.run(command, capture_output=True, text=True, check=True, env=environment).stdout.split()
    assert int(output[0]) == 200
    assert (tmp_path / "x.mbox").stat().st_size > 20_000_000
    assert int(output[1]) < 12_000_000
