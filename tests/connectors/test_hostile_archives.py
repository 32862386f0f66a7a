from __future__ import annotations

import bz2
import gzip
import io
import lzma
import subprocess
import sys
import tarfile
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from connectors.archives import packed, unpacking
from connectors.archives.unpacking import GZIP, Inflated
from tests.connectors.archives import look, look_at, reasons, recognized, subjects, tar_of, zip_of
from tests.inboxes import calendar, land_inbox, mailbox, message, write_all, write_zip


def test_archives_nested_without_end_are_refused(tmp_path: Path) -> None:
    content = mailbox(1)
    for _ in range(packed.DEEPEST + 2):
        content = zip_of({"x.zip": content}, tmp_path)
    examined = look_at(content, "x.zip", tmp_path)
    assert list(reasons(examined).values()) == ["archives are nested too deeply; unpack it"]
    assert not examined.recognized


@pytest.mark.parametrize("name", ["../up.mbox", "/etc/up.mbox", "a/../../up.mbox", "C:\\up.mbox"])
def test_members_of_tar_archives_that_would_leave_their_folder_are_refused(tmp_path: Path, name: str) -> None:
    examined = look_at(tar_of({name: mailbox(1), "a.eml": message(1), f"{name}.eml": message(2)}), "x.tar", tmp_path)
    assert list(reasons(examined).values()) == ["2 files in it: its name leads out of the archive"] or set(
        reasons(examined).values()
    ) == {"its name leads out of the archive"}
    assert len(subjects(examined)) == 1


def test_links_and_devices_in_tar_archives_are_refused(tmp_path: Path) -> None:
    stream = io.BytesIO()
    with tarfile.open(fileobj=stream, mode="w") as archive:
        for kind, name in ((tarfile.SYMTYPE, "a.mbox"), (tarfile.LNKTYPE, "b.eml"), (tarfile.FIFOTYPE, "c.csv")):
            info = tarfile.TarInfo(name)
            info.type, info.linkname = kind, "/etc/passwd"
            archive.addfile(info)
    assert reasons(look_at(stream.getvalue(), "x.tar", tmp_path)) == {
        "x.tar!a.mbox": "it is a link",
        "x.tar!b.eml": "it is a link",
        "x.tar!c.csv": "it is not a regular file",
    }


def test_of_a_truncated_stream_what_stands_before_the_break_is_read_and_the_file_is_reported(tmp_path: Path) -> None:
    content = gzip.compress(mailbox(2_000), mtime=0)
    examined = look_at(content[: len(content) // 2], "mail.mbox.gz", tmp_path)
    reason = "it is truncated; what stands before the break was read; download it again"
    assert reasons(examined) == {"mail.mbox.gz": reason}
    assert 500 < len(subjects(examined)) < 1_500


def test_of_a_truncated_tar_archive_the_files_before_the_break_are_read(tmp_path: Path) -> None:
    content = tar_of({"a.mbox": mailbox(3), "b.mbox": mailbox(300), "c.mbox": mailbox(3)})
    for name, cut in (("x.tar", content[:30_000]), ("x.tgz", gzip.compress(content[:30_000]))):
        examined = look_at(cut, name, tmp_path)
        reason = "it is truncated or damaged; what stands before the break was read; download it again"
        assert reasons(examined) == {name: reason}
        assert recognized(examined) == [(f"{name}!a.mbox", "mbox"), (f"{name}!b.mbox", "mbox")]
        assert 100 < len(subjects(examined)) < 300


def test_a_wrong_checksum_is_reported(tmp_path: Path) -> None:
    content = bytearray(gzip.compress(tar_of({"a.mbox": mailbox(3)})))
    content[-6] ^= 0xFF
    examined = look_at(bytes(content), "x.tgz", tmp_path)
    assert reasons(examined) == {"x.tgz": "it is damaged; what stands before the break was read; download it again"}
    assert recognized(examined) == [("x.tgz!a.mbox", "mbox")]


@pytest.mark.parametrize("head", [GZIP, b"BZh9", unpacking.XZ])
def test_what_merely_begins_like_a_compressed_file_is_damaged(tmp_path: Path, head: bytes) -> None:
    examined = look_at(head + bytes(200), "x", tmp_path)
    assert reasons(examined) == {"x": "it is damaged; download it again"}


def test_a_compressed_bomb_is_stopped(tmp_path: Path) -> None:
    bomb = gzip.compress(mailbox(1) + b"\n" * (30 * 1024 * 1024))
    examined = look_at(bomb, "mail.mbox.gz", tmp_path)
    assert "hundred times" in reasons(examined)["mail.mbox.gz"]
    assert not examined.recognized
    assert not [path for path in (tmp_path / "spool").rglob("*") if path.is_file()]
    inside = look(
        write_zip(
            tmp_path / "x.zip", {"b.tgz": gzip.compress(tar_of({"a": b"\n" * 30_000_000})), "a.mbox": mailbox(1)}
        ),
        tmp_path,
    )
    assert "hundred times" in reasons(inside)["x.zip!b.tgz"]
    assert recognized(inside) == [("x.zip!a.mbox", "mbox")]


def test_a_tar_archive_whose_header_wants_all_the_memory_is_refused(tmp_path: Path) -> None:
    header = tarfile.TarInfo("././@LongLink")
    header.type, header.size = tarfile.GNUTYPE_LONGNAME, 2**40
    content = tar_of({"a.mbox": mailbox(1)})[: -10_240 + 2_048]
    examined = look_at(content.rstrip(b"\0").ljust(1_024, b"\0") + header.tobuf(tarfile.GNU_FORMAT), "x.tar", tmp_path)
    assert "damaged" in reasons(examined)["x.tar"]


def test_an_archive_of_more_files_than_anybody_has_is_not_read_on(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(unpacking, "MOST_FILES", 3)
    examined = look_at(tar_of({f"{n}.mbox": mailbox(1) for n in range(9)}), "x.tar", tmp_path)
    assert len(examined.recognized) == 3
    assert "more bytes or files than an export has" in reasons(examined)["x.tar"]


def test_archives_in_archives_by_the_thousand_are_not_all_opened(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(unpacking, "MOST_ARCHIVES", 20)
    content = mailbox(1)
    for _ in range(3):
        content = zip_of({f"{number}.zip": content for number in range(12)}, tmp_path)
    examined = look_at(content, "x.zip", tmp_path)
    assert "more bytes or files than an export has" in reasons(examined)["x.zip"]
    assert len(examined.recognized) <= 20 * 12


def test_files_that_nobody_knows_are_counted_rather_than_listed(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(unpacking, "MOST_UNKNOWN", 300)
    junk = {f"{number}.bin": b"?" for number in range(400)}
    examined = look(write_zip(tmp_path / "x.zip", {"a.mbox": mailbox(1), **junk}), tmp_path)
    assert recognized(examined) == [("x.zip!a.mbox", "mbox")]
    (refused,) = examined.quarantined
    assert refused.source_path == "x.zip"
    assert "more bytes or files than an export has" in refused.reason
    assert "301 files in it: no connector recognizes its content" in refused.reason


def test_what_nobody_knows_is_not_inflated_to_its_end(tmp_path: Path) -> None:
    content = gzip.compress(bytes(range(256)) * 40_000)
    examined = look_at(content[:-1], "dump.gz", tmp_path)
    assert reasons(examined) == {"dump.gz": "no connector recognizes its content"}


def test_a_protected_archive_of_many_files_is_one_failure(tmp_path: Path) -> None:
    content = bytearray(zip_of({f"{number}.mbox": mailbox(1) for number in range(30)}, tmp_path))
    for signature, offset in ((b"PK\x03\x04", 6), (b"PK\x01\x02", 8)):
        place = content.find(signature)
        while place >= 0:
            content[place + offset] |= 1
            place = content.find(signature, place + 4)
    (refused,) = look_at(bytes(content), "x.zip", tmp_path).quarantined
    assert refused.source_path == "x.zip"
    assert refused.reason.startswith("30 files in it: it is encrypted")


def test_what_was_unpacked_goes_with_a_process_that_fails(tmp_path: Path) -> None:
    write_zip(tmp_path / "x.zip", {"a.mbox": mailbox(1), "s/1.eml": message(1)})
    program = (
        "import sys; from pathlib import Path\n"
        "from connectors.discovery import examine; from connectors.inbox import walk\n"
        "(found,) = walk([Path(sys.argv[1])]); units = examine(found, Path(sys.argv[2])).recognized"
        "\nassert len(units) == 2; sys.exit('failed')"
    )
    arguments = [sys.executable, "-c", program, tmp_path / "x.zip", tmp_path / "spool"]
    outcome = subprocess.run(arguments, capture_output=True, text=True, check=False)
    assert outcome.stderr.strip() == "failed"
    assert not list((tmp_path / "spool").iterdir())


def test_inflating_loses_nothing_in_any_step(tmp_path: Path) -> None:
    content = mailbox(3_000)
    for size in (1, 7, 100_000):
        stream = Inflated(io.BytesIO(gzip.compress(content[: 200 * size])), GZIP)
        pieces = []
        while piece := stream.read(size):
            pieces.append(piece)
        assert b"".join(pieces) == content[: 200 * size]
        assert not stream.flaw


@settings(max_examples=120, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    kind=st.sampled_from(["tar", "tgz", "tbz", "txz", "gz"]),
    damage=st.lists(st.tuples(st.integers(0, 10_000), st.binary(min_size=1, max_size=8)), max_size=4),
    cut=st.integers(0, 300),
)
def test_no_damage_whatever_stops_a_run(tmp_path: Path, kind: str, damage: list[tuple[int, bytes]], cut: int) -> None:
    content = tar_of({"mail.mbox": mailbox(3), "a/b.ics": calendar(1), "m/1.eml": message(1)})
    compress = {"tgz": gzip.compress, "gz": gzip.compress, "tbz": bz2.compress, "txz": lzma.compress}
    damaged = bytearray(compress.get(kind, bytes)(mailbox(5) if kind == "gz" else content))
    for place, noise in damage:
        place = place % len(damaged)
        damaged[place : place + len(noise)] = noise
    examined = look_at(bytes(damaged[: max(len(damaged) - cut, 0)]), f"x.{kind}", tmp_path)
    assert all(refused.reason and refused.cause != "bug" for refused in examined.quarantined)
    assert examined.recognized or examined.quarantined


BEGINNINGS = [
    b"",
    b"PK\x03\x04",
    b"PK\x05\x06" + bytes(18),
    GZIP + b"\x08" + bytes(7),
    b"BZh9",
    unpacking.XZ,
    b"!BDN",
    b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1",
    b"SQLite format 3\0",
    b"bplist00",
    b"BEGIN:VCARD\n",
    b"BEGIN:VCALENDAR\n",
    b"From ida@harbour.example Mon Mar  4 09:30:00 2024\n",
    b"From: ida@harbour.example\nDate: ",
    b"From,To,Date\nida@harbour.example,",
    b"Name,Email\nIda,",
    b'{"from": "ida@harbour.example", "date": ',
    b"\xff\xfeF\0r\0o\0m\0",
]


@settings(max_examples=150, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    beginning=st.sampled_from(BEGINNINGS),
    rest=st.binary(max_size=400),
    name=st.sampled_from(["x", "x.csv", "x.msg", "x.abcddb", "x.abcdp", "x.eml", "x.tgz", "Connections.csv"]),
)
def test_whatever_is_dropped_in_is_read_or_reported(tmp_path: Path, beginning: bytes, rest: bytes, name: str) -> None:
    write_all(tmp_path / "inbox", {name: beginning + rest})
    summary = land_inbox(tmp_path / "inbox", tmp_path / "landing")
    assert not summary.is_failed
    for refused in summary.quarantined:
        assert refused.reason
