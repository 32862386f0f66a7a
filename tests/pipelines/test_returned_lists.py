"""Edited lists that come back through the inbox, with the real commands."""

from __future__ import annotations

import csv
import io
import json
import os
import re
import shutil
import zipfile
from collections.abc import Iterable
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipelines import edited_lists, workbook_cells
from pipelines.home import Home
from pipelines.run import run
from pipelines.settings import Settings
from tests.pipelines.acquaintances import AS_OF, BO, IDA, JONAS, OWNER, UNA, letter, rows
from tests.pipelines.conftest import Keepwarm
from warehouse import decisions

MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
EDITED_AT = datetime(2026, 6, 30, 15, tzinfo=UTC)


@pytest.fixture(scope="module")
def published_home(tmp_path_factory: pytest.TempPathFactory) -> Home:
    """Return a home with a few people to write to, to be read only."""
    letters = [
        letter(sender, to, days + shift)
        for person, last in {IDA: 150, BO: 160, UNA: 170, JONAS: 180}.items()
        for days in range(last, last + 200, 20)
        for sender, to, shift in ((person, OWNER, 1), (OWNER, person, 0))
    ]
    home = Home(tmp_path_factory.mktemp("published") / "home")
    home.create()
    (home.inbox / "All.mbox").write_bytes(b"".join(letters))
    run((home.inbox,), home, Settings.model_construct(me=("tove@fjord.example",)), AS_OF)
    (home.settings).write_text('me = ["tove@fjord.example"]\n')
    return home


@pytest.fixture
def home(published_home: Home, tmp_path: Path) -> Home:
    """Return a copy of that home, to write in."""
    shutil.copytree(published_home.root, tmp_path / "home")
    return Home(tmp_path / "home")


def listed(keepwarm: Keepwarm, home: Home) -> dict[str, dict[str, Any]]:
    """Return every action by the name of the person."""
    printed = keepwarm("actions", "--all", "--json", "--home", home.root).out
    return {action["full_name"]: action for action in json.loads(printed)["actions"]}


def exported(keepwarm: Keepwarm, home: Home) -> list[dict[str, str]]:
    """Return the rows of the list as CSV."""
    printed = keepwarm("actions", "--all", "--format", "csv", "--home", home.root).out
    return list(csv.DictReader(io.StringIO(printed)))


def drop(home: Home, name: str, rows: Iterable[dict[str, str]], at: datetime = EDITED_AT, **form: Any) -> Path:
    """Write a list into the inbox as a spreadsheet does."""
    text = io.StringIO()
    written = list(rows)
    writer = csv.DictWriter(text, list(written[0]), **form)
    writer.writeheader()
    writer.writerows(written)
    path = home.inbox / name
    path.write_bytes(text.getvalue().encode("utf-8-sig"))
    os.utime(path, (at.timestamp(), at.timestamp()))
    return path


def run_again(keepwarm: Keepwarm, home: Home, as_of: date = AS_OF) -> dict[str, Any]:
    printed = keepwarm("run", "--home", home.root, "--as-of", as_of, "--json")
    report: dict[str, Any] = json.loads(printed.out)
    return report | {"warned": printed.err}


def test_what_is_edited_in_a_csv_list_is_decided(keepwarm: Keepwarm, home: Home) -> None:
    rows = exported(keepwarm, home)
    edits: list[dict[str, str]] = [
        {"state": "done"},
        {"state": "Snoozed", "snooze_until": "2026-08-01"},
        {"state": "dismissed", "note": "no, thanks"},
        {"note": "=prefers the phone"},
    ]
    drop(home, "edited.csv", [row | edit for row, edit in zip(rows, edits, strict=True)], delimiter=";")
    report = run_again(keepwarm, home)
    assert [(each["source_path"], each["decision_count"], each["refused"]) for each in report["lists"]] == [
        ("edited.csv", 4, [])
    ]
    assert report["rejected"] == []
    found = listed(keepwarm, home)
    states = [(found[row["full_name"]]["state"], found[row["full_name"]]["note"]) for row in rows]
    assert [states[0], states[1], states[3]] == [("done", ""), ("snoozed", ""), ("open", "=prefers the phone")]
    assert found[rows[1]["full_name"]]["snoozed_until"] == "2026-08-01"
    # The action is dismissed, and the next best comes up: the person is not.
    assert found[rows[2]["full_name"]]["action_id"] != rows[2]["action_id"] or states[2][0] == "dismissed"
    assert "edited.csv: a list of keepwarm's own" in keepwarm("status", "--home", home.root).out


def test_a_list_that_stays_and_its_copies_add_nothing(keepwarm: Keepwarm, home: Home) -> None:
    rows = exported(keepwarm, home)
    drop(home, "edited.csv", [rows[0] | {"state": "done", "note": "called"}, *rows[1:]])
    run_again(keepwarm, home)
    before = home.decisions.read_bytes()
    drop(home, "copy.csv", [rows[0] | {"state": "done", "note": "called"}, *rows[1:]], EDITED_AT.replace(hour=20))
    report = run_again(keepwarm, home)
    assert not report["is_published"]
    assert home.decisions.read_bytes() == before


def test_the_later_edit_wins(keepwarm: Keepwarm, home: Home) -> None:
    rows = exported(keepwarm, home)
    name = rows[0]["full_name"]
    drop(home, "first.csv", [rows[0] | {"state": "done"}], EDITED_AT.replace(hour=10))
    drop(home, "a_second.csv", [rows[0] | {"state": "snoozed", "snooze_until": "2026-09-01"}])
    run_again(keepwarm, home)
    assert listed(keepwarm, home)[name]["state"] == "snoozed"
    drop(home, "a_second.csv", [rows[0] | {"state": "open"}], EDITED_AT.replace(hour=16))
    run_again(keepwarm, home)
    assert listed(keepwarm, home)[name]["state"] == "open"
    drop(home, "a_second.csv", [rows[0] | {"state": "dismissed"}], EDITED_AT.replace(hour=17))
    run_again(keepwarm, home)
    taken = [line.decision for line in decisions.read(home.decisions) if line.decision != "suggested"]
    assert taken == ["done", "snooze", "reopen", "dismiss"]


def test_what_makes_no_sense_is_reported_with_file_and_row(keepwarm: Keepwarm, home: Home) -> None:
    rows = exported(keepwarm, home)
    edits = [
        {"state": "finished"},
        {"state": "snoozed", "snooze_until": ""},
        {"state": "snoozed", "snooze_until": "2020-01-01"},
        {"state": "done", "action_id": "a0000000000"},
    ]
    drop(home, "edited.csv", [row | edit for row, edit in zip(rows, edits, strict=True)])
    report = run_again(keepwarm, home)
    refused = {each["row"]: each["reason"] for each in report["lists"][0]["refused"]}
    assert set(refused) == {2, 3, 4, 5}
    assert "none of open, done, snoozed and dismissed" in refused[2]
    assert "needs its day" in refused[3]
    assert "not after the day of the edit" in refused[4]
    assert "no action in this home" in refused[5]
    assert "edited.csv: row 2" in report["warned"]
    assert 'and 1 more (keepwarm sql "from rejected_records")' in report["warned"]
    status = keepwarm("status", "--home", home.root).out
    assert re.search(r"edited\.csv +its action_id is of no action in this home +1 +row 5", status)
    assert "finished" not in report["warned"] + status


def test_refused_rows_are_found_afterwards_until_their_list_is_corrected(
    keepwarm: Keepwarm, home: Home, tmp_path: Path
) -> None:
    def rejected() -> list[tuple[Any, ...]]:
        return rows(home, "select source_path, location, reason from rejected_records order by all")

    edits = [row | {"state": "finished"} for row in exported(keepwarm, home)]
    path = drop(home, os.fsdecode(b"\xe9dited.csv"), edits)
    run_again(keepwarm, home)
    reason = "its state is none of open, done, snoozed and dismissed"
    assert rejected() == [("\\xe9dited.csv", f"row {number}", reason) for number in (2, 3, 4, 5)]
    (tmp_path / "elsewhere").mkdir()
    assert keepwarm("run", tmp_path / "elsewhere", "--home", home.root, "--as-of", AS_OF).code == 0
    assert len(rejected()) == 4
    drop(home, path.name, [edits[0], *(row | {"state": "done"} for row in edits[1:])], EDITED_AT.replace(hour=16))
    run_again(keepwarm, home)
    assert rejected() == [("\\xe9dited.csv", "row 2", reason)]
    path.unlink()
    run_again(keepwarm, home)
    assert rejected() == []


def test_a_workbook_comes_back_as_a_spreadsheet_saves_it(keepwarm: Keepwarm, home: Home, tmp_path: Path) -> None:
    keepwarm("actions", "--all", "--format", "xlsx", "--out", tmp_path / "list.xlsx", "--home", home.root)
    rows = exported(keepwarm, home)
    serial = (date(2026, 9, 1) - date(1899, 12, 30)).days
    edited = home.inbox / "list.xlsx"
    with zipfile.ZipFile(tmp_path / "list.xlsx") as before, zipfile.ZipFile(edited, "w") as after:
        for name in before.namelist():
            content = before.read(name).decode()
            if name == "xl/worksheets/sheet1.xml":
                # The first row below the header: state N, snooze_until O.
                content = _with_cell(content, "N2", '<c r="N2" t="inlineStr"><is><t>snoozed</t></is></c>')
                content = _with_cell(content, "O2", f'<c r="O2"><v>{serial}</v></c>')
            after.writestr(name, content)
    os.utime(edited, (EDITED_AT.timestamp(), EDITED_AT.timestamp()))
    report = run_again(keepwarm, home)
    assert [(each["decision_count"], each["refused"]) for each in report["lists"]] == [(1, [])]
    assert listed(keepwarm, home)[rows[0]["full_name"]]["snoozed_until"] == "2026-09-01"


def _with_cell(sheet: str, place: str, cell: str) -> str:
    start = sheet.index(f'<c r="{place}"')
    ends = [sheet.index(mark, start) + len(mark) for mark in ("/>", "</c>") if mark in sheet[start:]]
    return sheet[:start] + cell + sheet[min(ends) :]


def test_a_list_without_any_edit_says_nothing(keepwarm: Keepwarm, home: Home) -> None:
    drop(home, "edited.csv", exported(keepwarm, home))
    assert not run_again(keepwarm, home)["is_published"]


@pytest.mark.parametrize(
    ("text", "due", "expected"),
    [
        ("2026-08-01", "", date(2026, 8, 1)),
        ("2026-08-01 00:00:00", "", date(2026, 8, 1)),
        ("1.8.2026", "", date(2026, 8, 1)),
        ("24/12/2026", "", date(2026, 12, 24)),
        ("12/24/26", "", date(2026, 12, 24)),
        ("03/04/2026", "", None),
        ("03/04/2026", "25/12/2026", date(2026, 4, 3)),
        ("03/04/2026", "12/25/2026", date(2026, 3, 4)),
        ("next week", "", None),
        ("31/31/2026", "", None),
    ],
)
def test_days_are_read_as_spreadsheets_write_them(tmp_path: Path, text: str, due: str, expected: date | None) -> None:
    path = tmp_path / "list.csv"
    path.write_text(f"action_id\tstate\tsnooze_until\tdue_on\na1\tsnoozed\t{text}\t{due}\n", encoding="utf-16")
    assert edited_lists.is_list(path)
    assert edited_lists.read(path).day(text) == expected


def test_other_files_are_left_to_the_connectors(tmp_path: Path) -> None:
    for name, content in {
        "Connections.csv": b"First Name,Last Name,URL,State\n",
        "notes.txt": b"\xff\xfe\x00",
        "half.xlsx": b"PK\x03\x04 cut off",
        "mail.mbox": b"action_id,state\n",
    }.items():
        (tmp_path / name).write_bytes(content)
        assert not edited_lists.is_list(tmp_path / name)


def test_a_workbook_made_to_fill_the_memory_is_none_of_ours(tmp_path: Path) -> None:
    path = tmp_path / "bomb.xlsx"
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("xl/workbook.xml", "<workbook/>")
        archive.writestr("xl/worksheets/sheet1.xml", b" " * (workbook_cells.MOST_BYTES + 1))
    assert not edited_lists.is_list(path)
    with zipfile.ZipFile(path, "w") as archive:
        archive.writestr("xl/workbook.xml", "<workbook/>")
        archive.writestr("xl/worksheets/sheet1.xml", '<!DOCTYPE a [<!ENTITY b "c">]><worksheet>&b;</worksheet>')
    assert not edited_lists.is_list(path)


@given(st.data())
def test_a_damaged_workbook_is_read_or_none_of_ours(
    tmp_path_factory: pytest.TempPathFactory, data: st.DataObject
) -> None:
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("xl/workbook.xml", "<workbook/>")
        rows = "".join(f'<row r="{row}"><c r="A{row}" t="s"><v>{row}</v></c></row>' for row in range(1, 40))
        archive.writestr(
            "xl/worksheets/sheet1.xml", f'<worksheet xmlns="{MAIN}"><sheetData>{rows}</sheetData></worksheet>'
        )
    content = bytearray(packed.getvalue())
    for place in data.draw(st.lists(st.integers(0, len(content) - 1), min_size=1, max_size=4)):
        content[place] ^= data.draw(st.integers(1, 255))
    path = tmp_path_factory.mktemp("damaged") / "list.xlsx"
    path.write_bytes(content)
    assert not edited_lists.is_list(path)


@given(st.binary(max_size=200), st.sampled_from([".csv", ".xlsx", ".txt"]))
def test_no_content_makes_recognising_fail(content: bytes, suffix: str) -> None:
    folder = Path(os.environ["KEEPWARM_HOME"]).parent
    path = folder / f"any{suffix}"
    path.write_bytes(b"action_id,state\n" + content if suffix == ".csv" else content)
    if edited_lists.is_list(path):
        assert all(isinstance(row.note, str) for row in edited_lists.read(path).rows)
