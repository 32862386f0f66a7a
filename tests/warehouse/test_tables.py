from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import duckdb
import polars as pl
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from connectors.records import Contact, Ignored, Participant, Record, Rejected, Skill
from connectors.source import Source
from tests.inboxes import (
    BEGIN,
    land_inbox,
    write_all,
)
from tests.warehouse.plugged import Plug, interaction, landed_rows, only_unit
from warehouse import tables
from warehouse.landing import Landing, landed_units, table_files


def test_every_landed_column_has_the_type_that_sql_expects(tmp_path: Path, plug: Plug) -> None:
    plug(lambda source: iter([Contact("row 1", "note"), interaction(1, "s", (Participant("from"),))]))
    land_inbox(write_all(tmp_path / "inbox", {"x": b"plugged"}), tmp_path / "landing")
    files = table_files(Landing(tmp_path / "landing"), landed_units(Landing(tmp_path / "landing")), "interactions")
    with duckdb.connect() as connection:
        described = connection.execute("describe from read_parquet($1)", [str(files[0])]).fetchall()
    types_of = {column[0]: column[1] for column in described}
    assert types_of["occurred_at"] == types_of["ended_at"] == types_of["landed_at"] == "TIMESTAMP WITH TIME ZONE"
    assert types_of["subject"] == types_of["unit_id"] == "VARCHAR"
    assert types_of["is_all_day"] == "BOOLEAN"
    assert types_of["revision"] == types_of["interaction_number"] == "BIGINT"


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    texts=st.lists(st.text(st.characters(codec=None), max_size=12), min_size=1, max_size=5),
    numbers=st.lists(st.integers(), min_size=1, max_size=5),
)
def test_no_text_and_no_number_is_too_strange_to_land(tmp_path: Path, texts: list[str], numbers: list[int]) -> None:
    count = min(len(texts), len(numbers))
    frame = tables.frame("skills", [texts[:count], texts[:count]], "u")
    frame.write_parquet(tmp_path / "x.parquet")
    assert not any("\0" in text for text in pl.read_parquet(tmp_path / "x.parquet")["name"])
    contact = [*Contact("row", "note", emails=tuple(texts), phones=("", *texts)), numbers[0], BEGIN]
    landed = tables.frame("contacts", [[value] for value in contact], "u")
    assert len(landed["emails"][0]) == len(texts)
    assert len(landed["phones"][0]) == len(texts) + 1


@pytest.mark.parametrize("count", [3, 1_000])
def test_lists_of_texts_are_kept_as_they_are(count: int) -> None:
    values = [("a", "b"), (), ("", ""), ("c",)] * count
    contacts = [Contact("row", "note", emails=value) for value in values]
    columns = [*zip(*contacts, strict=True), range(len(values)), [BEGIN] * len(values)]
    assert tables.frame("contacts", columns, "u")["emails"].to_list() == [list(value) for value in values]


def test_a_large_unit_is_written_in_parts(tmp_path: Path, plug: Plug, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(tables, "CHUNK_ROWS", 10)
    monkeypatch.setattr(tables, "RECORDS_AT_ONCE", 10)
    plug(lambda source: (interaction(number, "", (Participant("from"), Participant("to"))) for number in range(35)))
    land_inbox(write_all(tmp_path / "inbox", {"x": b"plugged"}), tmp_path / "landing")
    assert only_unit(tmp_path / "landing").parts == {"interactions": 4, "participants": 4}
    assert landed_rows(tmp_path / "landing", "interactions")["interaction_number"].to_list() == list(range(1, 36))
    assert landed_rows(tmp_path / "landing", "participants")["interaction_number"].to_list() == sorted(
        [*range(1, 36)] * 2
    )


def test_participants_are_numbered_within_their_interaction_and_it_may_have_none(tmp_path: Path, plug: Plug) -> None:
    sizes = [2, 0, 3, 1]
    plug(lambda source: (interaction(number, "", (Participant("to"),) * size) for number, size in enumerate(sizes)))
    land_inbox(write_all(tmp_path / "inbox", {"x": b"plugged"}), tmp_path / "landing")
    landed = landed_rows(tmp_path / "landing", "participants")
    assert landed.select("interaction_number", "participant_number").rows() == [
        (1, 1), (1, 2), (3, 1), (3, 2), (3, 3), (4, 1),
    ]  # fmt: skip


def test_records_are_landed_rejected_or_ignored_and_none_is_lost(tmp_path: Path, plug: Plug) -> None:
    def read(source: Source) -> Iterator[Record]:
        yield Contact("row 1", "connection", "Ida Brandt", emails=("ida@harbour.example", "i@fjord.example"))
        yield interaction(1, "One place, two records", (Participant("from", "Ida"), Participant("to", is_owner=True)))
        yield Skill("row 2", "dbt")
        yield Rejected("no date", "row 3", "x" * 5_000)
        yield Ignored("ghost row", "row 4")
        yield Ignored("private", "all rows", 7)

    plug(read)
    land_inbox(write_all(tmp_path / "inbox", {"x": b"plugged"}), tmp_path / "landing")
    landed = only_unit(tmp_path / "landing")
    assert (landed.records, landed.rejected, landed.ignored) == (2 + 1 + 8, 1, 8)
    assert landed.ignored_reasons == {"ghost row": 1, "private": 7}
    assert landed.counts == {
        "contacts": 1, "interactions": 1, "participants": 2, "tenures": 0, "skills": 1, "rejected": 1
    }  # fmt: skip
    assert landed_rows(tmp_path / "landing", "contacts")["emails"].to_list() == [
        ["ida@harbour.example", "i@fjord.example"]
    ]
    assert len(landed_rows(tmp_path / "landing", "rejected")["excerpt"][0]) == 200
    participants = landed_rows(tmp_path / "landing", "participants")
    assert participants["role"].to_list() == ["from", "to"]
    assert participants["interaction_number"].to_list() == [1, 1]
    assert participants["is_owner"].to_list() == [False, True]
    assert not table_files(Landing(tmp_path / "landing"), [landed], "tenures")
