from __future__ import annotations

from datetime import UTC, date, datetime
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from warehouse import decisions
from warehouse.decisions import Decision, DecisionsUnreadable

NOON = datetime(2026, 11, 20, 12, tzinfo=UTC)
SNOOZE = Decision("snooze", "ana@acme.example", NOON, until=date(2026, 12, 1), note="on leave – até já")
TAG = Decision("tag", "ana@acme.example", NOON, value="mentor")
SAME = Decision("same", "ana@acme.example", NOON, other_key="https://www.linkedin.com/in/ana")


def test_a_decision_comes_back_as_it_was_taken(tmp_path: Path) -> None:
    path = tmp_path / "decisions.jsonl"
    decisions.append(path, [SNOOZE])
    decisions.append(path, [SAME, TAG])
    assert decisions.read(path) == [SNOOZE, SAME, TAG]


def test_no_file_is_no_decisions(tmp_path: Path) -> None:
    assert decisions.read(tmp_path / "decisions.jsonl") == []


def test_only_the_owner_can_read_the_file(tmp_path: Path) -> None:
    path = tmp_path / "home" / "decisions.jsonl"
    decisions.append(path, [SNOOZE])
    assert path.stat().st_mode & 0o777 == 0o600
    assert path.parent.stat().st_mode & 0o777 == 0o700


def test_an_append_that_was_cut_off_counts_for_nothing(tmp_path: Path) -> None:
    path = tmp_path / "decisions.jsonl"
    decisions.append(path, [SNOOZE])
    with path.open("a") as stream:
        stream.write('{"decision": "done", "ke')
    assert decisions.read(path) == [SNOOZE]
    decisions.append(path, [SAME])
    assert decisions.read(path) == [SNOOZE, SAME]


def test_the_mark_that_an_editor_puts_first_does_not_matter(tmp_path: Path) -> None:
    path = tmp_path / "decisions.jsonl"
    path.write_text('{"decision": "pin", "key": "åse", "decided_at": "2026-11-20"}\r\n', encoding="utf-8-sig")
    decisions.append(path, [SAME])
    assert [decision.key for decision in decisions.read(path)] == ["åse", SAME.key]


def test_a_line_added_by_hand_without_its_newline_counts(tmp_path: Path) -> None:
    path = tmp_path / "decisions.jsonl"
    path.write_text('{"decision": "pin", "key": "ana@acme.example", "decided_at": "2026-11-20"}')
    decisions.append(path, [SAME])
    assert [decision.decision for decision in decisions.read(path)] == ["pin", "same"]


@pytest.mark.parametrize(
    ("line", "reason"),
    [
        ("{", "not JSON"),
        ("[" * 100_000, "not JSON"),
        ('{"decision": "pin", "key": "\udce4sa", "decided_at": "2026-11-20"}', "not JSON in UTF-8"),
        ("[]", "not a JSON object"),
        ('{"decision": "pin", "decided_at": "2026-11-20"}', "no key"),
        ('{"decision": "pin", "key": "a@b.example"}', "no decided_at"),
        ('{"decision": "pin", "key": "a@b.example", "decided_at": "yesterday"}', "date"),
    ],
)
def test_a_senseless_line_is_named_and_nothing_is_guessed(tmp_path: Path, line: str, reason: str) -> None:
    path = tmp_path / "decisions.jsonl"
    path.write_text(
        f'{{"decision": "pin", "key": "a@b.example", "decided_at": "2026-11-20"}}\n{line}\n', errors="surrogateescape"
    )
    with pytest.raises(DecisionsUnreadable, match=f"line 2: .*{reason}"):
        decisions.read(path)


def test_what_a_run_journals_does_not_change_the_same_run_made_again() -> None:
    suggested = Decision("suggested", "ana@acme.example", NOON)
    held_out = Decision("held out", "bo@acme.example", NOON)
    assert decisions.in_force([suggested, held_out, SAME], date(2026, 11, 20)) == [SAME]
    assert decisions.in_force([suggested, held_out, SAME], date(2026, 11, 21)) == [suggested, held_out, SAME]


TEXT = st.text(min_size=1, max_size=20).filter(str.strip)


@settings(max_examples=30)
@given(st.lists(st.builds(Decision, TEXT, TEXT, st.datetimes(timezones=st.just(UTC)), note=TEXT), max_size=4))
def test_any_text_survives(tmp_path_factory: pytest.TempPathFactory, taken: list[Decision]) -> None:
    path = tmp_path_factory.mktemp("home") / "decisions.jsonl"
    whole_seconds = [each._replace(decided_at=each.decided_at.replace(microsecond=0)) for each in taken]
    decisions.append(path, whole_seconds)
    assert decisions.read(path) == whole_seconds
