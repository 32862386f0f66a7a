"""What a mailbox is known by, and read by: where its header blocks lie."""

from __future__ import annotations

import re
from itertools import pairwise
from pathlib import Path

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from connectors import mbox
from connectors.mail import from_lines
from tests.benchmarks.mailboxes import messages
from tests.connectors.test_mbox import FRAGMENTS, FROM_LINE, HEADER, MESSAGE, write


def test_what_is_surveyed_is_what_is_read(tmp_path: Path) -> None:
    source = write(tmp_path, b"preamble\n" + b"".join(messages(30, 3_000)))
    surveyed: list[bytes] = []
    mbox.survey(source, surveyed.append)
    read: list[bytes] = []
    assert len(list(mbox.read(source, read.append))) == 31
    assert read == surveyed
    assert len(surveyed) == 31


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.lists(FRAGMENTS | st.binary(max_size=8), max_size=30).map(b"".join), st.data())
def test_where_records_differ_so_does_the_survey(tmp_path: Path, content: bytes, data: st.DataObject) -> None:
    content = MESSAGE.encode() + content
    changed = bytearray(content)
    changed[data.draw(st.integers(0, len(content) - 1))] = data.draw(st.sampled_from(b"\n\0x: F"))
    for name in ("1", "2"):
        (tmp_path / name).mkdir(exist_ok=True)
    one, other = write(tmp_path / "1", content), write(tmp_path / "2", bytes(changed))
    surveys: list[list[bytes]] = [[], []]
    mbox.survey(one, surveys[0].append)
    mbox.survey(other, surveys[1].append)
    if surveys[0] == surveys[1]:
        assert list(mbox.read(one)) == list(mbox.read(other))


# Messages of all shapes, but for lengths told, which the plain way below does not know.
FROM_LINES = st.sampled_from([FROM_LINE, "From - \n", "From x 2007\n>From y 2006\n", "From x\n", "From : 1999\n"])
FIELDS = st.sampled_from([HEADER, HEADER, "X: 1\r\n", "X: \r1\n", " folded\n", "Content-Lines: 9\n", "no field\n"])
BLANKS = st.sampled_from(["\n", "\n", "\r\n", "\r\n\n", "\n\r\n", "", "", " \n"])
BODIES = st.sampled_from(["", "", "Body\n", "x" * 300, "From y 2007" * 30, "From Fr F\n", "Base64" * 900 + "\n"])
ENDS = st.sampled_from(["\n", "", "", "\r\n", "From "])
SHAPES = st.tuples(FROM_LINES, FIELDS, BLANKS, BODIES, ENDS).map("".join)


@settings(max_examples=150, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.lists(SHAPES, max_size=10).map("".join))
def test_messages_are_where_a_search_through_all_of_the_mailbox_finds_them(tmp_path: Path, text: str) -> None:
    content = f"{MESSAGE}{text}".encode()
    begins = [
        match.start() for match in re.finditer(rb"(?m)^From ", content) if from_lines.MESSAGE(content, match.start())
    ]
    ends = [match.start() for begin in begins for match in [mbox.BLANK_LINE.search(content, begin)] if match]
    expected = []
    for begin, stop in pairwise([*begins, len(content)]):
        end = min([stop, *(end for end in ends if end > begin)])
        expected.append(b"%d " % begin + content[begin:end])
    told: list[bytes] = []
    mbox.survey(write(tmp_path, content), told.append)
    assert told == expected
