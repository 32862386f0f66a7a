from __future__ import annotations

import json
import shutil
from pathlib import Path

import pytest

from pipelines.home import Home
from tests.pipelines.acquaintances import AS_OF, inbox_of_acquaintances, person_of, rows, tables
from tests.pipelines.conftest import Keepwarm
from warehouse.landing import Landing


@pytest.fixture
def home(tmp_path: Path, keepwarm: Keepwarm) -> Home:
    inbox_of_acquaintances(tmp_path / "inbox")
    home = Home(tmp_path / "home")
    assert keepwarm("run", tmp_path / "inbox", "--home", home.root, "--as-of", AS_OF).code == 0
    return home


def sources(home: Home) -> list[str]:
    return [path for (path,) in rows(home, "select source_path from sources order by all")]


def test_what_a_file_told_goes_once_the_file_is_gone_and_comes_back_with_it(
    home: Home, keepwarm: Keepwarm, tmp_path: Path
) -> None:
    before = tables(home)
    (tmp_path / "inbox" / "Inbox.mbox").rename(tmp_path / "Inbox.mbox")
    # A run alone lets nothing go.
    assert keepwarm("run", tmp_path / "inbox", "--home", home.root, "--as-of", AS_OF).code == 0
    assert tables(home) == before

    printed = keepwarm("prune", "--yes", "--home", home.root)
    assert printed.code == 0
    assert "Inbox.mbox" in printed.out
    assert "Sent.mbox" not in printed.out
    assert sources(home) == ["Connections.csv", "Sent.mbox"]
    assert rows(home, "select count(*) from interactions where direction = 'inbound' and kind = 'email'") == [(0,)]
    assert person_of(home, "ida@harbour.example")
    assert keepwarm("prune", "--yes", "--home", home.root).out.startswith("Nothing to prune")

    (tmp_path / "Inbox.mbox").rename(tmp_path / "inbox" / "Inbox.mbox")
    assert keepwarm("run", tmp_path / "inbox", "--home", home.root, "--as-of", AS_OF).code == 0
    assert tables(home) == before


def test_nothing_goes_unasked(home: Home, keepwarm: Keepwarm, tmp_path: Path) -> None:
    (tmp_path / "inbox" / "Sent.mbox").unlink()
    before = tables(home)
    printed = keepwarm("prune", "--home", home.root)
    assert printed.code == 1
    assert "Add --yes" in printed.err
    found = json.loads(keepwarm("prune", "--json", "--home", home.root).out)
    assert found["is_done"] is False
    assert [(source["source_path"], source["records"]) for source in found["sources"]] == [("Sent.mbox", 11)]
    assert tables(home) == before


def test_readings_of_earlier_versions_go_and_change_nothing(home: Home, keepwarm: Keepwarm) -> None:
    landing = Landing(home.landing)
    name, manifest = next((name, unit) for name, unit in landing.manifests().items() if unit.connector == "mbox")
    earlier = landing.root / "mbox-v0" / manifest.unit_id
    shutil.copytree(landing.root / name, earlier)
    text = (earlier / "manifest.json").read_text()
    (earlier / "manifest.json").write_text(text.replace(f'"version": {manifest.version}', '"version": 0'))
    before = tables(home)
    found = json.loads(keepwarm("prune", "--yes", "--json", "--home", home.root).out)
    assert (found["sources"], found["earlier_versions"], found["is_done"]) == ([], 1, True)
    assert not earlier.exists()
    assert tables(home) == before


def test_without_a_ledger_no_file_is_taken_for_gone(home: Home, keepwarm: Keepwarm) -> None:
    Landing(home.landing).ledger.unlink()
    assert keepwarm("prune", "--yes", "--home", home.root).out.startswith("Nothing to prune")
