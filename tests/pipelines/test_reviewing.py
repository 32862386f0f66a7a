from __future__ import annotations

import io
import json
from typing import Any

import pytest

from pipelines.home import Home
from tests.pipelines.acquaintances import person_of, rows
from tests.pipelines.conftest import Keepwarm
from warehouse import decisions

JONAS, ME, SEABIRD = "jonas@oyster.example", "tove@fjord.example", "seabird@lagoon.example"
PROFILES = ["https://www.linkedin.com/in/jonas-one", "https://www.linkedin.com/in/jonas-two"]


class Terminal(io.StringIO):
    def isatty(self) -> bool:
        return True


def questions(keepwarm: Keepwarm, home: Home) -> list[dict[str, Any]]:
    listed: list[dict[str, Any]] = json.loads(keepwarm("review", "--json", "--home", home.root).out)
    return listed


def profile_in(question: dict[str, Any]) -> str:
    """The profile on one side of a question about the address of Jonas."""
    (profile,) = {*question["a"]["addresses"], *question["b"]["addresses"]} - {JONAS}
    return str(profile)


def answered(question: dict[str, Any], answer: str) -> str:
    return json.dumps({name: question[name] for name in ("identity_id_a", "identity_id_b")} | {"answer": answer})


def test_open_questions_are_listed_with_both_sides_and_the_evidence(
    keepwarm: Keepwarm, published_acquaintances: Home
) -> None:
    asked = questions(keepwarm, published_acquaintances)
    assert sorted(profile_in(question) for question in asked) == PROFILES
    assert all("same full name" in question["reason"] for question in asked)
    by_profile = {profile_in(question): question for question in asked}
    sides = by_profile[PROFILES[0]]
    names = [name for side in "ab" for name in sides[side]["names"]]
    assert names == ["Jonas Bergmann"] * 2
    assert {company for side in "ab" for company in sides[side]["companies"]} == {"Harbour"}
    assert {source for side in "ab" for source in sides[side]["sources"]} == {"email", "connection"}
    usefulness = [question["usefulness"] for question in asked]
    assert usefulness == sorted(usefulness, reverse=True)


def test_programs_answer_and_what_they_skip_is_not_asked_first_again(
    keepwarm: Keepwarm, acquaintances: Home, monkeypatch: pytest.MonkeyPatch
) -> None:
    first, second = questions(keepwarm, acquaintances)
    ids = first["identity_id_a"], first["identity_id_b"]
    keepwarm("review", "--answer", *ids, "skip", "--home", acquaintances.root)
    again = questions(keepwarm, acquaintances)
    assert [profile_in(question) for question in again] == [profile_in(second), profile_in(first)]
    assert [question["is_skipped"] for question in again] == [False, True]
    found = "select identity_id from identities where email in ($1, $2)"
    own = dict(zip(("identity_id_a", "identity_id_b"), sum(rows(acquaintances, found, ME, SEABIRD), ()), strict=True))
    lines = [answered(second, "different"), "", answered(first, "same"), answered(own, "same")]
    monkeypatch.setattr("sys.stdin", io.StringIO("\n".join(lines)))
    assert keepwarm("review", "--home", acquaintances.root).out == "1 different, 2 same\n"
    assert person_of(acquaintances, JONAS) == person_of(acquaintances, profile_in(first))
    # What is the owner's says who wrote: that is a setting, and more than who is who.
    assert person_of(acquaintances, ME) == person_of(acquaintances, SEABIRD)
    assert SEABIRD in acquaintances.settings.read_text()
    assert questions(keepwarm, acquaintances) == []


def test_on_a_terminal_one_key_answers_and_what_follows_is_not_asked(
    keepwarm: Keepwarm, acquaintances: Home, monkeypatch: pytest.MonkeyPatch
) -> None:
    asked = questions(keepwarm, acquaintances)
    monkeypatch.setattr("sys.stdin", Terminal("x\n\ns\nq\n"))
    printed = keepwarm("review", "--home", acquaintances.root)
    assert printed.code == 0
    assert printed.out.count("one person, or two?") == 2
    assert printed.out.count("[s]ame") == 4
    assert JONAS in printed.out
    assert printed.out.endswith("1 same\n")
    assert person_of(acquaintances, JONAS) == person_of(acquaintances, profile_in(asked[0]))


def test_who_answers_nothing_changes_nothing(
    keepwarm: Keepwarm, acquaintances: Home, monkeypatch: pytest.MonkeyPatch
) -> None:
    said = decisions.read(acquaintances.decisions)
    monkeypatch.setattr("sys.stdin", Terminal(""))
    assert keepwarm("review", "--home", acquaintances.root).out.endswith("Nothing was changed.\n")
    assert decisions.read(acquaintances.decisions) == said


@pytest.mark.parametrize(
    ("line", "reason"),
    [
        ("same", "no JSON object"),
        ('{"identity_id_a": "x", "answer": "same"}', "no JSON object"),
        ('{"identity_id_a": "x", "identity_id_b": "y", "answer": "maybe"}', "neither same nor different"),
        ('{"identity_id_a": "x", "identity_id_b": "y", "answer": "same"}', "not two identities"),
    ],
)
def test_an_answer_that_makes_no_sense_is_named_and_none_is_taken(
    keepwarm: Keepwarm, acquaintances: Home, monkeypatch: pytest.MonkeyPatch, line: str, reason: str
) -> None:
    said = decisions.read(acquaintances.decisions)
    right = answered(questions(keepwarm, acquaintances)[0], "same")
    monkeypatch.setattr("sys.stdin", io.StringIO(f"{right}\n{line}\n"))
    printed = keepwarm("review", "--home", acquaintances.root)
    assert printed.code == 1
    assert "answer 2: " in printed.err
    assert reason in printed.err
    assert decisions.read(acquaintances.decisions) == said
