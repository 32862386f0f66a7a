"""The whole line, from an inbox of exports to a published warehouse, on the exports that the demo bundles."""

from __future__ import annotations

import os
import shutil
import signal
import subprocess
import sys
from collections.abc import Iterator
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import duckdb
import pytest

from connectors.leftovers import HOME, reason_in_home
from pipelines.demo import AS_OF, INBOX
from pipelines.home import Home
from pipelines.run import RunReport, run
from pipelines.settings import Settings

# Tables that tell about runs rather than about people.
ABOUT_RUNS = {"runs"}


def run_once(home: Home, *inbox: Path, as_of: date = AS_OF) -> RunReport:
    return run(inbox or (INBOX,), home, Settings.model_construct(), as_of)


def content_of(home: Home) -> dict[str, list[tuple[Any, ...]]]:
    with duckdb.connect(str(home.warehouse), read_only=True) as connection:
        tables = [name for (name,) in connection.execute("select table_name from duckdb_tables()").fetchall()]
        return {
            table: connection.execute(f"select * from {table} order by all").fetchall()
            for table in sorted(set(tables) - ABOUT_RUNS)
        }


def files_of(folder: Path) -> dict[str, bytes]:
    return {str(path.relative_to(folder)): path.read_bytes() for path in sorted(folder.rglob("*")) if path.is_file()}


@pytest.fixture(scope="module")
def published(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Home]:
    home = Home(tmp_path_factory.mktemp("undisturbed"))
    run_once(home)
    yield home


def test_a_second_run_in_which_nothing_changed_publishes_nothing(published: Home) -> None:
    before = published.warehouse.stat()
    report = run_once(published)
    assert not report.is_published
    assert report.summary.landed == ()
    assert published.warehouse.stat().st_mtime_ns == before.st_mtime_ns


def test_lists_that_a_killed_run_did_not_write_are_written_by_the_next(own_home: Home) -> None:
    inbox = own_home.inbox
    run_once(own_home, inbox)
    written = files_of(own_home.exports)
    (own_home.exports / "actions.md").unlink()
    (own_home.exports / "actions.csv").write_bytes(b"of the run before")
    os.utime(own_home.exports / "actions.csv", ns=(0, 0))
    assert not run_once(own_home, inbox).is_published
    assert files_of(own_home.exports) == written


def test_what_a_killed_run_left_half_written_goes_with_the_next_that_publishes(own_home: Home) -> None:
    left = [own_home.exports / ".actions.csv.x.partial", own_home.root / ".runs.jsonl.x.partial"]
    for path in left:
        path.write_text("Ana")
    assert run_once(own_home, own_home.inbox, as_of=AS_OF + timedelta(days=1)).is_published
    assert not [path for path in left if path.exists()]


def test_whatever_a_home_keeps_is_told_from_what_is_to_be_read(tmp_path: Path) -> None:
    kept = {getattr(Home(tmp_path), name).name for name, value in vars(Home).items() if isinstance(value, property)}
    assert {name for name in kept if not reason_in_home(name, HOME)} == {"inbox"}


def test_the_same_exports_make_the_same_tables_and_the_same_lists(published: Home, tmp_path: Path) -> None:
    again = Home(tmp_path / "again")
    run_once(again)
    assert content_of(again) == content_of(published)
    names = {"actions.csv", "actions.json", "actions.md", "actions.xlsx"}
    first, second = files_of(published.exports), files_of(again.exports)
    assert names <= first.keys()
    assert first == second


def test_exports_that_arrive_in_two_halves_make_the_same_tables(published: Home, tmp_path: Path) -> None:
    home = Home(tmp_path / "home")
    halves = [tmp_path / "first", tmp_path / "second"]
    for number, path in enumerate(sorted(path for path in INBOX.rglob("*") if path.is_file())):
        target = halves[number % 2] / path.relative_to(INBOX)
        target.parent.mkdir(parents=True, exist_ok=True)
        shutil.copy2(path, target)
    for half in halves:
        run_once(home, half)
    assert content_of(home) == content_of(published)


def test_everything_in_a_home_is_private(published: Home) -> None:
    for path in published.root.rglob("*"):
        assert path.stat().st_mode & 0o077 == 0, path.name


def test_the_owner_is_found_without_being_told(published: Home) -> None:
    with duckdb.connect(str(published.warehouse), read_only=True) as connection:
        owners = connection.execute("select count(*) from people where is_owner").fetchall()
        in_touch_with_self = connection.execute(
            "select count(*) from relationships inner join people using (person_id) where is_owner"
        ).fetchall()
    assert (owners, in_touch_with_self) == ([(1,)], [(0,)])


def test_all_six_families_of_advice_come_from_the_bundled_exports(published: Home) -> None:
    with duckdb.connect(str(published.warehouse), read_only=True) as connection:
        families = {row[0] for row in connection.execute("select family from suggested_actions").fetchall()}
    assert families == {
        "keep_in_touch",
        "show_appreciation",
        "offer_help",
        "attend_event",
        "be_genuine",
        "collaborate",
    }


def test_the_macros_answer(published: Home) -> None:
    with duckdb.connect(str(published.warehouse), read_only=True) as connection:
        name, company = connection.execute(
            "select full_name, company from people where company is not null and not is_owner order by all limit 1"
        ).fetchall()[0]
        colleagues = connection.execute("select full_name from who_at($1)", [company]).fetchall()
        assert (name,) in colleagues
        assert connection.execute("select count(*) from fading(3)").fetchall()[0][0] <= 3
        slipping = connection.execute("select strength_at_exit, tie_strength from slipping(3)").fetchall()
        assert 1 <= len(slipping) <= 3
        assert all(then > now for then, now in slipping)
        assert connection.execute("select count(*) from timeline($1)", [name]).fetchall()[0][0] >= 1


@pytest.mark.parametrize("delay", [0.3, 0.8, 1.5])
def test_a_run_that_is_killed_at_any_moment_is_made_good_by_the_next(
    published: Home, tmp_path: Path, delay: float
) -> None:
    home = Home(tmp_path / "home")
    command = [sys.executable, "-c", _RUN, str(INBOX), str(home.root), AS_OF.isoformat()]
    with subprocess.Popen(command, start_new_session=True) as running:
        try:
            running.wait(delay)
        except subprocess.TimeoutExpired:
            os.killpg(running.pid, signal.SIGKILL)
    run_once(home)
    assert content_of(home) == content_of(published)
    assert not list(home.root.glob("*.draft*"))


_RUN = """
import sys
from datetime import date
from pathlib import Path
from pipelines.home import Home
from pipelines.run import run
from pipelines.settings import Settings
run([Path(sys.argv[1])], Home(Path(sys.argv[2])), Settings.model_construct(), date.fromisoformat(sys.argv[3]))
"""


def test_what_cannot_be_read_is_listed_with_a_reason_and_the_rest_is_published(tmp_path: Path) -> None:
    inbox = tmp_path / "inbox"
    shutil.copytree(INBOX, inbox)
    (inbox / "empty.mbox").touch()
    (inbox / "noise.mbox").write_bytes(bytes(range(256)) * 40)
    (inbox / "cut.zip").write_bytes(next(INBOX.rglob("*.zip")).read_bytes()[:-200])
    (inbox / "columns.csv").write_text("colour,size\nred,3\n")
    (inbox / "endless.ics").write_text(
        "BEGIN:VCALENDAR\nVERSION:2.0\nBEGIN:VEVENT\nUID:far\nDTSTART:300000101T000000Z\nSUMMARY:far\nEND:VEVENT\n"
    )
    home = Home(tmp_path / "home")
    report = run_once(home, inbox)
    assert report.is_published
    assert not report.summary.is_failed
    with duckdb.connect(str(home.warehouse), read_only=True) as connection:
        reasons = dict(
            connection.execute("select source_path, max(reason) from rejected_records group by 1").fetchall()
        )
        listed = {row[0] for row in connection.execute("select source_path from sources where rejected > 0").fetchall()}
        people = connection.execute("select count(*) from people").fetchall()[0][0]
    assert {"empty.mbox", "noise.mbox", "cut.zip", "columns.csv", "endless.ics"} <= reasons.keys() & listed
    assert all(reasons.values())
    assert people > 20
