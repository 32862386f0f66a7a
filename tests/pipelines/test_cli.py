from __future__ import annotations

import io
import json
import os
import re
import resource
import shutil
import subprocess
import sys
import zipfile
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

from pipelines.cli import COMMANDS
from pipelines.demo import AS_OF, INBOX
from pipelines.home import Home
from tests.conftest import Demo
from tests.pipelines.conftest import Keepwarm
from warehouse import decisions
from warehouse.store import locked

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
    assert "ARGS" not in printed.out or command in ("run", "sql")
    assert max(map(len, printed.out.splitlines())) <= 120


def test_what_is_misspelt_ends_with_2(keepwarm: Keepwarm) -> None:
    assert keepwarm("actions", "--frmat", "csv").code == 2
    assert keepwarm("acshuns").code == 2
    assert keepwarm("run", "--as-of", "yesterday").code == 2
    assert keepwarm("show", "ana", "--last", "-1").code == 2
    assert keepwarm("done") == (
        2,
        "",
        'keepwarm: Command "done" parameter PERSON requires an argument. See `keepwarm done --help`.\n',
    )


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
    words = ("run", INBOX, "--home", tmp_path / "home", "--as-of", AS_OF)
    mask = os.umask(0)
    try:
        first = keepwarm(*words, "--me", "me@a.example", "--me", "me@b.example")
    finally:
        os.umask(mask)
    assert first.code == 0
    assert "Whom to write to, as of 20 November 2026" in first.out
    assert first.err == ""
    assert 'me = ["me@a.example", "me@b.example"]' in (tmp_path / "home" / "settings.toml").read_text()
    open_to_others = [path for path in (tmp_path / "home").rglob("*") if path.stat().st_mode & 0o077]
    assert open_to_others == []
    before = (tmp_path / "home" / "warehouse.duckdb").stat()
    second = keepwarm(*words, "--json")
    assert json.loads(second.out)["landed"] == []
    assert json.loads(second.out)["is_published"] is False
    after = (tmp_path / "home" / "warehouse.duckdb").stat()
    assert (before.st_ino, before.st_mtime_ns) == (after.st_ino, after.st_mtime_ns)


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


def test_who_is_unknown_to_be_the_owner_is_asked_for_an_address(keepwarm: Keepwarm, tmp_path: Path) -> None:
    hint = "Name an address of yours: keepwarm run --me you@example.com"
    run = ("run", INBOX / "contacts.vcf", "--home", tmp_path, "--as-of", AS_OF)
    assert hint in keepwarm(*run).out
    assert hint in keepwarm("status", "--home", tmp_path).out
    addresses = keepwarm(
        "sql", "select primary_email from people where primary_email <> ''", "--json", "--home", tmp_path
    )
    address = json.loads(addresses.out)[0]["primary_email"]
    assert hint not in keepwarm(*run, "--me", address).out
    told = next(line for line in keepwarm("status", "--home", tmp_path).out.splitlines() if "Your addresses" in line)
    assert address in told


def test_who_tidies_the_inbox_up_keeps_the_list(keepwarm: Keepwarm, own_home: Home) -> None:
    shutil.rmtree(own_home.inbox)
    printed = keepwarm("run", "--home", own_home.root, "--as-of", AS_OF)
    assert (printed.code, printed.err) == (0, "")
    assert "Nothing new" in printed.out
    assert "Write to" in printed.out
    (own_home.inbox / "form.pdf").write_bytes(b"%PDF-1.7")
    printed = keepwarm("run", "--home", own_home.root, "--as-of", AS_OF)
    assert printed.code == 0
    assert "Write to" in printed.out


def test_what_the_terminal_cannot_show_is_a_question_mark(demo: Demo) -> None:
    command = [sys.executable, "-c", "from pipelines.cli import command; raise SystemExit(command())"]
    environment = {**os.environ, "PYTHONIOENCODING": "ascii", "KEEPWARM_HOME": str(demo.home.root)}
    for words in (["actions"], ["sql", "select '\u00e9' as letter", "--json"]):
        done = subprocess.run([*command, *words], env=environment, capture_output=True, check=True)
        assert (done.stdout.isascii(), done.stderr) == (True, b"")
    assert json.loads(done.stdout) == [{"letter": "\u00e9"}]
    as_csv = [*command, "sql", "select '\u00e9' as letter", "--format", "csv"]
    done = subprocess.run(as_csv, env=environment, capture_output=True, check=True)
    assert done.stdout.decode() == "letter\n\u00e9\n"


def test_nobody_is_one_sided_whom_an_address_answers_that_is_not_known_to_be_the_owners(
    keepwarm: Keepwarm, tmp_path: Path
) -> None:
    pairs = [("Ida <ida@reef.example>", "Bo <bo@oak.example>"), ("Bo <bo@oak.example>", "Ida <ida@reef.example>")] * 21
    letters = [
        f"From - \nMessage-ID: <{number}@reef.example>\nFrom: {sender}\nTo: {recipient}\n"
        f"Date: Mon, 4 May 2026 09:{number}:00 +0000\n\nText.\n\n"
        for number, (sender, recipient) in enumerate(pairs, start=10)
    ]
    (tmp_path / "mail.mbox").write_text("".join(letters))
    run = ("run", tmp_path / "mail.mbox", "--home", tmp_path / "home", "--as-of", AS_OF)
    assert "2 people, 0 ties" in (printed := keepwarm(*run).out)
    assert "known to be you" in printed
    assert "2 people, 1 tie of your own" in keepwarm(*run, "--me", "ida@reef.example").out
    newer = letters[0].replace("<10@", "<new@").replace("ida@reef.example", "ida@elm.example")
    (tmp_path / "mail.mbox").write_text("".join([*letters, newer]))
    run = ("run", tmp_path / "mail.mbox", "--home", tmp_path / "other", "--as-of", AS_OF)
    assert "3 people, 1 tie of your own" in keepwarm(*run, "--me", "ida@elm.example").out


def test_a_calendar_without_guests_is_told(keepwarm: Keepwarm, tmp_path: Path) -> None:
    event = "BEGIN:VEVENT\nUID:{0}\nDTSTAMP:20260101T000000Z\nDTSTART:202601{0}T100000Z\nSUMMARY:Busy\n{1}END:VEVENT\n"
    guest = "ATTENDEE;CN=Ida Lind:mailto:ida@reef.example\nATTENDEE:mailto:me@reef.example\n"
    for name, last in ("published", ""), ("exported", guest):
        events = [event.format(day, last if day == 20 else "") for day in range(11, 21)]
        calendar = tmp_path / f"{name}.ics"
        calendar.write_text("BEGIN:VCALENDAR\nVERSION:2.0\n" + "".join(events) + "END:VCALENDAR\n", encoding="utf-8")
        assert keepwarm("run", calendar, "--home", tmp_path / name, "--as-of", AS_OF).code == 0
        hint = "None of 10 meetings"
        assert (hint in keepwarm("status", "--home", tmp_path / name).out) == (not last)


def test_somebody_elses_linkedin_archive_is_named_as_left_aside(keepwarm: Keepwarm, tmp_path: Path) -> None:
    for given, family, day in ("Ana", "Sousa", "10"), ("Mara", "Lind", "11"):
        with zipfile.ZipFile(tmp_path / f"Basic_LinkedInDataExport_11-{day}-2026.zip", "w") as archive:
            archive.writestr("Profile.csv", f"First Name,Last Name,Headline\n{given},{family},Cook\n")
            archive.writestr("Email Addresses.csv", f"Email Address,Confirmed,Primary\n{given}@post.example,Yes,Yes\n")
    other = "Basic_LinkedInDataExport_11-11-2026.zip, left aside as somebody else's"
    run = ("run", tmp_path, "--home", tmp_path / "home", "--as-of", AS_OF)
    assert other in keepwarm(*run).out
    assert other in keepwarm("status", "--home", tmp_path / "home").out
    assert other.replace("11-11", "11-10") in keepwarm(*run, "--me", "mara@post.example").out


def test_a_disk_that_is_full_is_named_and_no_draft_is_left(keepwarm: Keepwarm, tmp_path: Path) -> None:
    limits = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (300_000, limits[1]))
    try:
        printed = keepwarm("run", INBOX / "contacts.vcf", "--home", tmp_path, "--as-of", AS_OF)
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, limits)
    assert printed.code == 1
    assert (
        printed.err == "keepwarm: warehouse.duckdb: File too large. Check permissions and free space, and run again.\n"
    )
    assert not list(tmp_path.glob("*.draft*"))


def test_ctrl_c_is_said_in_one_line(keepwarm: Keepwarm, demo_home: Home, monkeypatch: pytest.MonkeyPatch) -> None:
    class Interrupted(io.StringIO):
        def read(self, size: int | None = -1, /) -> str:
            raise KeyboardInterrupt

    monkeypatch.setattr("sys.stdin", Interrupted())
    printed = keepwarm("sql", "--home", demo_home.root)
    assert (printed.code, printed.out) == (130, "")
    assert printed.err.startswith("keepwarm: stopped;")
    assert printed.err.count("\n") == 1


def test_what_is_decided_while_a_run_is_at_work_is_kept(
    keepwarm: Keepwarm, own_home: Home, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("pipelines.run.LOCK_WAIT_SECONDS", 0.1)
    with ThreadPoolExecutor(1) as other, locked(own_home.warehouse):
        printed = other.submit(keepwarm, "pin", "maja", "--home", own_home.root).result()
    assert printed == (
        0,
        "Pinned: Maja Ostrowski\n",
        f"keepwarm: another run (pid {os.getpid()}) is at work. What you said is kept, and the next run takes it in.\n",
    )
    assert decisions.read(own_home.decisions)[-1].decision == "pin"


def test_the_demo_touches_no_home_and_obeys_no_settings_of_the_users(demo: Demo) -> None:
    assert demo.code == 0
    assert not demo.users_home.exists()
    assert len(json.loads((demo.home.exports / "actions.json").read_text())["actions"]) > 1
    assert re.findall(r"^ (\d) ", demo.printed, re.MULTILINE)[:5] == ["1", "2", "3", "4", "5"]
