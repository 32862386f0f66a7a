from __future__ import annotations

import pytest

from tests.warehouse.plugged import Plug, plug_of


@pytest.fixture
def plug(monkeypatch: pytest.MonkeyPatch) -> Plug:
    return plug_of(monkeypatch)
