"""Mail that is new is hashed while it is read, and what is known of it only then is as it would have been before."""

from __future__ import annotations

import shutil
from datetime import date
from pathlib import Path

import pytest

from connectors import mbox
from connectors.source import Source
from tests.inboxes import AS_OF, connections, land_inbox, mailbox, message, tree, write_all, write_zip
from tests.warehouse.plugged import landed_rows, only_unit
from warehouse import tables
from warehouse.arrivals import discover
from warehouse.landing import Landing, landed_units
from warehouse.units import identified

LATER = date(2026, 7, 7)


# Names of the same mail folder, which the id depends on: one whose file name was landed, so that it is hashed first,
# and one whose file name is new, so that it is hashed while it is read.
ELSEWHERE = pytest.mark.parametrize("name", ["a/mail.mbox", "mail.mbx"])


def _move(inbox: Path, name: str) -> None:
    (inbox / name).parent.mkdir(exist_ok=True)
    (inbox / "mail.mbox").rename(inbox / name)


def test_what_is_hashed_while_it_is_read_has_the_id_of_what_is_hashed_before(tmp_path: Path) -> None:
    inbox = write_all(tmp_path / "inbox", {"mail.mbox": mailbox(3), "md/cur/170001.x:2,": message(7)})
    land_inbox(inbox, tmp_path / "landing")
    expected = {
        identified("mbox", Source(inbox / "mail.mbox")),
        identified("message_files", Source(inbox / "md", files=("cur/170001.x:2,",))),
    }
    assert {unit.unit_id for unit in landed_units(Landing(tmp_path / "landing"))} == expected
    assert set(landed_rows(tmp_path / "landing", "interactions")["unit_id"]) == expected
    assert not discover([inbox], Landing(tmp_path / "landing"), verify=True).units


def test_parts_that_were_full_before_the_id_was_known_bear_it(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(tables, "CHUNK_ROWS", 10)
    monkeypatch.setattr(tables, "RECORDS_AT_ONCE", 10)
    land_inbox(write_all(tmp_path / "inbox", {"mail.mbox": mailbox(35)}), tmp_path / "landing")
    unit = only_unit(tmp_path / "landing")
    assert unit.parts == {"interactions": 4, "participants": 4}
    landed = landed_rows(tmp_path / "landing", "interactions")
    assert set(landed["unit_id"]) == {unit.unit_id}
    assert landed["interaction_number"].to_list() == list(range(1, 36))


def test_the_same_mailbox_packed_and_not_is_landed_once_by_the_first_name(tmp_path: Path) -> None:
    inbox = write_all(tmp_path / "inbox", {"mail.mbox": mailbox(3)})
    for name in ("a.zip", "z.zip"):
        write_zip(inbox / name, {"mail.mbox": mailbox(3), name: name.encode()})
    summary = land_inbox(inbox, tmp_path / "landing")
    assert [landed.connector for landed in summary.landed] == ["mbox"]
    assert only_unit(tmp_path / "landing").source_path.startswith("a.zip")
    before = tree(tmp_path / "landing")
    again = land_inbox(inbox, tmp_path / "landing")
    assert (len(again.landed), again.unchanged) == (0, 1)
    assert tree(tmp_path / "landing") == before


@ELSEWHERE
def test_a_mailbox_that_was_moved_and_is_read_by_a_new_version_keeps_its_place_in_time(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, name: str
) -> None:
    inbox = write_all(tmp_path / "inbox", {"mail.mbox": mailbox(3)})
    land_inbox(inbox, tmp_path / "landing")
    _move(inbox, name)
    monkeypatch.setattr(mbox, "VERSION", mbox.VERSION + 1)
    land_inbox(inbox, tmp_path / "landing", LATER)
    assert only_unit(tmp_path / "landing").version == mbox.VERSION
    assert {at.date() for at in landed_rows(tmp_path / "landing", "interactions")["landed_at"]} == {AS_OF}


@ELSEWHERE
def test_a_mailbox_that_was_moved_and_whose_landing_is_lost_keeps_its_place_in_time(tmp_path: Path, name: str) -> None:
    inbox = write_all(tmp_path / "inbox", {"mail.mbox": mailbox(3)})
    land_inbox(inbox, tmp_path / "landing")
    _move(inbox, name)
    shutil.rmtree(tmp_path / "landing" / f"mbox-v{mbox.VERSION}")
    (landed,) = land_inbox(inbox, tmp_path / "landing", LATER).landed
    assert landed.source_path == name
    assert {at.date() for at in landed_rows(tmp_path / "landing", "interactions")["landed_at"]} == {AS_OF}


@ELSEWHERE
def test_a_mailbox_that_was_moved_is_not_landed_again(tmp_path: Path, name: str) -> None:
    inbox = write_all(tmp_path / "inbox", {"mail.mbox": mailbox(3)})
    land_inbox(inbox, tmp_path / "landing")
    _move(inbox, name)
    summary = land_inbox(inbox, tmp_path / "landing", LATER)
    assert (len(summary.landed), summary.unchanged) == (0, 1)
    assert only_unit(tmp_path / "landing").landed_at.date() == AS_OF


@ELSEWHERE
def test_a_mailbox_that_was_moved_keeps_its_place_in_time_also_without_the_index(tmp_path: Path, name: str) -> None:
    inbox, place = write_all(tmp_path / "inbox", {"mail.mbox": mailbox(3)}), Landing(tmp_path / "landing")
    land_inbox(inbox, place.root)
    _move(inbox, name)
    place.index.unlink()
    summary = land_inbox(inbox, place.root, LATER)
    assert (len(summary.landed), summary.unchanged) == (0, 1)
    assert only_unit(place.root).landed_at.date() == AS_OF


@ELSEWHERE
def test_moved_and_read_by_a_new_version_without_the_index(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, name: str
) -> None:
    inbox, place = write_all(tmp_path / "inbox", {"mail.mbox": mailbox(3)}), Landing(tmp_path / "landing")
    land_inbox(inbox, place.root)
    _move(inbox, name)
    place.index.unlink()
    monkeypatch.setattr(mbox, "VERSION", mbox.VERSION + 1)
    land_inbox(inbox, place.root, LATER)
    assert {at.date() for at in landed_rows(place.root, "interactions")["landed_at"]} == {AS_OF}


def test_a_new_export_of_a_mailbox_is_hashed_and_only_what_is_new_in_it_read(tmp_path: Path) -> None:
    inbox, place = write_all(tmp_path / "inbox", {"takeout-1/mail.mbox": mailbox(3)}), Landing(tmp_path / "landing")
    land_inbox(inbox, place.root)
    write_all(inbox, {"takeout-2/mail.mbox": mailbox(3) + b"\n"})
    discovery = discover([inbox], place)
    assert not discovery.units


def test_of_two_mailboxes_with_the_same_headers_the_one_that_has_grown_keeps_its_past(tmp_path: Path) -> None:
    inbox, place = write_all(tmp_path / "inbox", {"z/mail.mbox": mailbox(3)}), Landing(tmp_path / "landing")
    land_inbox(inbox, place.root)
    write_all(inbox, {"z/mail.mbox": mailbox(5), "a/mail.mbox": mailbox(5) + b"another body\n"})
    land_inbox(inbox, place.root, LATER)
    days = sorted(at.date() for at in landed_rows(place.root, "interactions")["landed_at"])
    assert days == [AS_OF] * 3 + [LATER] * 2


def test_the_ledger_is_the_same_however_it_came_about(tmp_path: Path) -> None:
    (tmp_path / "inbox").mkdir()
    members = {"a.mbox": mailbox(2), "Connections.csv": connections(2), "z.mbox": mailbox(2, first=9)}
    write_zip(tmp_path / "inbox" / "x.zip", members)
    place = Landing(tmp_path / "landing")
    land_inbox(tmp_path / "inbox", place.root)
    before = place.ledger.read_bytes()
    place.ledger.unlink()
    land_inbox(tmp_path / "inbox", place.root)
    assert place.ledger.read_bytes() == before
