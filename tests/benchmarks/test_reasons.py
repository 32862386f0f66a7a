"""Every reason of every suggested action is true of the world that the exports were written from."""

from __future__ import annotations

import json
from pathlib import Path

import duckdb
import pytest

from pipelines.home import Home
from pipelines.run import run
from pipelines.settings import Settings
from tests.benchmarks.reasons import objections
from tests.benchmarks.ties_told import Truth
from tests.benchmarks.world.cast import AS_OF
from tests.benchmarks.world.worlds import write_world


@pytest.mark.parametrize("seed", [1, 2])
def test_every_reason_is_true(tmp_path: Path, seed: int) -> None:
    truth = Truth(write_world(tmp_path / "world", seed, people=60, years=3, contacts=14))
    home = Home(tmp_path / "home")
    run((tmp_path / "world" / "inbox",), home, Settings.model_construct(weekly_budget=20), AS_OF)
    with duckdb.connect(str(home.warehouse), read_only=True) as connection:
        keys = connection.execute("select person_id, coalesce(email, profile_url) from identities").fetchall()
        actions = connection.execute("select person_id, channel, reason, evidence from suggested_actions").fetchall()
    people = truth.people_behind((person_id, key) for person_id, key in keys if key)
    checked = [(people[person_id], *action) for person_id, *action in actions if person_id in people]
    wrong = [
        objection
        for person, _, reason, evidence in checked
        for objection in objections(truth, person, reason, json.loads(evidence)["occasion"])
    ]
    assert wrong == []
    # Whom resolution cut in two is measured elsewhere; there must be few.
    assert len(checked) >= 0.9 * len(actions)
    assert len(checked) >= 15
    assert not {channel for _, channel, *_ in checked} & {*truth.told.machines, *truth.told.owner.emails}
