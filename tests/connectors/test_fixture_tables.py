"""The tables of docs/connectors.md name the fixtures that prove them, and no fixture is left out."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from tests.connectors.golden import FIXTURES, cases

DOCUMENT = (Path(__file__).parents[2] / "docs" / "connectors.md").read_text(encoding="utf-8")


SECTIONS = [
    ("LinkedIn", "linkedin"),
    ("Calendars", "ics"),
    ("Lists of messages", "mail_sheets"),
    ("Outlook messages", "msg"),
    ("Outlook for Mac", "olm"),
    ("Address books as tables", "contact_sheets"),
    ("Address books of Apple", "apple_contacts"),
    ("vCard", "vcard"),
]


def fixtures_named(heading: str) -> set[str]:
    section = DOCUMENT.partition(f"\n## {heading}\n")[2].partition("\n## ")[0]
    cells = [row.split(" | ")[-1] for row in section.splitlines() if row.startswith("|")]
    return {name for cell in cells[1:] for name in re.findall(r"`([\w. -]+)`", cell)}


@pytest.mark.parametrize(("heading", "connector"), SECTIONS)
def test_every_fixture_is_named_for_what_it_proves(heading: str, connector: str) -> None:
    named = fixtures_named(heading)
    assert {name for name in named if not (FIXTURES / connector / name).exists()} == set()
    assert {case.path.name for case in cases(connector)} - named == set()
