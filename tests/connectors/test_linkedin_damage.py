"""Exports that were damaged on their way: nothing breaks the reader, and no row is passed over."""

from __future__ import annotations

import csv
import io
import json
import tempfile
from datetime import date
from pathlib import Path

from hypothesis import given, settings
from hypothesis import strategies as st

from connectors import linkedin
from connectors.linkedin.files import IGNORED, file_key, find_reader
from connectors.linkedin.people import NO_DAYS, UNKNOWN_COLUMNS
from connectors.linkedin.sheets import decode, parse_whole
from connectors.linkedin.snapshots import FILES_OF_DOMAIN, IGNORED_DOMAINS
from connectors.records import Ignored, Record
from connectors.source import Source
from connectors.tables import parse

FIXTURES = Path(__file__).parents[1] / "fixtures" / "linkedin"
SHEETS = sorted(path for path in FIXTURES.rglob("*.csv") if file_key(path.name) not in IGNORED)
SNAPSHOTS = sorted(path for path in FIXTURES.rglob("*.json*") if path.parent != FIXTURES)
DAMAGE = [
    b'"',
    b'""',
    b"\n",
    b"\r\n",
    b"\r",
    b",",
    b";",
    b"\t",
    b"\0",
    b"\xff",
    b"\xe2\x80",
    b"\\",
    b",,,,,,\n",
    b"13/13/13",
]
ROWS = st.lists(
    st.dictionaries(
        st.sampled_from(["First Name", "Last Name", "URL", "Connected On", "FROM", "TO", "DATE", "Name", "Skill Name"]),
        st.none() | st.booleans() | st.integers() | st.text(max_size=8) | st.lists(st.text(max_size=3), max_size=2),
        max_size=7,
    )
    | st.text(max_size=3)
    | st.none(),
    max_size=5,
)


def read(name: str, content: bytes) -> list[Record]:
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / name
        path.write_bytes(content)
        source = Source(path, observed_on=date(2026, 3, 9))
        assert isinstance(linkedin.recognizes(source), bool)
        return list(linkedin.read(source))


def damaged(content: bytes, data: st.DataObject, damage: list[bytes]) -> bytes:
    changed = bytearray(content)
    for _ in range(data.draw(st.integers(1, 5))):
        at = data.draw(st.integers(0, len(changed)))
        changed[at : at + data.draw(st.integers(0, 30))] = data.draw(st.sampled_from(damage) | st.binary(max_size=6))
    return bytes(changed)


def rows_below_header(name: str, content: bytes) -> set[str] | None:
    """Return the locations of all rows that are not blank, ``None`` where the header is not known."""
    text = decode(content)
    found = find_reader(file_key(name), text)
    if found is None:
        return None
    layout = found[1]
    # What ends within a quotation is a row all the same.
    records = list(csv.reader([*io.StringIO(text, newline=""), "\0"], delimiter=layout.delimiter))
    if records and records[-1] == ["\0"]:
        del records[-1]
    below = range(layout.header_index + 1, len(records))
    return {f"row {number + 1}" for number in below if records[number]}


@settings(max_examples=80, deadline=None)
@given(st.sampled_from(SHEETS), st.data())
def test_every_row_of_a_damaged_file_is_accounted_for(path: Path, data: st.DataObject) -> None:
    content = damaged(path.read_bytes(), data, DAMAGE)
    records = read(path.name, content)
    expected = rows_below_header(path.name, content)
    if expected is None:
        assert len(records) in (1, 2)
        assert records[0].location == "row 1"
    else:
        # Of a header, it may be told which column is missing, or unknown.
        told = [
            record for record in records if not getattr(record, "reason", "").startswith((NO_DAYS, UNKNOWN_COLUMNS))
        ]
        assert {record.location for record in told} == expected


@settings(max_examples=40, deadline=None)
@given(st.sampled_from(SNAPSHOTS), st.data())
def test_damaged_snapshots_never_break_the_reader(path: Path, data: st.DataObject) -> None:
    content = damaged(path.read_bytes(), data, [b"{", b"}", b"[", b"]", b'"', b"\n", b"null", b"1e999", b"\xff"])
    assert read(path.name, content) or not content.strip()


@settings(max_examples=60, deadline=None)
@given(st.sampled_from([*FILES_OF_DOMAIN, *IGNORED_DOMAINS, "TELEPATHY"]), st.booleans(), ROWS)
def test_every_row_of_a_snapshot_is_accounted_for(domain: str, is_upper: bool, rows: list[object]) -> None:
    element = {"snapshotDomain": domain.upper() if is_upper else domain, "snapshotData": rows}
    records = read("snapshot.json", json.dumps({"elements": [element]}).encode())
    whole = [record.record_count for record in records if isinstance(record, Ignored) and "all rows" in record.location]
    places = {record.location for record in records if "all rows" not in record.location}
    assert sum(whole) + len(places) == len(rows)


QUOTED = st.lists(st.sampled_from(['"', '","', '"\n"', '"\r\n"', "a", '""', "\n", ","])).map("".join)


@settings(max_examples=200, deadline=None)
@given(st.text('",\n\ra;', max_size=60) | QUOTED | QUOTED.map('"{}"\n"a","b"\n'.format))
def test_the_fast_way_through_quoted_fields_is_the_usual_one(text: str) -> None:
    assert parse_whole(text, ",") == [tuple(cells) for cells in parse(text, ",")]
