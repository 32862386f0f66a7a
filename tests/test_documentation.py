"""Documentation that cannot go stale: what README.md and docs/ say is run, or compared with what is."""

from __future__ import annotations

import re
import shlex
import tomllib
from pathlib import Path

import pytest

from connectors import CONNECTORS
from pipelines import data_dictionary
from pipelines.cli import COMMANDS, main
from pipelines.home import Home
from tests.conftest import Demo
from tests.readme import demo_block, marked

ROOT = Path(__file__).parents[1]
README = (ROOT / "README.md").read_text()
PAGES = [ROOT / "README.md", *sorted((ROOT / "docs").glob("*.md"))]
COMMAND_LINES = re.findall(r"^ {4}(?:\.venv/bin/)?(keepwarm [^#<|\n]*)", README, re.MULTILINE)


def test_the_description_of_the_tables_is_current(demo_home: Home) -> None:
    described = data_dictionary.describe(demo_home.warehouse)
    assert described == (ROOT / "docs" / "data.md").read_text(), "make docs"


def test_every_table_and_column_is_described(demo_home: Home) -> None:
    described = data_dictionary.describe(demo_home.warehouse)
    assert [line for line in described.splitlines() if line.endswith("|  |")] == []


def test_the_demo_prints_what_the_readme_says(demo: Demo) -> None:
    assert marked("demo") == demo_block(demo.printed), "make docs"


@pytest.mark.parametrize("line", COMMAND_LINES)
def test_every_command_of_the_readme_exists_with_its_options(line: str, capsys: pytest.CaptureFixture[str]) -> None:
    _, command, *words = shlex.split(line)
    assert command in {name for commands in COMMANDS.values() for name in commands}
    assert main([command, "--help"]) == 0
    explained = capsys.readouterr().out
    assert [word for word in words if word.startswith("--") and word not in explained] == []


def test_the_query_of_the_readme_has_an_answer(demo_home: Home, capsys: pytest.CaptureFixture[str]) -> None:
    query = marked("query").removeprefix("```sql\n").removesuffix("```")
    assert main(["sql", query, "--home", str(demo_home.root)]) == 0
    assert "0 rows" not in capsys.readouterr().out


def test_every_target_of_the_readme_is_in_the_makefile() -> None:
    targets = set(re.findall(r"^([a-z]+):", (ROOT / "Makefile").read_text(), re.MULTILINE))
    named = re.findall(r"(?:^ {4}|`)make ([a-z]+)", "\n".join(page.read_text() for page in PAGES), re.MULTILINE)
    assert set(named) <= targets


@pytest.mark.parametrize("page", PAGES, ids=lambda page: str(page.name))
def test_every_link_leads_somewhere(page: Path) -> None:
    for target in re.findall(r"\]\((?!https?:)([^)#]+)", page.read_text()):
        assert (page.parent / target).exists(), target


def test_every_connector_and_every_dependency_is_explained() -> None:
    connectors = (ROOT / "docs" / "connectors.md").read_text()
    assert [name for name in CONNECTORS if f"| `{name}` |" not in connectors] == []
    project = tomllib.loads((ROOT / "pyproject.toml").read_text())
    names = [re.split(r"[<>=]", requirement)[0] for requirement in project["project"]["dependencies"]]
    explained = (ROOT / "docs" / "dependencies.md").read_text()
    assert [name for name in names if f"| {name} |" not in explained] == []
    assert [name for name in project["dependency-groups"]["dev"] if re.split(r"[<>=]", name)[0] not in explained] == []


def test_the_lock_file_pins_every_dependency_and_names_no_host() -> None:
    lock = (ROOT / "requirements.lock").read_text()
    project = tomllib.loads((ROOT / "pyproject.toml").read_text())
    wanted = [*project["project"]["dependencies"], *project["dependency-groups"]["dev"]]
    pinned = dict(re.findall(r"^([a-z0-9-]+)==(\S+)", lock, re.MULTILINE))
    assert [name for name in wanted if re.split(r"[<>=]", name)[0] not in pinned] == []
    assert lock.count("--hash=sha256:") > len(pinned)
    assert re.search(r"://|--(extra-)?index|--find-links|--trusted|^/", lock, re.MULTILINE) is None
