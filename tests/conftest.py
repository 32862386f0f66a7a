from __future__ import annotations

import io
import tempfile
from collections.abc import Iterator
from contextlib import redirect_stdout
from pathlib import Path
from typing import NamedTuple

import pytest

from pipelines.cli import main
from pipelines.home import Home
from tests.readme import COLUMNS


class Demo(NamedTuple):
    """One call of ``keepwarm demo``: its home, what it printed, and the home of a user who must not be touched."""

    code: int
    printed: str
    home: Home
    users_home: Path


@pytest.fixture(autouse=True, scope="session")
def _no_home_but_those_of_the_tests(tmp_path_factory: pytest.TempPathFactory) -> Iterator[None]:
    """Point whatever would look for the user's own home at an empty folder."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("KEEPWARM_HOME", str(tmp_path_factory.mktemp("empty") / "home"))
        for name in ("ME", "TIME_ZONE", "WEEKLY_BUDGET", "INBOX"):
            patch.delenv(f"KEEPWARM_{name}", raising=False)
        yield


@pytest.fixture(scope="session")
def demo(tmp_path_factory: pytest.TempPathFactory) -> Demo:
    """Run the demo once, with a user's home and settings in the environment."""
    folder = tmp_path_factory.mktemp("demo")
    printed = io.StringIO()
    with pytest.MonkeyPatch.context() as patch, redirect_stdout(printed):
        patch.setattr(tempfile, "tempdir", str(folder))
        patch.setenv("KEEPWARM_HOME", str(folder / "mine"))
        patch.setenv("KEEPWARM_WEEKLY_BUDGET", "1")
        patch.setenv("COLUMNS", COLUMNS)
        code = main(["demo"])
    (root,) = folder.glob("keepwarm-demo-*")
    return Demo(code, printed.getvalue(), Home(root), folder / "mine")


@pytest.fixture(scope="session")
def demo_home(demo: Demo) -> Home:
    """Return the home of the demo, to be read only."""
    return demo.home
