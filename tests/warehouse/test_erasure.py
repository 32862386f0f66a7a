from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta
from email.utils import format_datetime
from pathlib import Path

import polars as pl
import pytest

from connectors.records import Participant, Record
from connectors.source import Source
from tests.inboxes import AS_OF, BEGIN, calendar, connections, land_inbox, tree, write_all
from tests.warehouse.plugged import Plug, interaction, landed_rows, only_unit
from tests.warehouse.whom_to_forget import (
    IDA,
    TO_TOVE,
    TOVE,
    forgetting,
    remember,
)
from warehouse.erasure import erase, units_with
from warehouse.files import exchange, restore
from warehouse.forgetting import GONE, REASON
from warehouse.forgotten import (
    KEY_NAME,
    Forgotten,
    ForgottenKeyMissing,
    Known,
    forgotten_beside,
)
from warehouse.landing import Landing, landed_units


def letter(number: int, sender: str, to: str = "Tove Lind <tove@fjord.example>", subject: str = "Note") -> bytes:
    sent_at = format_datetime(BEGIN + timedelta(hours=number))
    head = f"Message-ID: <{number}@post.example>\nFrom: {sender}\nTo: {to}\nDate: {sent_at}\nSubject: {subject}"
    return f"From x Mon Mar  4 09:30:00 2024\n{head}\n\nText.\n\n".encode()


def inbox_with(folder: Path) -> Path:
    letters = [
        letter(1, "Ida Brandt <ida@harbour.example>"),
        letter(2, "Bo Falk <bo@reef.example>"),
        letter(3, "Bo Falk <bo@reef.example>", "tove@fjord.example, ida@harbour.example", "For Ida Brandt"),
        letter(4, "tove@fjord.example", "IDA+work@harbour.example"),
        letter(5, "bo@reef.example", subject="Invitation: sail (ida@harbour.example)"),
    ]
    return write_all(
        folder,
        {"mail.mbox": b"".join(letters), "plan.ics": calendar(3), "Connections.csv": connections(4)},
    )


def without_ledger(landing: Path) -> dict[str, bytes]:
    return {name: content for name, content in tree(landing).items() if name != "ledger.json"}


def test_what_is_forgotten_afterwards_is_as_if_it_had_never_been_landed(tmp_path: Path) -> None:
    inbox = inbox_with(tmp_path / "inbox")
    profile = Known("", "https://www.linkedin.com/in/ida-2", "")
    forgotten = forgetting(IDA, profile)
    for name in ("before", "after"):
        (tmp_path / name).mkdir()
    remember(tmp_path / "before", forgotten)
    land_inbox(inbox, tmp_path / "before" / "landing")
    land_inbox(inbox, tmp_path / "after" / "landing")
    erased = erase(Landing(tmp_path / "after" / "landing"), forgotten)
    assert {each.manifest.source_path for each in erased} == {"mail.mbox", "plan.ics", "Connections.csv"}
    assert without_ledger(tmp_path / "after" / "landing") == without_ledger(tmp_path / "before" / "landing")
    assert erase(Landing(tmp_path / "after" / "landing"), forgotten) == []


def test_no_trace_is_left_and_every_record_is_accounted_for(tmp_path: Path) -> None:
    place = Landing(tmp_path / "landing")
    land_inbox(inbox_with(tmp_path / "inbox"), place.root)
    before = {unit.source_path: unit for unit in landed_units(place)}
    erase(place, forgetting(IDA, Known("", "", IDA.name)))
    for unit in landed_units(place):
        assert unit.records == before[unit.source_path].records
        tables = [pl.read_parquet(path) for path in (place.root / unit.folder).glob("*.parquet")]
        assert not any(trace in str(table.rows()).lower() for table in tables for trace in ("ida@", "ida brandt"))
    mail = next(unit for unit in landed_units(place) if unit.source_path == "mail.mbox")
    assert (mail.ignored, mail.ignored_reasons) == (2, {REASON: 2})
    assert mail.counts["interactions"] == 3
    subjects = landed_rows(place.root, "interactions").filter(pl.col("kind") == "email")["subject"].to_list()
    assert subjects == ["Note", f"For {GONE}", f"Invitation: sail ({GONE})"]
    parties = landed_rows(place.root, "participants").filter(pl.col("unit_id") == mail.unit_id)
    assert parties.group_by("interaction_number", maintain_order=True).len()["len"].to_list() == [2, 3, 2]


def test_neither_the_same_files_nor_new_ones_nor_a_new_version_bring_anybody_back(tmp_path: Path, plug: Plug) -> None:
    def read(source: Source) -> Iterator[Record]:
        yield interaction(1, parties=(Participant("from", "Ida", "Ida@Harbour.example"), TO_TOVE))
        yield interaction(2, parties=(Participant("from", "Bo", "bo@reef.example"), TO_TOVE))

    plug(read)
    inbox, landing = write_all(tmp_path / "inbox", {"a": b"plugged 1"}), tmp_path / "landing"
    land_inbox(inbox, landing)
    remember(tmp_path, forgetting(IDA))
    erase(Landing(landing), forgotten_beside(landing))
    plug(read, version=2)
    write_all(inbox, {"b": b"plugged 2"})
    assert len(land_inbox(inbox, landing).landed) == 2
    assert set(landed_rows(landing, "participants")["email"]) == {"bo@reef.example", TOVE.email}
    assert units_with(Landing(landing), forgotten_beside(landing)) == []
    assert [(unit.records, unit.ignored) for unit in landed_units(Landing(landing))] == [(2, 1), (2, 1)]


def test_what_was_landed_earlier_keeps_its_time_when_the_file_grows(tmp_path: Path, plug: Plug) -> None:
    def read(source: Source) -> Iterator[Record]:
        for number in range(source.path.stat().st_size - len("plugged")):
            sender = "ida@harbour.example" if number < 3 else f"{number}@reef.example"
            yield interaction(number, parties=(Participant("from", "", sender), Participant("to", "", TOVE.email)))

    plug(read)
    landing = tmp_path / "landing"
    land_inbox(write_all(tmp_path / "inbox", {"a": b"plugged" + bytes(5)}), landing)
    land_inbox(write_all(tmp_path / "inbox", {"a": b"plugged" + bytes(8)}), landing, AS_OF + timedelta(days=1))
    remember(tmp_path, forgetting(IDA))
    erase(Landing(landing), forgotten_beside(landing))
    (mark,) = only_unit(landing).landed_earlier
    assert mark.interactions == 2
    days = landed_rows(landing, "interactions")["landed_at"].dt.date().to_list()
    assert days == [AS_OF] * 2 + [AS_OF + timedelta(days=1)] * 3


def test_a_rewrite_that_is_cut_off_loses_no_unit(tmp_path: Path) -> None:
    unit, replacement = tmp_path / "unit", tmp_path / "new"
    write_all(tmp_path, {"unit/manifest.json": b"old", "new/manifest.json": b"new"})
    unit.rename(tmp_path / "unit.aside")
    restore(tmp_path)
    assert tree(unit) == {"manifest.json": b"old"}
    exchange(unit, replacement)
    write_all(tmp_path, {"unit.aside/manifest.json": b"old"})
    restore(tmp_path)
    assert tree(tmp_path) == {"unit/manifest.json": b"new"}


def test_without_the_right_key_nothing_is_landed(tmp_path: Path) -> None:
    inbox, landing = inbox_with(tmp_path / "inbox"), tmp_path / "landing"
    remember(tmp_path, forgetting(IDA))
    (tmp_path / KEY_NAME).unlink()
    with pytest.raises(ForgottenKeyMissing, match=KEY_NAME):
        land_inbox(inbox, landing)
    Forgotten(b"another secret").write_key(tmp_path / KEY_NAME)
    with pytest.raises(ForgottenKeyMissing):
        land_inbox(inbox, landing)
    assert not landed_units(Landing(landing))
