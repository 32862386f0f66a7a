from __future__ import annotations

import json
from pathlib import Path

import pytest

from pipelines.home import Home
from pipelines.run import run
from pipelines.settings import Settings
from tests.inboxes import write_all
from tests.pipelines.acquaintances import AS_OF, BO, IDA, UNA, letter
from tests.pipelines.conftest import Keepwarm

OLD = "Tove Lind <tove@lagoon.example>"
NOW = "Tove Lind <tove@fjord.example>"
POSITIONS = """\
Company Name,Title,Description,Location,Started On,Finished On
Lagoon,Engineer,,,Jan 2024,Aug 2025
"""


def home_of(folder: Path, positions: str, site: str = "lagoon.example") -> Home:
    """Publish the mail of an account that stopped 300 days ago, and of one that goes on."""
    mine = OLD.replace("lagoon.example", site)
    old = [letter(mine, person, 300 + 3 * number) for number in range(60) for person in (IDA, BO)]
    old += [letter("Finn Holm <finn@lagoon.example>", mine, 301 + 9 * number) for number in range(12)]
    old += [letter("Gro Moe <gro@lagoon.example>", mine, 302 + 9 * number) for number in range(12)]
    now = [letter(NOW, UNA, 2 + 4 * number) for number in range(50)]
    files = {"old.mbox": b"".join(old), "now.mbox": b"".join(now)}
    write_all(folder / "inbox", files | ({"Positions.csv": positions.encode()} if positions else {}))
    home = Home(folder / "home")
    settings = Settings.model_construct(me=(f"tove@{site}", "tove@fjord.example"))
    run((folder / "inbox",), home, settings, AS_OF)
    return home


def test_an_export_that_stopped_is_asked_for_again(keepwarm: Keepwarm, tmp_path: Path) -> None:
    home = home_of(tmp_path, "")
    report = json.loads(keepwarm("status", "--json", "--home", home.root).out)
    assert {row["channel"]: row["state"] for row in report["channels"]} == {
        "mail tove@lagoon.example": "ended",
        "mail tove@fjord.example": "goes on",
    }
    (ask,) = (ask for ask in report["next"] if ask["wanted"] == "mail tove@lagoon.example")
    assert (ask["reason"], ask["export"]) == ("the last of it is of 2025-09-03", "Any mail program")


def test_what_one_export_brings_is_all_named_and_the_steps_are_told_once(keepwarm: Keepwarm, tmp_path: Path) -> None:
    printed = keepwarm("status", "--home", home_of(tmp_path, "", "gmail.com").root).out
    assert "Next: calendars and address books (none so far)." in printed
    assert "Next: mail tove@gmail.com (the last of it is of 2025-09-03)." in printed
    assert printed.count("takeout.google.com") == 1


def test_an_account_that_is_gone_with_the_job_is_not(keepwarm: Keepwarm, tmp_path: Path) -> None:
    home = home_of(tmp_path, POSITIONS)
    report = json.loads(keepwarm("status", "--json", "--home", home.root).out)
    states = {row["channel"]: row["state"] for row in report["channels"]}
    assert states["mail tove@lagoon.example"] == "ended with the job"
    assert not any("tove@lagoon.example" in ask["wanted"] for ask in report["next"])
    assert report["unknown_since_exit"] == 2
    assert "2 people were last seen in an account that ended with a job" in keepwarm("status", "--home", home.root).out


@pytest.mark.parametrize("name", ["medium", "usual in a month"])
def test_the_table_of_channels_stays_narrow(keepwarm: Keepwarm, demo_home: Home, name: str) -> None:
    assert name not in keepwarm("status", "--home", demo_home.root).out
