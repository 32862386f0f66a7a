from __future__ import annotations

import hashlib
import os
import subprocess
import sys
from datetime import UTC, date, datetime, timedelta
from functools import partial
from pathlib import Path

import pytest

from connectors import mbox, message_files
from connectors.inbox import MessageFile
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
from tests.warehouse.plugged import Plug, interaction, landed_rows
from warehouse.arrivals import discover
from warehouse.landing import Landing, fingerprint, landed_units, quarantined
from warehouse.settling import land_all
from warehouse.units import stamp_of_messages, told_of_message


def test_a_second_look_opens_nothing_and_changes_nothing(tmp_path: Path) -> None:
    inbox = write_all(tmp_path / "inbox", {"plan.ics": calendar(1), "junk": b"?", "md/cur/1:2,S": message(9)})
    write_zip(inbox / "x.zip", {"mail.mbox": mailbox(3), "y.bin": b"\0"})
    land_inbox(inbox, tmp_path / "landing")
    before, mark = tree(tmp_path / "landing"), fingerprint(Landing(tmp_path / "landing"))
    program = (
        "import sys; from pathlib import Path; from tests.inboxes import land_inbox\n"
        "opened = []; inbox = sys.argv[1]\n"
        "sys.addaudithook(lambda event, args: opened.append(args[0]) if event == 'open' else None)\n"
        "summary = land_inbox(Path(inbox), Path(sys.argv[2]))\n"
        "assert not [path for path in opened if str(path).startswith(inbox)], opened\n"
        "assert 'polars' not in sys.modules and 'connectors.mbox' not in sys.modules\n"
        "print(summary.unchanged, len(summary.landed), len(summary.quarantined))"
    )
    command = [sys.executable, "-c", program, str(inbox), str(tmp_path / "landing")]
    output = subprocess.run(command, capture_output=True, text=True, check=True, env=environment()).stdout
    assert output.split() == ["3", "0", "2"]
    assert tree(tmp_path / "landing") == before
    assert fingerprint(Landing(tmp_path / "landing")) == mark


def environment() -> dict[str, str]:
    return {**os.environ, "PYTHONPATH": os.pathsep.join(sys.path)}


def test_the_quarantine_forgets_what_is_gone_or_mended(tmp_path: Path) -> None:
    inbox = write_all(tmp_path / "inbox", {"a.mbox": b"\0junk", "b.mbox": b"", "c.mbox": b"?"})
    place = Landing(tmp_path / "landing")
    land_inbox(inbox, place.root)
    assert [refused.source_path for refused in quarantined(place)] == ["a.mbox", "b.mbox", "c.mbox"]
    mark = fingerprint(place)
    (inbox / "a.mbox").unlink()
    (inbox / "b.mbox").write_bytes(mailbox(1))
    land_inbox(inbox, place.root)
    assert [refused.source_path for refused in quarantined(place)] == ["c.mbox"]
    assert fingerprint(place) != mark


def test_looking_at_one_file_does_not_forget_the_others(tmp_path: Path) -> None:
    inbox = write_all(tmp_path / "inbox", {"junk": b"?", "plan.ics": calendar(1)})
    place = Landing(tmp_path / "landing")
    land_inbox(inbox, place.root)
    write_all(tmp_path / "elsewhere", {"mail": mailbox(1)})
    land_inbox(tmp_path / "elsewhere" / "mail", place.root)
    assert [refused.source_path for refused in quarantined(place)] == ["junk"]
    assert len(landed_units(place)) == 2


def test_a_file_that_leaves_the_inbox_keeps_its_landing(tmp_path: Path) -> None:
    inbox = write_all(tmp_path / "inbox", {"plan.ics": calendar(1), "mail": mailbox(1)})
    land_inbox(inbox, tmp_path / "landing")
    (inbox / "mail").unlink()
    land_inbox(inbox, tmp_path / "landing")
    assert [entry.source_path for entry in landed_units(Landing(tmp_path / "landing"))] == ["mail", "plan.ics"]


def test_ledger_and_index_can_be_deleted(tmp_path: Path) -> None:
    files = {"plan.ics": calendar(1), "mail": mailbox(1), "junk": b"?", "1.eml": message(1)}
    inbox = write_all(tmp_path / "inbox", files)
    land_inbox(inbox, tmp_path / "landing")
    before = tree(tmp_path / "landing")
    for damage in (b"", b'{"format": 1, "entries": ['):
        for name in ("ledger.json", "index.json"):
            (tmp_path / "landing" / name).unlink()
            (tmp_path / "landing" / name).write_bytes(damage)
        assert not land_inbox(inbox, tmp_path / "landing").landed
        assert tree(tmp_path / "landing") == before


def test_a_file_that_was_changed_behind_the_back_of_its_date_is_found_by_verifying(tmp_path: Path) -> None:
    inbox = write_all(tmp_path / "inbox", {"mail": mailbox(2)})
    land_inbox(inbox, tmp_path / "landing")
    status = (inbox / "mail").stat()
    (inbox / "mail").write_bytes(mailbox(2).replace(b"Note 1", b"Memo 1"))
    os.utime(inbox / "mail", ns=(status.st_atime_ns, status.st_mtime_ns))
    place = Landing(tmp_path / "landing")
    assert not discover([inbox], place).units
    assert len(discover([inbox], place, verify=True).units) == 1


def test_a_new_version_of_a_connector_reads_its_files_again_and_replaces_the_old(tmp_path: Path, plug: Plug) -> None:
    inbox = write_all(tmp_path / "inbox", {"x": b"plugged", "plan.ics": calendar(1)})
    plug(lambda source: iter([interaction(1)]))
    land_inbox(inbox, tmp_path / "landing")
    plug(lambda source: iter([interaction(1), interaction(2)]), version=2)
    summary = land_inbox(inbox, tmp_path / "landing", date(2026, 8, 1))
    assert [landed.source_path for landed in summary.landed] == ["x"]
    plugged = next(entry for entry in landed_units(Landing(tmp_path / "landing")) if entry.connector == "plugged")
    assert (plugged.version, plugged.records) == (2, 2)
    assert plugged.landed_at == datetime(2026, 6, 30, tzinfo=UTC), "the same bytes were known since then"


def test_what_comes_on_a_later_day_is_landed_later_and_nothing_is_landed_earlier_than_what_is_there(
    tmp_path: Path,
) -> None:
    inbox = write_all(tmp_path / "inbox", {"b.ics": calendar(1)})
    times = []
    for number, as_of in enumerate((AS_OF, AS_OF, date(2026, 1, 1), date(2026, 9, 1)), start=2):
        land_inbox(inbox, tmp_path / "landing", as_of)
        times.append(max(entry.landed_at for entry in landed_units(Landing(tmp_path / "landing"))))
        write_all(inbox, {f"a{number}.ics": calendar(number)})
    assert times == sorted(times), "also with the clock put back"
    assert [at.date() for at in times] == [AS_OF, AS_OF, AS_OF, date(2026, 9, 1)]


@pytest.fixture
def small_segments(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(mbox, "split", partial(mbox.split, segment_bytes=2_000))


@pytest.mark.usefixtures("small_segments")
def test_a_mailbox_that_has_grown_costs_only_its_tail(tmp_path: Path) -> None:
    inbox = write_all(tmp_path / "inbox", {"mail.mbox": mailbox(100)})
    place = Landing(tmp_path / "landing")
    first = land_inbox(inbox, place.root)
    assert len(first.landed) > 5
    (inbox / "mail.mbox").write_bytes(mailbox(103))
    second = land_inbox(inbox, place.root, date(2026, 7, 7))
    assert 1 <= len(second.landed) <= 2
    assert sum(entry.records for entry in landed_units(place)) == 103
    landed = landed_rows(place.root, "interactions")
    assert sorted(landed["natural_key"]) == sorted({f"{number}@harbour.example" for number in range(103)})
    times = dict(zip(landed["natural_key"], landed["landed_at"], strict=True))
    assert times["99@harbour.example"].date() == AS_OF, "known before, so known first"
    assert times["102@harbour.example"].date() == date(2026, 7, 7)


def test_a_mailbox_can_grow_again_and_again(tmp_path: Path) -> None:
    inbox = tmp_path / "inbox"
    place = Landing(tmp_path / "landing")
    for run, count in enumerate((2, 5, 9)):
        write_all(inbox, {"mail.mbox": mailbox(count)})
        land_inbox(inbox, place.root, AS_OF + timedelta(days=run))
        assert sum(entry.records for entry in landed_units(place)) == count
    days = [(at.date() - AS_OF).days for at in landed_rows(place.root, "interactions")["landed_at"]]
    assert days == [0] * 2 + [1] * 3 + [2] * 4


@pytest.mark.parametrize("cuts", [1, 4, 1_000])
def test_a_mailbox_that_is_cut_less_often_than_before_keeps_when_each_message_was_landed(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, cuts: int
) -> None:
    place, split = Landing(tmp_path / "landing"), mbox.split
    for run, (count, segment_bytes) in enumerate([(60, 2_000), (70, 2_000), (80, 2_000 * cuts), (83, 2_000 * cuts)]):
        monkeypatch.setattr(mbox, "split", partial(split, segment_bytes=segment_bytes))
        inbox = write_all(tmp_path / "inbox", {"mail.mbox": mailbox(count)})
        land_inbox(inbox, place.root, AS_OF + timedelta(days=run))
    assert sum(entry.records for entry in landed_units(place)) == 83
    assert _days_of(place) == [0] * 60 + [1] * 10 + [2] * 10 + [3] * 3


@pytest.mark.parametrize("files", [8, 32, 32_000])
def test_a_maildir_that_is_cut_less_often_than_before_keeps_when_each_message_was_landed(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, files: int
) -> None:
    place = Landing(tmp_path / "landing")
    for run, (count, in_batch) in enumerate([(60, 8), (70, 8), (80, files), (83, files)]):
        monkeypatch.setattr(message_files, "FILES_PER_BATCH", in_batch)
        inbox = write_all(tmp_path / "inbox", {f"md/cur/17{n:04d}.x:2,S": message(n) for n in range(count)})
        land_inbox(inbox, place.root, AS_OF + timedelta(days=run))
    assert sum(entry.records for entry in landed_units(place)) == 83
    assert _days_of(place) == [0] * 60 + [1] * 10 + [2] * 10 + [3] * 3


def test_a_unit_knows_of_no_more_records_than_its_own(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    place, split = Landing(tmp_path / "landing"), mbox.split
    contents = [(mailbox(30), 1_000), (mailbox(30), 4_000), (mailbox(19) + mailbox(10, first=30), 100_000)]
    for run, (content, segment_bytes) in enumerate(contents):
        monkeypatch.setattr(mbox, "split", partial(split, segment_bytes=segment_bytes))
        inbox = write_all(tmp_path / "inbox", {"mail.mbox": content})
        place.ledger.unlink(missing_ok=True)
        land_inbox(inbox, place.root, AS_OF + timedelta(days=run))
    landed = landed_rows(place.root, "interactions")
    new = {f"{number}@harbour.example" for number in range(30, 40)}
    days = [at.date() for key, at in zip(landed["natural_key"], landed["landed_at"], strict=True) if key in new]
    assert days == [AS_OF + timedelta(days=2)] * 10


def test_a_mailbox_that_was_shorter_in_between_keeps_when_each_message_was_landed_first(tmp_path: Path) -> None:
    place = Landing(tmp_path / "landing")
    for run, count in enumerate((5, 3, 7)):
        inbox = write_all(tmp_path / "inbox", {"mail.mbox": mailbox(count)})
        land_inbox(inbox, place.root, AS_OF + timedelta(days=run))
    assert _days_of(place) == [0] * 5 + [2] * 2


def test_a_mailbox_that_was_moved_and_has_grown_counts_once(tmp_path: Path) -> None:
    place, inbox = Landing(tmp_path / "landing"), tmp_path / "inbox"
    land_inbox(write_all(inbox, {"a/mail.mbox": mailbox(3)}), place.root)
    (inbox / "a/mail.mbox").unlink()
    land_inbox(write_all(inbox, {"b/mail.mbox": mailbox(5)}), place.root, AS_OF + timedelta(days=1))
    assert [unit.records for unit in landed_units(place)] == [5]
    assert _days_of(place) == [0] * 3 + [1] * 2


def test_what_an_older_version_landed_goes_with_what_has_grown(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    place, inbox = Landing(tmp_path / "landing"), tmp_path / "inbox"
    land_inbox(write_all(inbox, {"mail.mbox": mailbox(3)}), place.root)
    monkeypatch.setattr(mbox, "VERSION", mbox.VERSION + 1)
    land_inbox(inbox, place.root)
    land_inbox(write_all(inbox, {"mail.mbox": mailbox(5)}), place.root)
    assert [unit.records for unit in landed_units(place)] == [5]


def _days_of(place: Landing) -> list[int]:
    """Return after how many days each message was landed, in the order of the messages."""
    landed = landed_rows(place.root, "interactions").sort("occurred_at")
    return [(at.date() - AS_OF).days for at in landed["landed_at"]]


def test_a_mailbox_that_was_rewritten_keeps_what_is_no_longer_in_it(tmp_path: Path) -> None:
    inbox = write_all(tmp_path / "inbox", {"mail.mbox": mailbox(3)})
    land_inbox(inbox, tmp_path / "landing")
    write_all(inbox, {"mail.mbox": mailbox(4, first=1)})
    land_inbox(inbox, tmp_path / "landing")
    assert len(set(landed_rows(tmp_path / "landing", "interactions")["natural_key"])) == 5


def test_a_copy_of_the_shorter_mailbox_stays_landed_as_long_as_it_is_there(tmp_path: Path) -> None:
    inbox = write_all(tmp_path / "inbox", {"mail.mbox": mailbox(3), "old/mail.mbox": mailbox(3)})
    land_inbox(inbox, tmp_path / "landing")
    write_all(inbox, {"mail.mbox": mailbox(5)})
    land_inbox(inbox, tmp_path / "landing")
    before = tree(tmp_path / "landing")
    assert not land_inbox(inbox, tmp_path / "landing").landed
    assert tree(tmp_path / "landing") == before


def test_new_mail_in_a_maildir_replaces_its_last_batch(tmp_path: Path) -> None:
    inbox = write_all(tmp_path / "inbox", {f"md/cur/17{n:04d}.x:2,S": message(n) for n in range(5)})
    place = Landing(tmp_path / "landing")
    land_inbox(inbox, place.root)
    write_all(inbox, {f"md/new/17{n:04d}.x": message(n) for n in range(5, 7)})
    land_inbox(inbox, place.root, date(2026, 7, 7))
    assert sum(entry.records for entry in landed_units(place)) == 7
    assert [at.date() for at in landed_rows(place.root, "interactions")["landed_at"]] == [AS_OF] * 5 + [
        date(2026, 7, 7)
    ] * 2


def test_marking_a_message_as_read_costs_nothing(tmp_path: Path) -> None:
    inbox = write_all(tmp_path / "inbox", {"md/new/170001.x": message(1), "md/cur/170002.x:2,": message(2)})
    land_inbox(inbox, tmp_path / "landing")
    (inbox / "md/new/170001.x").rename(inbox / "md/cur/170001.x:2,RS")
    assert not discover([inbox], Landing(tmp_path / "landing")).units


def test_what_changes_after_it_was_looked_at_is_read_as_it_is(tmp_path: Path) -> None:
    inbox = write_all(tmp_path / "inbox", {"md/cur/170001.x:2,": message(1), "md/cur/170002.x:2,": message(2)})
    place = Landing(tmp_path / "landing")
    discovery = discover([inbox], place)
    write_all(inbox, {"md/cur/170001.x:2,": message(3)})
    land_all(discovery, place, AS_OF)
    assert landed_rows(place.root, "interactions")["subject"].to_list() == ["Note 3", "Note 2"]
    again = land_inbox(inbox, place.root)
    assert (len(again.landed), again.unchanged) == (0, 1)


def test_what_goes_after_it_was_looked_at_keeps_its_batch_for_the_next_run(tmp_path: Path) -> None:
    inbox = write_all(tmp_path / "inbox", {"md/cur/170001.x:2,": message(1), "md/cur/170002.x:2,": message(2)})
    place = Landing(tmp_path / "landing")
    discovery = discover([inbox], place)
    (inbox / "md/cur/170002.x:2,").rename(inbox / "md/cur/170002.x:2,S")
    (refused,) = land_all(discovery, place, AS_OF).quarantined
    assert (refused.source_path, refused.cause) == ("md", "access")
    assert refused.reason == "it changed while it was read; run again"
    assert len(land_inbox(inbox, place.root).landed) == 1
    assert landed_rows(place.root, "interactions")["subject"].to_list() == ["Note 1", "Note 2"]
    assert not quarantined(place)


def test_a_copy_made_by_hand_of_a_mailbox_that_grows_stays_landed(tmp_path: Path) -> None:
    inbox, place = write_all(tmp_path / "inbox", {"mail.mbox": mailbox(3)}), Landing(tmp_path / "landing")
    land_inbox(inbox, place.root)
    write_all(inbox, {"mail.mbox": mailbox(5), "old.mbox": mailbox(3)})
    land_inbox(inbox, place.root)
    before = tree(place.root)
    again = land_inbox(inbox, place.root)
    assert (len(again.landed), again.unchanged) == (0, 2)
    assert tree(place.root) == before


def test_thousands_of_small_files_are_a_matter_of_batches(tmp_path: Path) -> None:
    inbox = write_all(tmp_path / "inbox", {f"mail/{n}.eml": message(n) for n in range(3_000)})
    write_all(inbox, {f"plans/{n}.ics": calendar(n) for n in range(1, 60)})
    place = Landing(tmp_path / "landing")
    summary = land_inbox(inbox, place.root)
    assert sum(landed.records for landed in summary.landed) == 3_000 + sum(range(1, 60))
    assert len([landed for landed in summary.landed if landed.connector == "message_files"]) < 30
    again = land_inbox(inbox, place.root)
    assert (len(again.landed), again.unchanged) == (0, len(summary.landed))


def test_files_that_somebody_else_reads_are_left_to_them(tmp_path: Path) -> None:
    inbox = write_all(tmp_path / "inbox", {"actions.csv": b"action_id,state\n1,done\n"})
    claimed = {inbox / "actions.csv": "an edited action list"}
    discovery = discover([inbox], Landing(tmp_path / "landing"), claimed=claimed)
    (ignored,) = discovery.ignored
    assert (ignored.source_path, ignored.reason) == ("actions.csv", "an edited action list")
    assert not discovery.quarantined


def test_a_copy_is_not_read_even_if_its_name_would_be_read_otherwise(tmp_path: Path) -> None:
    archive = write_zip(tmp_path / "x.zip", {"Connections.csv": connections(2)}).read_bytes()
    named = "Complete_LinkedInDataExport_03-02-2024.zip"
    files = {"a.zip": archive, named: archive, "Archive/INBOX": mailbox(2), "Backup/Mail": mailbox(2)}
    inbox = write_all(tmp_path / "inbox", files)
    place = Landing(tmp_path / "landing")
    summary = land_inbox(inbox, place.root)
    assert [entry.source_path for entry in landed_units(place)] == ["Archive/INBOX", f"{named}!Connections.csv"]
    assert {entry.source_path: entry.reason for entry in summary.ignored} == {
        "Backup/Mail": "holds the same as Archive/INBOX",
        "a.zip": f"holds the same as {named}",
    }
    write_all(inbox, {"A/first/INBOX": mailbox(2)})
    again = land_inbox(inbox, place.root)
    assert not again.landed
    assert {entry.source_path for entry in again.ignored} == {"A/first/INBOX", "Backup/Mail", "a.zip"}


def test_a_copy_is_read_once_its_original_is_another(tmp_path: Path) -> None:
    inbox = write_all(tmp_path / "inbox", {"a": mailbox(2), "b": mailbox(2), "junk": b"?", "junk 2": b"?"})
    place = Landing(tmp_path / "landing")
    land_inbox(inbox, place.root)
    write_all(inbox, {"a": mailbox(1, first=7)})
    (inbox / "junk").unlink()
    assert [landed.source_path for landed in land_inbox(inbox, place.root).landed] == ["a", "b"]
    assert [refused.source_path for refused in quarantined(place)] == ["junk 2"]
    before = tree(place.root)
    land_inbox(inbox, place.root)
    assert tree(place.root) == before


def test_messages_are_known_by_what_ledgers_have_known_them_by_all_along() -> None:
    file = MessageFile("1700000000.M1P2.harbour", "cur/1700000000.M1P2.harbour:2,S", 812, 1_700_000_000_000_000_001)
    stamp = stamp_of_messages(map(told_of_message, [file]))
    assert stamp == hashlib.sha256(b"1700000000.M1P2.harbour\x00812\x001700000000000000001\n").hexdigest()
    assert stamp == stamp_of_messages([told_of_message(file._replace(name="new/1700000000.M1P2.harbour"))])


def test_a_file_that_is_named_beside_its_folder_is_read_once(tmp_path: Path) -> None:
    letter = b"From: ana@reef.example\nTo: bo@oak.example\n\nText.\n"
    files = {"a.ics": calendar(2), "sub/b.mbox": mailbox(3), "sub/c.eml": letter, "sub/d.eml": letter + b"More."}
    inbox = write_all(tmp_path / "inbox", files)
    named = [inbox / "sub/b.mbox", inbox / "sub/c.eml"]
    for roots in ([inbox, *named], [*named, inbox]):
        discovery = discover(roots, Landing(tmp_path / "landing"))
        assert sorted(unit.connector for unit in discovery.units) == ["ics", "mbox", "message_files"]
        assert not discovery.ignored


def test_exports_of_two_days_that_hold_the_same_are_both_read(tmp_path: Path) -> None:
    days = ("Basic_LinkedInDataExport_11-20-2018", "Basic_LinkedInDataExport_11-20-2020")
    files = {f"{day}/Connections.csv": connections(2) for day in days} | {"copy/Connections.csv": connections(2)}
    place = Landing(tmp_path / "landing")
    summary = land_inbox(write_all(tmp_path / "inbox", files), place.root)
    assert [entry.source_path for entry in landed_units(place)] == [f"{day}/Connections.csv" for day in days]
    assert [entry.source_path for entry in summary.ignored] == ["copy/Connections.csv"]


def test_the_day_of_an_export_is_learned_from_a_copy_that_comes_later(tmp_path: Path) -> None:
    place = Landing(tmp_path / "landing")
    inbox = write_all(tmp_path / "inbox", {"Connections.csv": connections(2)})
    land_inbox(inbox, place.root)
    write_all(inbox, {"Basic_LinkedInDataExport_11-20-2026/Connections.csv": connections(2)})
    assert [ignored.source_path for ignored in land_inbox(inbox, place.root).ignored] == ["Connections.csv"]
    assert len(landed_units(place)) == 2
    assert not land_inbox(inbox, place.root).landed


def test_a_home_is_not_read_but_for_what_somebody_put_there(tmp_path: Path) -> None:
    files = {"inbox/mail.mbox": mailbox(1), "landing/x/a.parquet": b"PAR1", "exports/actions.ics": calendar(1)}
    files |= {"takeout/b.mbox": mailbox(2), "warehouse.duckdb.draft": b"", "decisions.jsonl": b"{}"}
    home = write_all(tmp_path / "home", files | {"settings.toml": b"", "runs.jsonl": b"{}"})
    discovery = discover([home], Landing(tmp_path / "landing"))
    assert [unit.source_path for unit in discovery.units] == ["inbox/mail.mbox", "takeout/b.mbox"]
    assert not discovery.quarantined
    assert {ignored.reason for ignored in discovery.ignored} == {"keepwarm's own"}
