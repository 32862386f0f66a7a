"""What the user wants of a tie: tags, cadences, and taking a word back."""

from __future__ import annotations

import json

from pipelines.home import Home
from tests.pipelines.acquaintances import AS_OF
from tests.pipelines.conftest import Keepwarm
from warehouse import decisions


def test_a_tag_and_its_cadence_are_kept_shown_and_honoured(keepwarm: Keepwarm, acquaintances: Home) -> None:
    at = ("--home", acquaintances.root)
    assert keepwarm("tag", "una", "krog", "Mentor", *at).out == "Una Krog is tagged #mentor\n"
    assert keepwarm("cadence", "#mentor", "90", *at).out == "#mentor: every 90 days\n"
    shown = keepwarm("show", "una", *at).out
    assert "Tagged #mentor." in shown
    assert "You want to be in touch every 90 days, as for all #mentor." in shown
    reason = "You want to be in touch every 90 days (#mentor); 150 days since they last wrote on 31 Jan 2026."
    assert reason in shown
    assert "expected value" in shown
    explained = keepwarm("actions", "--explain", *at).out
    assert "value: what the tie is worth" in explained
    acquaintances.warehouse.unlink()
    keepwarm("run", acquaintances.inbox, *at, "--as-of", AS_OF)
    assert "#mentor" in keepwarm("show", "una", *at).out
    assert keepwarm("cadence", "una", "200", *at).code == 0
    assert "every 200 days" in keepwarm("show", "una", *at).out
    assert reason not in keepwarm("actions", "--all", *at).out
    assert keepwarm("cadence", "una", "off", *at).code == 0
    assert keepwarm("tag", "una", "mentor", "--remove", *at).code == 0
    assert "#mentor" not in keepwarm("show", "una", *at).out


def test_what_makes_no_sense_is_said_in_one_line(keepwarm: Keepwarm, acquaintances: Home) -> None:
    at = ("--home", acquaintances.root)
    for words, told in {
        ("tag", "una"): "a tag is one word",
        ("tag", "una", "old friends!"): "a tag is one word",
        ("cadence", "una"): "name how many days",
        ("cadence", "una", "often"): "name how many days",
        ("cadence", "#nobody", "30"): "nobody has that tag",
    }.items():
        printed = keepwarm(*words, *at)
        assert printed.code == 1
        assert told in printed.err
        assert printed.err.count("\n") == 1
    assert [line for line in decisions.read(acquaintances.decisions) if line.decision != "suggested"] == []


def test_a_dismissal_can_be_taken_back(keepwarm: Keepwarm, acquaintances: Home) -> None:
    at = ("--home", acquaintances.root)
    before = json.loads(keepwarm("actions", "--json", "--all", *at).out)["actions"]
    name = before[0]["full_name"]

    def state() -> str:
        everything = json.loads(keepwarm("actions", "--json", "--all", *at).out)["actions"]
        return next(str(action["state"]) for action in everything if action["person_id"] == before[0]["person_id"])

    assert keepwarm("dismiss", before[0]["person_id"], *at).out == f"Dismissed: {name}\n"
    assert state() == "dismissed"
    assert keepwarm("dismiss", before[0]["person_id"], "--off", *at).out == f"Open again: {name}\n"
    assert state() == "open"


def test_the_holdout_is_remembered_until_it_is_switched_off(keepwarm: Keepwarm, acquaintances: Home) -> None:
    words = ("run", acquaintances.inbox, "--home", acquaintances.root, "--as-of", AS_OF)

    def seeds() -> list[str]:
        return [line.value for line in decisions.read(acquaintances.decisions) if line.decision == "holdout"]

    for _ in range(2):
        assert keepwarm(*words, "--holdout").code == 0
    assert len(seeds()) == 1
    keepwarm(*words)
    keepwarm(*words, "--no-holdout")
    keepwarm(*words, "--holdout")
    first, off, again = seeds()
    assert (bool(first), off, again) == (True, "", first)
