from __future__ import annotations

from pathlib import Path

import pytest

from connectors import recognize
from tests.connectors import golden

ALL_CASES = [case for connector in golden.connectors_with_fixtures() for case in golden.cases(connector)]


@pytest.mark.parametrize("case", ALL_CASES, ids=str)
def test_fixture_is_read_as_its_golden_file_says(case: golden.Case) -> None:
    golden.check(case)


@pytest.mark.parametrize("case", ALL_CASES, ids=str)
def test_one_connector_alone_claims_a_fixture(case: golden.Case) -> None:
    claims = {recognize(unit) for _, unit in golden.units(case) if not (unit.files or unit.offset)}
    assert claims <= {case.connector}


@pytest.mark.parametrize("connector", golden.connectors_with_fixtures())
def test_every_golden_file_has_its_case(connector: str) -> None:
    assert golden.orphans(connector) == []


def test_three_failures_have_three_names(tmp_path: Path) -> None:
    folder = tmp_path / "linkedin"
    folder.mkdir()
    skills = folder / "Skills.csv"
    skills.write_text("Name\nWelding\n", encoding="utf-8")
    case = golden.Case("linkedin", skills)

    with pytest.raises(golden.NoExpectedFile):
        golden.check(case)
    golden.write(case)
    golden.check(case)
    skills.write_text("Name\nForging\n", encoding="utf-8")
    with pytest.raises(golden.Differs):
        golden.check(case)
    skills.rename(folder / "Skills.bin")
    with pytest.raises(golden.NotRecognized):
        golden.check(golden.Case("linkedin", folder / "Skills.bin"))
