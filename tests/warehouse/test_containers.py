"""What comes in archives is landed once, counted once, and not looked at again."""

from __future__ import annotations

import gzip
import io
import os
import tarfile
import tracemalloc
from pathlib import Path

import polars

from connectors.discovery import examine
from connectors.inbox import InboxFile, walk
from tests.inboxes import calendar, connections, land_inbox, mailbox, message, tree, write_all, write_zip
from warehouse.landing import Landing, landed_units, table_files


def keys(root: Path) -> list[tuple[str, str]]:
    return sorted((unit.connector, unit.unit_id) for unit in landed_units(Landing(root)))


def test_the_same_file_plain_zipped_and_compressed_is_landed_once(tmp_path: Path) -> None:
    inbox = write_all(
        tmp_path / "inbox", {"Sent.mbox": mailbox(3), "plan.ics": calendar(2), "old/Sent.mbox.gz": b"", "x/junk": b"?"}
    )
    (inbox / "old" / "Sent.mbox.gz").write_bytes(gzip.compress(mailbox(3)))
    inner = write_zip(tmp_path / "inner.zip", {"Takeout/Mail/Sent.mbox": mailbox(3)}).read_bytes()
    write_zip(inbox / "backup.zip", {"a/plan.ics": calendar(2), "inner.zip": inner})
    summary = land_inbox(inbox, tmp_path / "landing")
    assert sorted(landed.connector for landed in summary.landed) == ["ics", "mbox"]
    assert [refused.source_path for refused in summary.quarantined] == ["x/junk"]
    assert sum(landed.records for landed in summary.landed) == 5


def test_the_same_folder_of_messages_plain_and_zipped_is_landed_once(tmp_path: Path) -> None:
    messages = {"Sent/1.eml": message(1), "Sent/2.eml": message(2)}
    inbox = write_all(tmp_path / "inbox", messages)
    write_zip(inbox / "backup.zip", messages)
    (landed,) = land_inbox(inbox, tmp_path / "landing").landed
    assert landed.records == 2


def test_the_same_archive_twice_is_read_once(tmp_path: Path) -> None:
    inbox = tmp_path / "inbox"
    inbox.mkdir()
    for name in ("takeout.zip", "takeout (1).zip"):
        write_zip(inbox / name, {"Mail/Sent.mbox": mailbox(3), "Connections.csv": connections(1)})
    summary = land_inbox(inbox, tmp_path / "landing")
    assert len(summary.landed) == 2
    (ignored,) = summary.ignored
    assert "holds the same as" in ignored.reason


def test_a_takeout_in_two_parts_is_one_export(tmp_path: Path) -> None:
    inbox = tmp_path / "inbox"
    inbox.mkdir()
    write_zip(inbox / "takeout-001.zip", {"Takeout/Mail/Sent.mbox": mailbox(3), "Takeout/Calendar/a.ics": calendar(1)})
    write_zip(
        inbox / "takeout-002.zip", {"Takeout/Mail/Work.mbox": mailbox(2, 9), "Takeout/Calendar/a.ics": calendar(1)}
    )
    summary = land_inbox(inbox, tmp_path / "landing")
    assert sorted(landed.source_path.partition("!")[2] for landed in summary.landed) == [
        "Takeout/Calendar/a.ics",
        "Takeout/Mail/Sent.mbox",
        "Takeout/Mail/Work.mbox",
    ]


def test_a_mailbox_and_its_older_copy_in_an_archive_hold_the_same_messages(tmp_path: Path) -> None:
    inbox = write_all(tmp_path / "inbox", {"z/All mail.mbox": mailbox(5)})
    write_zip(inbox / "last-year.zip", {"Mail/All mail.mbox": mailbox(3)})
    land_inbox(inbox, tmp_path / "landing")
    assert not land_inbox(inbox, tmp_path / "landing").landed
    place = Landing(tmp_path / "landing")
    found = polars.read_parquet(table_files(place, landed_units(place), "interactions"))
    assert (len(found), found["natural_key"].n_unique()) == (8, 5), "so staging counts each once"


def test_an_unchanged_archive_is_not_opened_again_and_nothing_is_left_unpacked(tmp_path: Path) -> None:
    inbox = tmp_path / "inbox"
    inbox.mkdir()
    write_zip(inbox / "mail.zip", {"Sent/1.eml": message(1), "Sent/2.eml": message(2), "a.mbox": mailbox(2)})
    land_inbox(inbox, tmp_path / "landing")
    before = tree(tmp_path / "landing")
    status = (inbox / "mail.zip").stat()
    (inbox / "mail.zip").write_bytes(b"\0" * status.st_size)
    os.utime(inbox / "mail.zip", ns=(status.st_atime_ns, status.st_mtime_ns))
    summary = land_inbox(inbox, tmp_path / "landing")
    assert (len(summary.landed), summary.unchanged, summary.quarantined) == (0, 2, ())
    assert tree(tmp_path / "landing") == before
    assert not [path for path in (tmp_path / "landing").iterdir() if path.name.startswith("unpacked")]


def test_an_archive_of_messages_is_landed_in_batches_that_are_the_same_units_elsewhere(
    tmp_path: Path,
) -> None:
    members = {f"Sent/{number}.eml": message(number) for number in range(300)}
    for name in ("a", "b"):
        (tmp_path / name).mkdir()
        write_zip(tmp_path / name / "mail.zip", members)
        summary = land_inbox(tmp_path / name, tmp_path / f"landing-{name}")
        assert sum(landed.records for landed in summary.landed) == 300
        assert len(summary.landed) < 5
    assert keys(tmp_path / "landing-a") == keys(tmp_path / "landing-b")
    assert tree(tmp_path / "landing-a").keys() == tree(tmp_path / "landing-b").keys()


def test_a_large_mailbox_in_a_tarball_passes_through_little_memory(tmp_path: Path) -> None:
    large = mailbox(1) + os.urandom(16 * 1024 * 1024).hex().encode() + b"\n" + mailbox(1, 1)
    content = io.BytesIO()
    with tarfile.open(fileobj=content, mode="w:gz", compresslevel=1) as archive:
        info = tarfile.TarInfo("Mail/All.mbox")
        info.size = len(large)
        archive.addfile(info, io.BytesIO(large))
    (tmp_path / "x.tgz").write_bytes(content.getvalue())
    size = len(large)
    del content, large
    (found,) = walk([tmp_path / "x.tgz"])
    assert isinstance(found, InboxFile)
    tracemalloc.start()
    unit, *_ = examine(found, tmp_path / "spool").recognized
    _, peak = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    assert unit.source.unpacked is not None
    assert unit.source.unpacked.stat().st_size == size
    assert peak < 12 * 1024 * 1024 < size
