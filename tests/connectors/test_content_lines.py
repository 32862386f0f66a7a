"""Content lines are cut alike for their values and for their places in the file."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from connectors.content_lines import cut
from connectors.records import Rejected
from tests.connectors.calendars import event, read

LINES = st.sampled_from(
    [
        "SUMMARY;ENCODING=QUOTED-PRINTABLE:a=", "X;quoted-printable;CHARSET=utf-8:b=", "A;QUOTED-PRINTABLE=",
        "SUMMARY;ENCODING=QUOTED-", " PRINTABLE:x=", "b=", "=", "", " ", " c", "\td=", "TEL:1", "TEL:1=", "junk=", ":",
        "BEGIN:VALARM", "END:VALARM",
    ]
)  # fmt: skip


@given(st.lists(LINES, max_size=12))
def test_every_line_has_a_number_whatever_it_is_joined_of(lines: list[str]) -> None:
    document = cut("\n".join(["BEGIN:VEVENT", *lines, "END:VEVENT"]).encode())
    for component in document.components:
        numbered = document.numbered_lines(component)
        assert len(numbered) == len(document.own_lines(component))
        assert [number for number, _ in numbered] == sorted({number for number, _ in numbered})


@pytest.mark.parametrize("encoding", ["ENCODING=QUOTED-PRINTABLE", "Quoted-Printable"])
def test_what_is_wrong_below_a_line_in_parts_is_told_at_its_own_line(encoding: str) -> None:
    records = read(event(f"SUMMARY;{encoding}:Gr=C3=BC=\n=C3=9Fe", "DTSTART:20240301T100000Z", "DTEND:noon"))
    assert [record.subject for record in records if not isinstance(record, Rejected)] == ["Grüße"]
    assert [record.location for record in records if isinstance(record, Rejected)] == ["line 8"]
