from __future__ import annotations

import io
import json
import shlex
from datetime import UTC, datetime

import pytest

from pipelines.home import Home
from tests.pipelines.acquaintances import AS_OF, person_of, tables
from tests.pipelines.conftest import Keepwarm
from warehouse import decisions
from warehouse.decisions import Decision, last_words, undoing

IDA, UNA, BO, SEABIRD = "ida@harbour.example", "una@strand.example", "bo@reef.example", "seabird@lagoon.example"
IDA_ONLINE, UNA_ONLINE = "https://www.linkedin.com/in/ida-brandt", "https://www.linkedin.com/in/una-krog"


def test_to_merge_and_to_unmerge_leaves_every_table_as_it_was(keepwarm: Keepwarm, acquaintances: Home) -> None:
    before, ids = tables(acquaintances), {person_of(acquaintances, key) for key in (IDA, UNA)}
    printed = keepwarm("merge", "ida brandt", UNA, "--yes", "--home", acquaintances.root)
    assert printed.code == 0
    assert [printed.out.count(name) for name in ("Ida Brandt", "Una Krog")] >= [1, 1]
    # Two profiles, which no evidence would ever join, and everything that hangs on them.
    (merged,) = {person_of(acquaintances, key) for key in (IDA, UNA, IDA_ONLINE, UNA_ONLINE)}
    assert merged in ids
    _, _, undo = printed.out.strip().rpartition("To take it back: keepwarm ")
    keepwarm(*shlex.split(undo), "--yes", "--home", acquaintances.root)
    assert tables(acquaintances) == before


def test_what_evidence_joined_is_told_apart_and_joined_again(keepwarm: Keepwarm, acquaintances: Home) -> None:
    home = ("--home", acquaintances.root)
    said = json.loads(keepwarm("unmerge", IDA, IDA_ONLINE, "--yes", "--json", *home).out)
    assert [line["decision"] for line in said["decisions"]] == ["different"]
    assert person_of(acquaintances, IDA) != person_of(acquaintances, IDA_ONLINE)
    undone = json.loads(keepwarm("merge", IDA, IDA_ONLINE, "--json", *home).out)
    assert [line["decision"] for line in undone["decisions"]] == ["undecided"]
    assert (undone["after"], undone["before"]) == (said["before"], said["after"])


def test_people_told_apart_stay_so_through_third_parties(keepwarm: Keepwarm, acquaintances: Home) -> None:
    now = datetime.now(UTC)
    said = [("different", IDA, BO), ("same", IDA, SEABIRD)]
    decisions.append(acquaintances.decisions, [Decision(word, key, now, other) for word, key, other in said])
    keepwarm("run", acquaintances.inbox, "--home", acquaintances.root, "--as-of", AS_OF)
    assert person_of(acquaintances, IDA) == person_of(acquaintances, SEABIRD) != person_of(acquaintances, BO)
    printed = keepwarm("merge", SEABIRD, BO, "--yes", "--home", acquaintances.root)
    assert printed.code == 1
    assert IDA in printed.out
    assert "told them apart" in printed.err
    assert "@" not in printed.err
    assert [line.decision for line in decisions.read(acquaintances.decisions)].count("same") == 1


def test_a_look_at_what_would_change_changes_nothing(keepwarm: Keepwarm, acquaintances: Home) -> None:
    said = decisions.read(acquaintances.decisions)
    shown = json.loads(keepwarm("merge", IDA, SEABIRD, "--json", "--home", acquaintances.root).out)
    assert shown["is_done"] is False
    assert [person["emails"] for person in shown["before"]] == [[IDA], [SEABIRD]]
    assert [person["emails"] for person in shown["after"]] == [[IDA, SEABIRD]]
    assert shown["after"][0]["interaction_count"] == sum(person["interaction_count"] for person in shown["before"])
    assert [person["full_name"] for person in shown["leaving"]] == ["I."]
    assert [set(line.values()) for line in shown["decisions"]] == [{"same", IDA, SEABIRD}]
    printed = keepwarm("merge", IDA, SEABIRD, "--home", acquaintances.root)
    assert printed.code == 1
    assert "--yes" in printed.err
    assert decisions.read(acquaintances.decisions) == said
    assert not (acquaintances.root / "preview").exists()


@pytest.mark.parametrize("answer", ["", "n\n", "what?\n"])
def test_only_a_yes_is_a_yes(
    keepwarm: Keepwarm, acquaintances: Home, monkeypatch: pytest.MonkeyPatch, answer: str
) -> None:
    class Terminal(io.StringIO):
        def isatty(self) -> bool:
            return True

    monkeypatch.setattr("sys.stdin", Terminal(answer))
    said = decisions.read(acquaintances.decisions)
    printed = keepwarm("forget", IDA, "--home", acquaintances.root)
    assert printed.code == 0
    assert "Nothing was changed" in printed.out
    assert decisions.read(acquaintances.decisions) == said


@pytest.mark.parametrize(
    ("command", "one", "other", "reason"),
    [
        ("merge", "jonas", IDA, "several people fit"),
        ("merge", "nobody-is-called-so", IDA, "nobody fits"),
        ("merge", "tove", IDA, "--me"),
        ("unmerge", "ida", "brandt", "cannot be told from each other"),
    ],
)
def test_who_is_meant_must_be_clear(
    keepwarm: Keepwarm, acquaintances: Home, command: str, one: str, other: str, reason: str
) -> None:
    printed = keepwarm(command, one, other, "--yes", "--home", acquaintances.root)
    assert printed.code == 1
    assert reason in printed.err
    assert not any(trace in printed.err for trace in ("@", "Ida", "Jonas", "Tove"))


def test_one_person_need_not_be_merged(keepwarm: Keepwarm, acquaintances: Home) -> None:
    printed = keepwarm("merge", IDA, IDA_ONLINE, "--yes", "--home", acquaintances.root)
    assert (printed.code, printed.out) == (0, "They are one person already.\n")


def test_the_last_word_on_a_pair_counts_and_undoing_brings_back_the_one_before() -> None:
    first, second, third = (datetime(2026, 1, day, tzinfo=UTC) for day in (1, 2, 3))
    said = [
        Decision("same", "a@x.example", first, "b@x.example"),
        Decision("different", "B@x.example ", second, "a@x.example"),
        Decision("different", "c@x.example", second, "a@x.example"),
        Decision("skip", "c@x.example", third, "a@x.example"),
    ]
    assert {line.decision for line in last_words(said).values()} == {"different"}
    said += undoing(said, {second}, third)
    assert [(set(pair), line.decision) for pair, line in last_words(said).items()] == [
        ({"a@x.example", "b@x.example"}, "same")
    ]
