from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
import zipfile
from pathlib import Path

import pytest

from pipelines.cli import COMMANDS
from pipelines.demo import AS_OF, INBOX
from tests.pipelines.conftest import Keepwarm

ALL_COMMANDS = [name for commands in COMMANDS.values() for name in commands]
HEAVY = {"duckdb", "polars", "prefect", "rich", "cyclopts", "pydantic", "icalendar"}


def test_the_overview_names_every_command_and_loads_nothing_heavy() -> None:
    script = "import sys; from pipelines.cli import main; main(['--help']); print(*sys.modules, file=sys.stderr)"
    done = subprocess.run([sys.executable, "-c", script], capture_output=True, text=True, check=True)
    assert [name for name in ALL_COMMANDS if f"  {name} " not in done.stdout] == []
    assert HEAVY & set(done.stderr.split()) == set()


@pytest.mark.parametrize("command", ALL_COMMANDS)
def test_every_command_explains_itself_with_an_example(keepwarm: Keepwarm, command: str) -> None:
    printed = keepwarm(command, "--help")
    assert printed.code == 0
    assert f"Example: keepwarm {command}" in printed.out


def test_what_is_misspelt_ends_with_2(keepwarm: Keepwarm) -> None:
    assert keepwarm("actions", "--frmat", "csv").code == 2
    assert keepwarm("acshuns").code == 2
    assert keepwarm("run", "--as-of", "yesterday").code == 2


def test_an_empty_inbox_tells_how_to_request_each_export(keepwarm: Keepwarm, tmp_path: Path) -> None:
    printed = keepwarm("run", "--home", tmp_path / "home", "--as-of", AS_OF)
    assert printed.code == 0
    for needed in ("LinkedIn", "takeout.google.com", "Outlook", "Apple", "vCard", str(tmp_path / "home" / "inbox")):
        assert needed in printed.out
    assert (tmp_path / "home" / "inbox").is_dir()


def test_without_a_warehouse_the_user_is_told_what_to_run(keepwarm: Keepwarm, tmp_path: Path) -> None:
    for words in (["actions"], ["show", "ana"], ["sql", "from people"], ["done", "ana"]):
        printed = keepwarm(*words, "--home", tmp_path)
        assert printed.code == 1
        assert printed.out == ""
        assert printed.err.count("\n") == 1
        assert "keepwarm run" in printed.err


def test_a_run_reads_an_inbox_and_a_second_one_changes_nothing(keepwarm: Keepwarm, tmp_path: Path) -> None:
    words = ("run", INBOX, "--home", tmp_path, "--as-of", AS_OF)
    first = keepwarm(*words)
    assert first.code == 0
    assert "Whom to write to, as of 20 November 2026" in first.out
    assert first.err == ""
    before = (tmp_path / "warehouse.duckdb").stat()
    second = keepwarm(*words, "--json")
    assert json.loads(second.out)["landed"] == []
    assert json.loads(second.out)["is_published"] is False
    after = (tmp_path / "warehouse.duckdb").stat()
    assert (before.st_ino, before.st_mtime_ns) == (after.st_ino, after.st_mtime_ns)


def test_everything_in_a_home_is_its_owners_alone(keepwarm: Keepwarm, tmp_path: Path) -> None:
    home = tmp_path / "home"
    mask = os.umask(0)
    try:
        keepwarm("run", INBOX, "--home", home, "--as-of", AS_OF)
    finally:
        os.umask(mask)
    open_to_others = [path for path in (home, *home.rglob("*")) if path.stat().st_mode & 0o077]
    assert open_to_others == []


def test_single_files_can_be_read(keepwarm: Keepwarm, tmp_path: Path) -> None:
    printed = keepwarm("run", INBOX / "contacts.vcf", "--home", tmp_path, "--as-of", AS_OF, "--json")
    assert {unit["connector"] for unit in json.loads(printed.out)["landed"]} == {"vcard"}


def test_an_inbox_that_is_not_there_is_named(keepwarm: Keepwarm, tmp_path: Path) -> None:
    printed = keepwarm("run", tmp_path / "nowhere", "--home", tmp_path / "home")
    assert printed.code == 1
    assert "no such file or folder" in printed.err


def test_a_rejected_file_is_a_warning_of_one_line(keepwarm: Keepwarm, tmp_path: Path) -> None:
    inbox = tmp_path / "inbox"
    inbox.mkdir()
    shutil.copy(INBOX / "contacts.vcf", inbox)
    (inbox / "broken.zip").write_bytes(b"PK\x03\x04 truncated")
    printed = keepwarm("run", inbox, "--home", tmp_path / "home", "--as-of", AS_OF)
    assert printed.code == 0
    assert printed.err.count("\n") == 1
    assert "broken.zip" in printed.err
    status = keepwarm("status", "--home", tmp_path / "home")
    assert "broken.zip" in status.out
    rejected = json.loads(keepwarm("sql", "from rejected_records", "--json", "--home", tmp_path / "home").out)
    assert [row["source_path"] for row in rejected] == ["broken.zip"]


def test_an_inbox_of_which_nothing_can_be_read_ends_with_1(keepwarm: Keepwarm, tmp_path: Path) -> None:
    inbox = tmp_path / "inbox"
    inbox.mkdir()
    with zipfile.ZipFile(inbox / "holiday.zip", "w") as archive:
        archive.writestr("beach.bin", b"\x00\x01\x02")
    printed = keepwarm("run", inbox, "--home", tmp_path / "home", "--as-of", AS_OF)
    assert printed.code == 1
    assert "nothing could be read" in printed.err


def test_my_addresses_are_remembered(keepwarm: Keepwarm, tmp_path: Path) -> None:
    keepwarm("run", INBOX, "--home", tmp_path, "--as-of", AS_OF, "--me", "me@a.example", "--me", "me@b.example")
    assert 'me = ["me@a.example", "me@b.example"]' in (tmp_path / "settings.toml").read_text()


def test_the_demo_touches_no_home_of_the_users(
    keepwarm: Keepwarm, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("KEEPWARM_HOME", str(tmp_path / "mine"))
    monkeypatch.setenv("KEEPWARM_WEEKLY_BUDGET", "1")
    monkeypatch.setenv("TMPDIR", str(tmp_path))
    monkeypatch.setattr("tempfile.tempdir", None)
    printed = keepwarm("demo")
    assert printed.code == 0
    assert "Whom to write to" in printed.out
    assert not (tmp_path / "mine").exists()
    assert len(list(tmp_path.glob("keepwarm-demo-*"))) == 1
