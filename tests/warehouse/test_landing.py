from __future__ import annotations

import json
import os
import shutil
import stat
import sys
from collections.abc import Callable, Iterator
from datetime import UTC, date, datetime
from pathlib import Path

import pytest

from connectors import mbox
from connectors.errors import UnreadableFile
from connectors.records import Record
from connectors.source import Source
from tests.inboxes import (
    AS_OF,
    calendar,
    connections,
    land_inbox,
    mailbox,
    message,
    tree,
    write_all,
    write_zip,
)
from tests.warehouse.plugged import Plug, interaction, landed_rows, only_unit
from warehouse import workers
from warehouse.arrivals import discover
from warehouse.landing import Landing, landed_units
from warehouse.settling import land_all
from warehouse.workers import Workers


def test_an_inbox_is_landed_and_explained(tmp_path: Path) -> None:
    files = {"work/plan.ics": calendar(3), "mail.mbox": mailbox(5), "md/cur/1:2,S": message(9)}
    inbox = write_all(tmp_path / "inbox", files)
    write_zip(inbox / "Basic_LinkedInDataExport_03-02-2024.zip", {"Connections.csv": connections(2)})
    summary = land_inbox(inbox, tmp_path / "landing")
    assert not summary.is_failed
    assert not summary.quarantined
    found = {entry.source_path: entry for entry in landed_units(Landing(tmp_path / "landing"))}
    assert {path: (entry.connector, entry.records, entry.rejected) for path, entry in found.items()} == {
        "Basic_LinkedInDataExport_03-02-2024.zip!Connections.csv": ("linkedin", 2, 0),
        "mail.mbox": ("mbox", 5, 0),
        "md": ("message_files", 1, 0),
        "work/plan.ics": ("ics", 3, 0),
    }
    mail = found["mail.mbox"]
    assert mail.bytes == len(mailbox(5))
    assert (mail.covers_from, mail.covers_until) == (date(2024, 3, 4), date(2024, 3, 4))
    assert mail.landed_at == datetime(2026, 6, 30, tzinfo=UTC)
    assert found["Basic_LinkedInDataExport_03-02-2024.zip!Connections.csv"].observed_on == date(2024, 3, 2)


def test_the_landing_is_the_same_wherever_it_and_the_inbox_lie(tmp_path: Path) -> None:
    files = {"plan.ics": calendar(30), "b/mail": mailbox(40), "b/1.eml": message(1), "junk": b"?"}
    landings = []
    for place in (tmp_path / "one", tmp_path / "another" / "deeper"):
        for path in write_all(place / "inbox", files).rglob("*"):
            os.utime(path, (1_700_000_000, 1_700_000_000))
        land_inbox(place / "inbox", place / "landing")
        landings.append({name: content for name, content in tree(place / "landing").items() if name != "ledger.json"})
    assert landings[0] == landings[1]


def test_only_the_owner_can_read_what_was_landed(tmp_path: Path) -> None:
    inbox = write_all(tmp_path / "inbox", {"plan.ics": calendar(1), "mail": mailbox(2)})
    mask = os.umask(0)
    try:
        land_inbox(inbox, tmp_path / "home" / "landing")
    finally:
        os.umask(mask)
    paths = [tmp_path / "home", *(tmp_path / "home").rglob("*")]
    assert {stat.S_IMODE(path.stat().st_mode) for path in paths if path.is_dir()} == {0o700}
    assert {stat.S_IMODE(path.stat().st_mode) for path in paths if path.is_file()} == {0o600}


def test_the_same_bytes_under_two_names_are_landed_once(tmp_path: Path) -> None:
    inbox = write_all(tmp_path / "inbox", {"a.ics": calendar(3), "b.ics": calendar(3)})
    archive = "LinkedInDataExport_03-02-2024.zip"
    write_zip(inbox / f"Basic_{archive}", {"Connections.csv": connections(2)})
    write_zip(inbox / f"Complete_{archive}", {"Connections.csv": connections(2), "Skills.csv": b"Name\ndbt\n"})
    land_inbox(inbox, tmp_path / "landing")
    assert [entry.source_path for entry in landed_units(Landing(tmp_path / "landing"))] == [
        f"Basic_{archive}!Connections.csv",
        f"Complete_{archive}!Skills.csv",
        "a.ics",
    ]
    (inbox / "a.ics").rename(inbox / "c.ics")
    assert not land_inbox(inbox, tmp_path / "landing").landed


def fails_midway(source: Source) -> Iterator[Record]:
    yield interaction(1)
    raise ZeroDivisionError("ida@harbour.example")


def yields_nonsense(source: Source) -> Iterator[Record]:
    yield interaction(1)._replace(occurred_at=datetime(2024, 1, 1))  # noqa: DTZ001 - that is the nonsense


@pytest.mark.parametrize(("read", "name"), [(fails_midway, "ZeroDivisionError"), (yields_nonsense, "TypeError")])
def test_a_bug_in_a_reader_costs_its_file_alone_and_quotes_nobody(
    tmp_path: Path, plug: Plug, read: Callable[[Source], Iterator[Record]], name: str
) -> None:
    plug(read)
    inbox = write_all(tmp_path / "inbox", {"x": b"plugged", "plan.ics": calendar(1)})
    for _ in range(2):  # the second run tries again
        summary = land_inbox(inbox, tmp_path / "landing")
        assert summary.is_failed
        (refused,) = summary.quarantined
        assert (refused.source_path, refused.reason, refused.cause) == ("x", f"reader failed ({name})", "bug")
        assert only_unit(tmp_path / "landing").connector == "ics"
    plug(lambda source: iter([interaction(1)]))
    summary = land_inbox(inbox, tmp_path / "landing")
    assert not summary.is_failed
    assert not summary.quarantined
    assert len(summary.landed) == 1


def test_a_file_that_its_reader_declares_unreadable_is_no_failure_of_the_run(tmp_path: Path, plug: Plug) -> None:
    def read(source: Source) -> Iterator[Record]:
        yield interaction(1)
        raise UnreadableFile(source.path, "it ends in the middle")

    plug(read)
    inbox = write_all(tmp_path / "inbox", {"x": b"plugged"})
    summary = land_inbox(inbox, tmp_path / "landing")
    assert not summary.is_failed
    (refused,) = summary.quarantined
    assert (refused.source_path, refused.reason) == ("x", "it ends in the middle")
    assert not landed_units(Landing(tmp_path / "landing"))
    plug(fails_midway)  # unchanged, so it is not read again
    assert land_inbox(inbox, tmp_path / "landing").quarantined == summary.quarantined


def test_a_file_that_changes_while_it_is_read_is_left_for_the_next_run(tmp_path: Path, plug: Plug) -> None:
    def read(source: Source) -> Iterator[Record]:
        yield interaction(1)
        source.path.write_bytes(b"plugged, and more")

    plug(read)
    inbox = write_all(tmp_path / "inbox", {"x": b"plugged"})
    (refused,) = land_inbox(inbox, tmp_path / "landing").quarantined
    assert (refused.cause, refused.reason) == ("access", "it changed while it was read; run again")
    plug(lambda source: iter([interaction(1)]))
    assert not land_inbox(inbox, tmp_path / "landing").quarantined


def test_large_units_are_read_in_parallel_with_the_same_result(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    files = {"a.ics": calendar(20), "b.mbox": mailbox(30), "c.mbox": mailbox(9, first=99)}
    inbox = write_all(tmp_path / "inbox", files)
    land_inbox(inbox, tmp_path / "one")
    monkeypatch.setattr(workers, "PARALLEL_BYTES", 0)
    monkeypatch.setenv("PYTHONPATH", os.pathsep.join(sys.path))
    told: list[tuple[int, int]] = []
    place = Landing(tmp_path / "another")
    with Workers(2) as both:
        discovery = discover([inbox], place, both)
        summary = land_all(discovery, place, AS_OF, lambda done, total, name: told.append((done, total)), both)
    assert len(summary.landed) == 3
    assert told[-1] == (discovery.bytes, discovery.bytes)
    assert tree(tmp_path / "another") == tree(tmp_path / "one")


def test_what_is_unpacked_is_gone_after_the_run(tmp_path: Path) -> None:
    (tmp_path / "inbox").mkdir()
    write_zip(tmp_path / "inbox" / "x.zip", {"mail.mbox": mailbox(3)})
    land_inbox(tmp_path / "inbox", tmp_path / "landing")
    assert landed_rows(tmp_path / "landing", "interactions")["natural_key"].len() == 3
    left = {path.name for path in (tmp_path / "landing").iterdir()}
    assert left == {f"mbox-v{mbox.VERSION}", "index.json", "ledger.json"}


def test_a_landed_unit_without_its_manifest_is_not_landed(tmp_path: Path) -> None:
    inbox = write_all(tmp_path / "inbox", {"mail": mailbox(3)})
    land_inbox(inbox, tmp_path / "landing")
    before = tree(tmp_path / "landing")
    next((tmp_path / "landing").rglob("manifest.json")).unlink()
    assert not landed_units(Landing(tmp_path / "landing"))
    land_inbox(inbox, tmp_path / "landing")
    assert tree(tmp_path / "landing") == before


def test_the_manifest_is_for_people_too(tmp_path: Path) -> None:
    inbox = write_all(tmp_path / "inbox", {"deep/mail": mailbox(3)})
    land_inbox(inbox, tmp_path / "landing")
    (path,) = (tmp_path / "landing").glob("mbox-v*/*/manifest.json")
    content = json.loads(path.read_text())
    assert content["source_path"] == "deep/mail"
    assert content["counts"]["interactions"] == content["records"] == 3
    assert str(tmp_path) not in path.read_text()
    shutil.rmtree(inbox)
    assert only_unit(tmp_path / "landing").folder == path.parent.relative_to(tmp_path / "landing").as_posix()
