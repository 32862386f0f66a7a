from __future__ import annotations

import stat
import struct
import zipfile
from datetime import date
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from connectors import message_files
from connectors.archives import unpacking
from connectors.discovery import Examined, examine
from connectors.inbox import InboxFile, walk
from connectors.records import Interaction
from tests.inboxes import calendar, connections, mailbox, message, tree, write_zip

GOOD = {"Connections.csv": connections(2)}


def look(path: Path, tmp_path: Path) -> Examined:
    (found,) = walk([path])
    assert isinstance(found, InboxFile)
    return examine(found, tmp_path / "spool")


def recognized(examined: Examined) -> list[tuple[str, str]]:
    return [(unit.source_path, unit.connector) for unit in examined.recognized]


def reasons(examined: Examined) -> dict[str, str]:
    return {refused.source_path: refused.reason for refused in examined.quarantined}


def test_members_are_recognised_by_content_and_named_after_the_archive(tmp_path: Path) -> None:
    path = write_zip(
        tmp_path / "Complete_LinkedInDataExport_03-02-2024.zip",
        {"Connections.csv": connections(1), "mail/anything": mailbox(1), "x/plan.bak": calendar(1)},
    )
    examined = look(path, tmp_path)
    assert recognized(examined) == [
        (f"{path.name}!Connections.csv", "linkedin"),
        (f"{path.name}!mail/anything", "mbox"),
        (f"{path.name}!x/plan.bak", "ics"),
    ]
    assert not examined.quarantined
    assert {unit.source.observed_on for unit in examined.recognized} == {date(2024, 3, 2)}


def test_without_a_date_in_its_name_an_archive_is_as_old_as_its_newest_member(tmp_path: Path) -> None:
    examined = look(write_zip(tmp_path / "export.zip", GOOD, (2023, 7, 9, 1, 2, 4)), tmp_path)
    assert examined.recognized[0].source.observed_on == date(2023, 7, 9)
    undated = look(write_zip(tmp_path / "undated.zip", GOOD, (1980, 1, 1, 0, 0, 0)), tmp_path)
    assert undated.recognized[0].source.observed_on is None


def test_a_recognised_member_is_unpacked_for_its_owner_alone(tmp_path: Path) -> None:
    large = mailbox(20_000)
    assert len(large) > unpacking.CHUNK
    (unit,) = look(write_zip(tmp_path / "takeout.zip", {"All mail.mbox": large}), tmp_path).recognized
    assert unit.source.unpacked is not None
    assert unit.source.unpacked.read_bytes() == large
    assert stat.S_IMODE(unit.source.unpacked.stat().st_mode) == 0o600
    assert stat.S_IMODE(unit.source.unpacked.parent.stat().st_mode) == 0o700
    assert unit.source.name == "All mail.mbox"


@pytest.mark.parametrize(
    "name",
    [
        "../Connections.csv",
        "a/../../Connections.csv",
        "/etc/Connections.csv",
        "C:\\Contacts.csv",
        "..\\x.csv",
        "a\\..\\..\\x.csv",
        "\\etc\\x.csv",
        "\\\\host\\share\\x.csv",
    ],
)
def test_a_member_that_would_leave_its_folder_is_refused_and_the_rest_goes_on(tmp_path: Path, name: str) -> None:
    examined = look(write_zip(tmp_path / "x.zip", {name: connections(1), **GOOD}), tmp_path)
    assert list(reasons(examined).values()) == ["its name leads out of the archive"]
    assert recognized(examined) == [("x.zip!Connections.csv", "linkedin")]


def test_backslashes_separate_the_folders_where_there_are_no_slashes(tmp_path: Path) -> None:
    members = {"export\\Drafts\\": b"", "export\\Drafts\\d.eml": message(1), "export\\.hidden\\b.csv": b"a"}
    examined = look(write_zip(tmp_path / "x.zip", {**members, "mail/A\\B.mbox": mailbox(1)}), tmp_path)
    assert recognized(examined) == [("x.zip!mail/A\\B.mbox", "mbox"), ("x.zip!export/Drafts", "message_files")]
    assert not examined.quarantined
    (draft,) = message_files.read(examined.recognized[1].source)
    assert isinstance(draft, Interaction)
    assert (draft.folder, draft.state) == ("Drafts", "draft")


@pytest.mark.parametrize(
    ("name", "shown"),
    [
        ("Entwürfe\\d.mbox".encode("cp850"), "Entwürfe/d.mbox"),
        # "表" ends with the byte of the backslash.
        ("名簿表.mbox".encode("shift_jis"), "名簿表.mbox".encode("shift_jis").decode("cp437")),
    ],
)
def test_half_a_character_of_a_name_separates_no_folders(tmp_path: Path, name: bytes, shown: str) -> None:
    ascii_name = "a" * len(name)
    path = write_zip(tmp_path / "x.zip", {ascii_name: mailbox(1)})
    path.write_bytes(path.read_bytes().replace(ascii_name.encode(), name))
    assert recognized(look(path, tmp_path)) == [(f"x.zip!{shown}", "mbox")]


def test_a_symbolic_link_in_an_archive_is_refused(tmp_path: Path) -> None:
    with zipfile.ZipFile(tmp_path / "x.zip", "w") as opened:
        link = zipfile.ZipInfo("Connections.csv")
        link.external_attr = (stat.S_IFLNK | 0o777) << 16
        opened.writestr(link, "/etc/passwd")
    assert reasons(look(tmp_path / "x.zip", tmp_path)) == {"x.zip!Connections.csv": "it is a symbolic link"}


def test_an_encrypted_member_is_refused_with_what_to_do(tmp_path: Path) -> None:
    path = write_zip(tmp_path / "x.zip", GOOD)
    content = bytearray(path.read_bytes())
    for signature, offset in ((b"PK\x03\x04", 6), (b"PK\x01\x02", 8)):
        content[content.index(signature) + offset] |= 1
    path.write_bytes(content)
    assert "encrypted" in reasons(look(path, tmp_path))["x.zip!Connections.csv"]


def test_a_truncated_archive_is_refused_as_a_whole(tmp_path: Path) -> None:
    path = write_zip(tmp_path / "x.zip", GOOD)
    path.write_bytes(path.read_bytes()[:-30])
    assert reasons(look(path, tmp_path)) == {"x.zip": "the archive is truncated or damaged; download it again"}


def test_a_damaged_member_does_not_harm_the_others(tmp_path: Path) -> None:
    path = write_zip(tmp_path / "x.zip", {"mail.mbox": mailbox(50), **GOOD})
    content = bytearray(path.read_bytes())
    content[60:90] = bytes(30)
    path.write_bytes(content)
    examined = look(path, tmp_path)
    assert reasons(examined) == {"x.zip!mail.mbox": "it is damaged and cannot be unpacked; download the archive again"}
    assert recognized(examined) == [("x.zip!Connections.csv", "linkedin")]


def test_a_bomb_that_declares_itself_is_not_even_opened(tmp_path: Path) -> None:
    bomb = mailbox(1) + b"\n" * (unpacking.HARMLESS_BYTES + 1)
    examined = look(write_zip(tmp_path / "x.zip", {"mail.mbox": bomb, **GOOD}), tmp_path)
    assert reasons(examined) == {"x.zip!mail.mbox": "it would unpack to more than a hundred times its size"}
    assert recognized(examined) == [("x.zip!Connections.csv", "linkedin")]


def test_a_bomb_that_lies_about_its_size_is_stopped_while_it_is_read(tmp_path: Path) -> None:
    path = write_zip(tmp_path / "x.zip", {"mail.mbox": mailbox(1) + b"\n" * (unpacking.HARMLESS_BYTES * 2), **GOOD})
    content = bytearray(path.read_bytes())
    entry = content.index(b"PK\x01\x02")
    # The compressed size, as if it were hardly so.
    struct.pack_into("<I", content, entry + 20, unpacking.HARMLESS_BYTES)
    path.write_bytes(content)
    examined = look(path, tmp_path)
    assert list(reasons(examined)) == ["x.zip!mail.mbox"]
    assert sum(len(content) for content in tree(tmp_path / "spool").values()) < unpacking.HARMLESS_BYTES


def test_many_members_that_are_harmless_one_by_one_do_not_fill_the_disk(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(unpacking, "HARMLESS_TOTAL", 3_000_000)
    blanks = b"\n" * 2_000_000
    examined = look(write_zip(tmp_path / "x.zip", {f"{n}.mbox": mailbox(1) + blanks for n in range(3)}), tmp_path)
    assert recognized(examined) == [("x.zip!0.mbox", "mbox")]
    assert set(reasons(examined).values()) == {"the archive would unpack to more than a hundred times its size"}


def test_what_an_export_holds_besides_is_ignored_with_a_reason(tmp_path: Path) -> None:
    path = write_zip(
        tmp_path / "Basic_LinkedInDataExport_03-02-2024.zip",
        {**GOOD, "Articles/Articles/a.html": b"<p>", "me.jpg": b"\xff", "__MACOSX/._x.csv": b"x", ".DS_Store": b"x"},
    )
    examined = look(path, tmp_path)
    assert not examined.quarantined
    ignored = {entry.source_path.partition("!")[2]: entry.reason for entry in examined.ignored}
    assert set(ignored) == {"Articles/Articles/a.html", "me.jpg", "__MACOSX/._x.csv", ".DS_Store"}
    assert all(ignored.values())


def test_a_document_that_is_a_zip_by_accident_is_one_failure_not_twenty(tmp_path: Path) -> None:
    path = write_zip(tmp_path / "report.docx", {"[Content_Types].xml": b"<Types/>", "xl/workbook.xml": b"<w/>"})
    assert reasons(look(path, tmp_path)) == {"report.docx": "a document, not an export"}


def test_an_archive_without_files_is_reported(tmp_path: Path) -> None:
    assert reasons(look(write_zip(tmp_path / "x.zip", {}), tmp_path)) == {"x.zip": "the archive holds no files"}


@settings(max_examples=150, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    damage=st.lists(st.tuples(st.integers(0, 10_000), st.binary(min_size=1, max_size=8)), max_size=6),
    cut=st.integers(0, 200),
)
def test_no_damage_whatever_stops_a_run(tmp_path: Path, damage: list[tuple[int, bytes]], cut: int) -> None:
    path = write_zip(tmp_path / "x.zip", {"mail.mbox": mailbox(3), "a/b.ics": calendar(1), **GOOD})
    content = bytearray(path.read_bytes())
    for place, noise in damage:
        place %= len(content)
        content[place : place + len(noise)] = noise
    path.write_bytes(b"PK\x03\x04" + content[4 : len(content) - cut])
    examined = look(path, tmp_path)
    assert all(refused.reason and refused.cause != "bug" for refused in examined.quarantined)
