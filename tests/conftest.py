from __future__ import annotations

from collections.abc import Iterator

import pytest

from pipelines.demo import AS_OF, INBOX
from pipelines.home import Home
from pipelines.run import run
from pipelines.settings import Settings


@pytest.fixture(autouse=True, scope="session")
def _no_home_but_those_of_the_tests(tmp_path_factory: pytest.TempPathFactory) -> Iterator[None]:
    """Point whatever would look for the user's own home at an empty folder."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("KEEPWARM_HOME", str(tmp_path_factory.mktemp("empty") / "home"))
        for name in ("ME", "TIME_ZONE", "WEEKLY_BUDGET", "INBOX"):
            patch.delenv(f"KEEPWARM_{name}", raising=False)
        yield


@pytest.fixture(scope="session")
def demo_home(tmp_path_factory: pytest.TempPathFactory) -> Home:
    """Return a home with the published warehouse of the demo."""
    home = Home(tmp_path_factory.mktemp("demo") / "home")
    run((INBOX,), home, Settings.model_construct(), AS_OF)
    return home
