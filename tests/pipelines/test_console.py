from __future__ import annotations

import json
import unicodedata
from datetime import UTC, date, datetime
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipelines.console import json_text, plain, print_table, shown


@pytest.mark.parametrize(
    ("hostile", "harmless"),
    [
        ("Ana \x1b[31mSilva\x1b[0m", "Ana Silva"),
        ("\x1b]0;you are hacked\x07Ana", "Ana"),
        ("\x1b]8;;https://evil.example\x1b\\Ana\x1b]8;;\x1b\\", "Ana"),
        ("Ana\x9b31m", "Ana31m"),
        ("evil\u202egnp.exe", "evilgnp.exe"),
        ("a\u200bb\ufeffc", "abc"),
        ("two\nlines\tand a tab", "two lines and a tab"),
        ("\ud800lone", "lone"),
        ("José Müller 李雷 Ελένη", "José Müller 李雷 Ελένη"),
        ("👩\u200d💻", "👩\u200d💻"),
    ],
)
def test_a_hostile_text_cannot_steer_the_terminal(hostile: str, harmless: str) -> None:
    assert plain(hostile) == harmless


@given(st.text())
def test_no_control_character_is_ever_shown(text: str) -> None:
    assert not {unicodedata.category(c) for c in plain(text)} & {"Cc", "Cs", "Zl", "Zp"}


@given(st.text())
def test_json_says_the_text_as_it_is_without_a_control_character(text: str) -> None:
    written = json_text({"text": text})
    assert json.loads(written) == {"text": text}
    assert not {unicodedata.category(c) for c in written} & {"Cf", "Cs"}
    written.encode()


def test_json_knows_dates_decimals_and_no_infinity() -> None:
    value = {"on": date(2026, 1, 2), "at": datetime(2026, 1, 2, 3, tzinfo=UTC), "n": [Decimal("1.5"), float("nan")]}
    assert json.loads(json_text(value)) == {"on": "2026-01-02", "at": "2026-01-02T03:00:00+00:00", "n": [1.5, None]}


def test_values_are_shown_as_a_reader_wants_them() -> None:
    assert shown(True) == "yes"
    assert shown(None) == ""
    assert shown(0.123456) == "0.1235"
    assert shown(123456.789) == "123,457"
    assert shown(["a", {"b": 1}]) == "a, b: 1"


def test_a_table_obeys_no_markup(capsys: pytest.CaptureFixture[str]) -> None:
    print_table(["na[b]me"], [["[red]x[/red] :smile: \x1b[31my"]])
    printed = capsys.readouterr().out
    assert "na[b]me" in printed
    assert "[red]x[/red] :smile: y" in printed
    assert "\x1b" not in printed


def test_a_table_keeps_words_whole_and_is_turned_where_that_cannot_be(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    rows = [["calendar of ida@harbour.example", "ended with the job", date(2026, 1, 2), 1]]
    monkeypatch.setenv("COLUMNS", "60")
    print_table(["channel", "state", "last on", "months without data"], rows, "channels")
    printed = capsys.readouterr().out
    assert "2026-01-02" in printed
    assert [word for word in ("ended", "with the", "without", "channels") if word not in printed] == []
    assert max(map(len, printed.splitlines())) <= 60
    assert not [line for line in printed.splitlines() if line != line.rstrip()]
    monkeypatch.setenv("COLUMNS", "30")
    print_table(["channel", "state", "last on", "months without data"], rows, "channels")
    assert capsys.readouterr().out.splitlines() == [
        "channels, row 1",
        "  channel              calendar of ida@harbour.example",
        "  state                ended with the job",
        "  last on              2026-01-02",
        "  months without data  1",
    ]
