from __future__ import annotations

import shutil
from collections.abc import Callable
from pathlib import Path
from typing import NamedTuple

import pytest

from pipelines.cli import main
from pipelines.home import Home
from pipelines.run import run
from pipelines.settings import Settings
from tests.pipelines.acquaintances import AS_OF, inbox_of_acquaintances


class Printed(NamedTuple):
    code: int
    out: str
    err: str


Keepwarm = Callable[..., Printed]


@pytest.fixture
def keepwarm(capsysbinary: pytest.CaptureFixture[bytes], monkeypatch: pytest.MonkeyPatch) -> Keepwarm:
    monkeypatch.setenv("COLUMNS", "120")

    def call(*words: object) -> Printed:
        code = main([str(word) for word in words])
        out, err = capsysbinary.readouterr()
        return Printed(code, out.decode(), err.decode())

    return call


@pytest.fixture
def own_home(demo_home: Home, tmp_path: Path) -> Home:
    """Return a copy of the demo's home, to write in."""
    shutil.copytree(demo_home.root, tmp_path / "home")
    return Home(tmp_path / "home")


@pytest.fixture(scope="session")
def published_acquaintances(tmp_path_factory: pytest.TempPathFactory) -> Home:
    """Return a home that knows the few people of an inbox beside it, to be read only."""
    folder = tmp_path_factory.mktemp("acquaintances")
    home = Home(folder / "home")
    run((inbox_of_acquaintances(folder / "inbox"),), home, Settings.model_construct(), AS_OF)
    return home


@pytest.fixture
def acquaintances(published_acquaintances: Home, tmp_path: Path) -> Home:
    """Return a copy of that home, to write in."""
    shutil.copytree(published_acquaintances.root, tmp_path / "home")
    return Home(tmp_path / "home")
