from __future__ import annotations

import csv
import io
import json
import re
import zipfile
from datetime import date
from html.parser import HTMLParser
from pathlib import Path
from xml.etree import ElementTree

import icalendar
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from pipelines.exports import FORMS, Action, ActionList, render, write_all, write_list
from pipelines.exports.comma_separated import harmless
from pipelines.exports.markdown_list import escaped
from pipelines.exports.terminal import print_actions

AS_OF = date(2026, 11, 20)


PARTS = {"value": 2.0, "p_reply": 0.4, "lift": 0.5, "fit": 1.0, "cost": 0.05, "expected_value": 0.35}
EVIDENCE = {"occasion": "cooling", **PARTS, "suggested_before": 2, "facts": {"contact_days": 12}}


def action(number: int = 1, **fields: object) -> Action:
    told = {
        "action_id": f"a{number}",
        "person_id": f"p{number}",
        "full_name": "José Álvarez",
        "email": "jose@acme.example",
        "profile_url": "https://www.linkedin.com/in/jose-alvarez",
        "company": "Acme",
        "position": "Head of Data",
        "family": "keep_in_touch",
        "title": "Answer José Álvarez",
        "reason": "Last wrote 4 Mar (131 days); your longest silence before was 62.",
        "channel": "jose@acme.example",
        "state": "open",
        "evidence": EVIDENCE,
        "priority": 92,
        "is_this_week": True,
        "is_held_out": False,
        "due_on": date(2026, 11, 24),
        "snoozed_until": None,
    }
    return Action(**{**told, **fields})  # type: ignore[arg-type]


HOSTILE = action(
    2,
    full_name='=HYPERLINK("http://evil.example","x")',
    email='x"><script>@evil.example',
    channel='x"><script>@evil.example',
    profile_url="javascript:alert(1)",
    company="+Evil",
    position="@boss",
    title="=cmd|'/c calc'!A1\x1b[31m",
    reason="two\r\nEND:VEVENT\r\n# [x](http://evil.example) <img src=http://evil.example/x> \u202egnp",
    due_on=None,
    priority=10,
)
LIST = ActionList(AS_OF, (action(), HOSTILE))


def rows_of(content: bytes) -> list[dict[str, str]]:
    return list(csv.DictReader(io.StringIO(content.decode("utf-8"), newline="")))


def sheet_of(content: bytes) -> list[list[tuple[str, str]]]:
    """Return each cell of the first sheet as (type, value), shared strings resolved."""
    main = "{http://schemas.openxmlformats.org/spreadsheetml/2006/main}"
    with zipfile.ZipFile(io.BytesIO(content)) as book:
        strings = ["".join(text.itertext()) for text in ElementTree.fromstring(book.read("xl/sharedStrings.xml"))]
        sheet = ElementTree.fromstring(book.read("xl/worksheets/sheet1.xml"))
    assert not list(sheet.iter(f"{main}f")), "no cell is a formula"
    assert not list(sheet.iter(f"{main}hyperlink")), "no cell is a link"
    rows = []
    for row in sheet.iter(f"{main}row"):
        cells = []
        for cell in row:
            value = cell.findtext(f"{main}v", "")
            kind = cell.get("t", "n")
            cells.append((kind, strings[int(value)] if kind == "s" else value))
        rows.append(cells)
    return rows


@pytest.mark.parametrize("form", FORMS)
def test_the_same_list_makes_the_same_bytes(form: str) -> None:
    assert render(form, LIST) == render(form, LIST)


@pytest.mark.parametrize("form", FORMS)
def test_an_empty_list_is_a_valid_file(form: str) -> None:
    assert render(form, ActionList(AS_OF, ()))


def test_csv_can_be_read_back_and_edited() -> None:
    first = rows_of(render("csv", LIST))[0]
    assert first["full_name"] == "José Álvarez"
    assert first["due_on"] == "2026-11-24"
    assert (first["state"], first["snooze_until"], first["note"]) == ("open", "", "")


def test_no_cell_of_a_csv_is_a_formula() -> None:
    for form in ("csv", "todoist"):
        for row in csv.reader(io.StringIO(render(form, LIST).decode(), newline="")):
            assert not [cell for cell in row if cell[:1] in {"=", "+", "-", "@", "\t", "\r"}]


@given(st.text())
def test_no_text_can_become_a_formula(text: str) -> None:
    cell = harmless(text)
    assert cell.lstrip()[:1] not in {"=", "+", "-", "@", "\t", "\r"} or not cell.strip()
    assert "\n" not in cell


def test_a_csv_file_tells_spreadsheets_its_encoding(tmp_path: Path) -> None:
    write_list("csv", LIST, tmp_path / "week.csv")
    assert (tmp_path / "week.csv").read_bytes().startswith(b"\xef\xbb\xbfaction_id,")


def test_every_text_of_a_workbook_is_a_string() -> None:
    heading, first, hostile = sheet_of(render("xlsx", LIST))
    columns = [value for _, value in heading]
    assert columns[-3:] == ["state", "snooze_until", "note"]
    assert first[columns.index("full_name")] == ("s", "José Álvarez")
    assert first[columns.index("priority")] == ("n", "92")
    assert hostile[columns.index("full_name")] == ("s", '=HYPERLINK("http://evil.example","x")')
    assert hostile[columns.index("company")] == ("s", "+Evil")


def test_a_snoozed_action_says_until_when() -> None:
    snoozed = ActionList(AS_OF, (action(state="snoozed", snoozed_until=date(2026, 12, 24)),))
    assert rows_of(render("csv", snoozed))[0]["snooze_until"] == "2026-12-24"
    assert json.loads(render("json", snoozed))["actions"][0]["snoozed_until"] == "2026-12-24"


def test_a_calendar_holds_one_day_per_action_and_nobody_is_invited() -> None:
    events = icalendar.Calendar.from_ical(render("ics", LIST)).walk("VEVENT")
    assert [event["uid"] for event in events] == ["a1@keepwarm", "a2@keepwarm"]
    assert [event.decoded("dtstart") for event in events] == [date(2026, 11, 24), AS_OF]
    assert events[0]["summary"] == "Answer José Álvarez"
    assert not [event for event in events if "attendee" in event or "organizer" in event]
    assert max(map(len, render("ics", LIST).split(b"\r\n"))) <= 75


class Page(HTMLParser):
    def __init__(self, content: bytes) -> None:
        super().__init__()
        self.tags: list[str] = []
        self.links: list[str] = []
        self.text = ""
        self.feed(content.decode())

    def handle_starttag(self, tag: str, attributes: list[tuple[str, str | None]]) -> None:
        self.tags.append(tag)
        self.links += [value or "" for name, value in attributes if name in ("href", "src", "action")]

    def handle_data(self, text: str) -> None:
        self.text += text


def test_a_page_runs_nothing_and_links_only_to_the_people_on_it() -> None:
    content = render("html", LIST)
    page = Page(content)
    assert not {"script", "img", "iframe", "form", "link", "object"} & set(page.tags)
    assert page.links == ["mailto:jose@acme.example", "https://www.linkedin.com/in/jose-alvarez"]
    assert "<img src=http://evil.example/x>" in page.text
    assert b"default-src 'none'" in content
    assert "\u202e" not in page.text


def test_markdown_shows_hostile_text_as_it_is() -> None:
    text = render("md", LIST).decode()
    assert text.count("\n- [ ] ") == 2
    assert r"\# \[x\](http\://evil.example) &lt;img" in text
    assert "José Álvarez** (Head of Data, Acme)" in text


@given(st.text())
@settings(max_examples=50)
def test_markdown_never_starts_markup(text: str) -> None:
    bare = re.sub(r"\\.", "", escaped(text))
    assert not set(bare) & set("`*_[]<>|~$#{}\\\n")


def test_json_keeps_texts_and_evidence() -> None:
    document = json.loads(render("json", LIST))
    assert document["as_of"] == "2026-11-20"
    assert document["actions"][1]["reason"] == HOSTILE.reason
    assert document["actions"][0]["evidence"] == EVIDENCE


def test_todoist_counts_priorities_the_other_way() -> None:
    assert [row["PRIORITY"] for row in rows_of(render("todoist", LIST))] == ["1", "4"]


def test_a_run_writes_the_week_to_read_and_the_backlog_to_work_on(tmp_path: Path) -> None:
    later = action(3, is_this_week=False, full_name="Lena Later")
    done = action(4, state="done", full_name="Dora Done")
    paths = write_all(ActionList(AS_OF, (*LIST.actions, later, done)), tmp_path)
    assert {path.name for path in paths} == {f"actions.{e}" for e in ("csv", "xlsx", "md", "html", "ics", "json")}
    assert {path.stat().st_mode & 0o777 for path in paths} == {0o600}
    assert "Lena Later" in (tmp_path / "actions.csv").read_text()
    assert "Lena Later" not in (tmp_path / "actions.md").read_text()
    assert not [path for path in paths if b"Dora Done" in path.read_bytes()]


def test_the_terminal_shows_the_reason_and_on_request_the_evidence(capsys: pytest.CaptureFixture[str]) -> None:
    print_actions(LIST, "This week", explain=True)
    printed = " ".join(capsys.readouterr().out.split())
    assert "131 days" in printed
    assert "expected value 0.35 = value 2.0 × p reply 0.4 × lift 0.5 × fit 1.0 − cost 0.05" in printed
    assert "suggested in 2 earlier weeks" in printed
    assert "occasion: cooling (contact days: 12)" in printed
    assert "\x1b" not in printed
