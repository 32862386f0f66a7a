from __future__ import annotations

import csv
import io
import json
import os
import shutil
import subprocess
import sys
import zipfile
from collections.abc import Callable
from pathlib import Path
from typing import NamedTuple

import duckdb
import pytest

from pipelines.cli import COMMANDS, main
from pipelines.demo import AS_OF, INBOX
from pipelines.home import Home
from warehouse import decisions

ALL_COMMANDS = [name for commands in COMMANDS.values() for name in commands]
HEAVY = {"duckdb", "polars", "prefect", "rich", "cyclopts", "pydantic", "icalendar"}


class Printed(NamedTuple):
    code: int
    out: str
    err: str


Keepwarm = Callable[..., Printed]


@pytest.fixture
def keepwarm(capsysbinary: pytest.CaptureFixture[bytes], monkeypatch: pytest.MonkeyPatch) -> Keepwarm:
    monkeypatch.setenv("COLUMNS", "120")

    def call(*words: object) -> Printed:
        code = main([str(word) for word in words])
        out, err = capsysbinary.readouterr()
        return Printed(code, out.decode(), err.decode())

    return call


@pytest.fixture
def own_home(demo_home: Home, tmp_path: Path) -> Home:
    """Return a copy of the demo's home, to write in."""
    shutil.copytree(demo_home.root, tmp_path / "home")
    return Home(tmp_path / "home")


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


def test_actions_come_as_a_table_a_file_or_json(keepwarm: Keepwarm, demo_home: Home, tmp_path: Path) -> None:
    table = keepwarm("actions", "--home", demo_home.root)
    listed = json.loads(keepwarm("actions", "--json", "--home", demo_home.root).out)["actions"]
    assert 0 < len(listed) <= 5
    assert all(action["title"].split()[0] in table.out for action in listed)
    rows = list(csv.DictReader(io.StringIO(keepwarm("actions", "--format", "csv", "--home", demo_home.root).out)))
    assert [row["full_name"] for row in rows] == [action["full_name"] for action in listed]
    out = tmp_path / "week.html"
    assert keepwarm("actions", "--format", "html", "--out", out, "--home", demo_home.root).code == 0
    assert out.read_text().startswith("<!doctype html>")
    assert out.stat().st_mode & 0o777 == 0o600


def test_all_actions_are_more_than_those_of_the_week(keepwarm: Keepwarm, demo_home: Home) -> None:
    week = json.loads(keepwarm("actions", "--json", "--home", demo_home.root).out)["actions"]
    everything = json.loads(keepwarm("actions", "--json", "--all", "--home", demo_home.root).out)["actions"]
    assert len(everything) > len(week)
    assert everything[: len(week)] == week


def test_a_place_that_cannot_be_written_is_named(keepwarm: Keepwarm, demo_home: Home, tmp_path: Path) -> None:
    printed = keepwarm("actions", "--format", "csv", "--out", tmp_path / "no" / "x.csv", "--home", demo_home.root)
    assert printed.code == 1
    assert "x.csv" in printed.err


def somebody(keepwarm: Keepwarm, home: Home) -> dict[str, str]:
    """Return the first person on the list of the week."""
    chosen: dict[str, str] = json.loads(keepwarm("actions", "--json", "--home", home.root).out)["actions"][0]
    return chosen


def test_a_person_is_found_by_name_address_and_id(keepwarm: Keepwarm, demo_home: Home) -> None:
    person = somebody(keepwarm, demo_home)
    for word in (person["full_name"].lower(), person["email"].upper(), person["person_id"]):
        shown = json.loads(keepwarm("show", *word.split(), "--json", "--home", demo_home.root).out)
        assert shown["person"]["person_id"] == person["person_id"]
        assert shown["relationship"]["person_id"] == person["person_id"]
        assert shown["interactions"]
    printed = keepwarm("show", person["email"], "--home", demo_home.root).out
    assert person["full_name"] in printed
    assert person["reason"][:20] in printed


def test_of_several_people_a_list_is_shown(keepwarm: Keepwarm, demo_home: Home) -> None:
    printed = keepwarm("show", "a", "--home", demo_home.root)
    assert printed.code == 1
    assert "several people fit" in printed.err
    assert printed.out.count("\n") > 3
    assert keepwarm("show", "nobody-is-called-so", "--home", demo_home.root).code == 1


def test_sql_reads_a_query_from_first_as_table_csv_and_json(
    keepwarm: Keepwarm, demo_home: Home, monkeypatch: pytest.MonkeyPatch
) -> None:
    query = "from people select full_name where is_owner"
    assert "1 row\n" in keepwarm("sql", query, "--home", demo_home.root).out
    as_json = json.loads(keepwarm("sql", query, "--json", "--home", demo_home.root).out)
    monkeypatch.setattr("sys.stdin", io.StringIO(query))
    as_csv = keepwarm("sql", "--format", "csv", "--home", demo_home.root).out
    assert as_csv.splitlines() == ["full_name", as_json[0]["full_name"]]


@pytest.mark.parametrize(
    "query",
    [
        "delete from people",
        "create table mine as from people",
        "copy people to '{folder}/stolen.csv'",
        "from read_text('{folder}/secret.txt')",
        "from '{folder}/secret.csv'",
        "attach '{folder}/other.duckdb' as other",
        "install httpfs",
        "set enable_external_access = true",
        "export database '{folder}/stolen'",
    ],
)
def test_a_query_can_change_and_reach_nothing(keepwarm: Keepwarm, demo_home: Home, tmp_path: Path, query: str) -> None:
    (tmp_path / "secret.txt").write_text("secret")
    (tmp_path / "secret.csv").write_text("secret\n1\n")
    printed = keepwarm("sql", query.format(folder=tmp_path), "--home", demo_home.root)
    assert printed.code == 1
    assert printed.out == ""
    assert {path.name for path in tmp_path.iterdir()} == {"secret.txt", "secret.csv"}


def test_what_the_database_says_of_a_wrong_query_is_told_without_a_traceback(
    keepwarm: Keepwarm, demo_home: Home
) -> None:
    printed = keepwarm("sql", "from peeple", "--home", demo_home.root)
    assert printed.code == 1
    assert "peeple" in printed.err
    assert "Traceback" not in printed.err


def test_debug_shows_where_an_error_comes_from(keepwarm: Keepwarm, demo_home: Home) -> None:
    with pytest.raises(Exception, match="peeple"):
        keepwarm("sql", "from peeple", "--debug", "--home", demo_home.root)


def test_a_reader_is_not_in_the_way_of_a_query(keepwarm: Keepwarm, demo_home: Home) -> None:
    with duckdb.connect(demo_home.warehouse, read_only=True):
        assert keepwarm("sql", "from runs", "--home", demo_home.root).code == 0


def test_status_says_what_is_covered_and_what_to_ask_for_next(keepwarm: Keepwarm, tmp_path: Path) -> None:
    keepwarm("run", INBOX / "contacts.vcf", "--home", tmp_path, "--as-of", AS_OF)
    printed = keepwarm("status", "--months", "--home", tmp_path).out
    assert "vcard" in printed
    assert "Next: LinkedIn" in printed
    report = json.loads(keepwarm("status", "--json", "--home", tmp_path).out)
    assert [source["connector"] for source in report["sources"]] == ["vcard"]


@pytest.mark.parametrize(("command", "state"), [("done", "done"), ("snooze", "snoozed"), ("dismiss", "dismissed")])
def test_a_decision_is_kept_and_takes_the_person_off_the_list(
    keepwarm: Keepwarm, own_home: Home, command: str, state: str
) -> None:
    person = somebody(keepwarm, own_home)
    printed = keepwarm(command, *person["full_name"].split(), "--note", "told her", "--home", own_home.root)
    assert printed.code == 0
    assert person["full_name"] in printed.out
    taken = decisions.read(own_home.decisions)[-1]
    assert (taken.decision, taken.key, taken.note) == (command, person["email"], "told her")
    listed = json.loads(keepwarm("actions", "--json", "--home", own_home.root).out)["actions"]
    assert person["person_id"] not in {action["person_id"] for action in listed}
    everything = json.loads(keepwarm("actions", "--json", "--all", "--home", own_home.root).out)["actions"]
    states = {action["person_id"]: action["state"] for action in everything}
    assert states.get(person["person_id"], state) == state


def test_a_snooze_ends_in_the_future(keepwarm: Keepwarm, own_home: Home) -> None:
    person = somebody(keepwarm, own_home)
    assert keepwarm("snooze", person["email"], "--until", "2020-01-01", "--home", own_home.root).code == 1
