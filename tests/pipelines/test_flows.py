"""The flows run in processes of their own: Prefect takes its settings from the environment when it is imported."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
import yaml

from pipelines.demo import AS_OF, INBOX

ROOT = Path(__file__).parents[2]

ENTRY_POINTS = """
import inspect, json, sys
from importlib import import_module
from prefect import Flow

found = {}
for entry_point in sys.argv[1:]:
    path, _, name = entry_point.partition(":")
    flow = getattr(import_module(path.removesuffix(".py").replace("/", ".")), name)
    assert isinstance(flow, Flow)
    found[entry_point] = list(inspect.signature(flow.fn).parameters)
print(json.dumps(found))
"""

REFRESH = """
import json, sys
from datetime import date
from pathlib import Path
from pipelines.flows import refresh
from prefect.client.orchestration import get_client

home, inbox, as_of = sys.argv[1:]
counts = refresh(Path(home), [Path(inbox)], date.fromisoformat(as_of))
with get_client(sync_client=True) as client:
    task_runs = [(run.name.rpartition("-")[0], run.state.type.value) for run in client.read_task_runs(limit=200)]
print(json.dumps({"counts": counts, "task_runs": task_runs}))
"""


def run_python(script: str, *arguments: str, prefect_home: Path) -> Any:
    """Run a script with a Prefect of its own, and return what it printed as JSON on its last line."""
    settings = {
        "PREFECT_HOME": str(prefect_home),
        "PREFECT_SERVER_EPHEMERAL_STARTUP_TIMEOUT_SECONDS": "300",
        "PREFECT_LOGGING_LEVEL": "INFO",
    }
    done = subprocess.run(
        [sys.executable, "-c", script, *arguments],
        cwd=ROOT,
        env={**os.environ, **settings},
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    return json.loads(done.stdout.splitlines()[-1]), done.stderr


def deployments() -> list[dict[str, Any]]:
    found: list[dict[str, Any]] = yaml.safe_load((ROOT / "prefect.yaml").read_text())["deployments"]
    return found


def test_each_entry_point_of_the_deployments_imports_and_takes_its_parameters(tmp_path: Path) -> None:
    entry_points = [deployment["entrypoint"] for deployment in deployments()]
    assert entry_points == ["pipelines/flows.py:refresh", "pipelines/flows.py:weekly_actions"]
    parameters, _ = run_python(ENTRY_POINTS, *entry_points, prefect_home=tmp_path)
    for deployment in deployments():
        assert set(deployment["parameters"]) <= set(parameters[deployment["entrypoint"]])


@pytest.mark.parametrize("deployment", deployments(), ids=lambda deployment: str(deployment["name"]))
def test_each_deployment_is_scheduled_and_never_runs_twice_at_once(deployment: dict[str, Any]) -> None:
    assert deployment["schedules"][0]["cron"]
    assert deployment["concurrency_limit"]["limit"] == 1


def test_refresh_publishes_what_a_run_publishes_and_tells_prefect_nothing_personal(tmp_path: Path) -> None:
    home = tmp_path / "home"
    answer, log = run_python(REFRESH, str(home), str(INBOX), AS_OF.isoformat(), prefect_home=tmp_path / "prefect")
    assert answer["counts"]["people"] > 0
    assert (home / "warehouse.duckdb").exists()
    assert (home / "exports" / "actions.md").exists()
    names = {name for name, _ in answer["task_runs"]}
    assert names == {"wait-for-turn", "land", "build", "audit", "publish", "export"}
    assert {state for _, state in answer["task_runs"]} == {"COMPLETED"}
    stored = b"".join(path.read_bytes() for path in (tmp_path / "prefect").rglob("*") if path.is_file())
    assert b"refresh" in stored
    for private in (b"vestergaard.example", b"larkspur", b"Priya"):
        assert private not in stored
        assert private not in log.encode()
