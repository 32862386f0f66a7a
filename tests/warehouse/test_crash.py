from __future__ import annotations

import os
import shutil
import signal
import subprocess
import sys
from datetime import timedelta
from pathlib import Path

import pytest

from connectors import mbox
from tests.inboxes import AS_OF, calendar, connections, land_inbox, mailbox, message, tree, write_all, write_zip

POINTS = 7


def run(inbox: Path, landing: Path, fatal: int) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, "-m", "tests.warehouse.killed_run", str(inbox), str(landing), str(fatal)]
    environment = {**os.environ, "PYTHONPATH": os.pathsep.join(sys.path)}
    return subprocess.run(command, capture_output=True, text=True, check=False, env=environment)


@pytest.fixture(scope="module")
def inbox(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """An inbox of which a part was landed before, with a mailbox that has grown since."""
    folder = tmp_path_factory.mktemp("crash")
    files = {"mail.mbox": mailbox(20), "junk": b"?", "md/cur/170001.x:2,S": message(500)}
    land_inbox(write_all(folder / "inbox", files), folder / "before")
    new = {"mail.mbox": mailbox(30), "plan.ics": calendar(4), "md/new/170002.x": message(501), "empty.ics": b""}
    write_all(folder / "inbox", new)
    write_zip(folder / "inbox" / "x.zip", {"Connections.csv": connections(3)})
    return folder / "inbox"


def test_a_run_that_is_killed_at_any_moment_is_completed_by_the_next(inbox: Path, tmp_path: Path) -> None:
    before = inbox.parent / "before"
    undisturbed = shutil.copytree(before, tmp_path / "undisturbed")
    complete = run(inbox, undisturbed, fatal=0)
    assert complete.returncode == 0, complete.stderr
    changes = int(complete.stdout)
    assert changes > POINTS
    often_killed = shutil.copytree(before, tmp_path / "often")
    for point in range(POINTS):
        fatal = 1 + point * changes // POINTS
        landing = shutil.copytree(before, tmp_path / f"killed-{fatal}")
        assert run(inbox, landing, fatal).returncode == -signal.SIGKILL
        land_inbox(inbox, landing, AS_OF + timedelta(days=1))
        assert tree(landing) == tree(undisturbed), f"killed before change {fatal} of {changes}"
        if point % 2:
            run(inbox, often_killed, fatal)
    land_inbox(inbox, often_killed, AS_OF + timedelta(days=1))
    assert tree(often_killed) == tree(undisturbed)


def test_what_a_killed_run_has_landed_is_not_landed_again(
    inbox: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    complete = int(run(inbox, tmp_path / "one", fatal=0).stdout)
    assert run(inbox, tmp_path / "another", fatal=complete - 2).returncode == -signal.SIGKILL
    monkeypatch.setattr(mbox, "read", None)
    assert not land_inbox(inbox, tmp_path / "another", AS_OF + timedelta(days=1)).landed
    assert tree(tmp_path / "another") == tree(tmp_path / "one")
