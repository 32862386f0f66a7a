"""The Prefect flows: the stages of `pipelines.run`, one task a unit and one a stage, on a schedule.

Prefect stores parameters, names, states and logs: none of them may hold anything personal. So tasks are given paths and
counts, load the settings by themselves, and hide the text of what was not expected. Results are not persisted.
"""

from __future__ import annotations

import os

# Prefect looks at these once, when it is imported; nothing here calls home.
os.environ["DO_NOT_TRACK"] = "1"
os.environ["PREFECT_SERVER_ANALYTICS_ENABLED"] = "false"

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, date, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any, cast

from prefect import flow, get_run_logger, task
from prefect.cache_policies import NO_CACHE
from prefect.task_runners import ThreadPoolTaskRunner

from connectors.errors import KeepwarmError
from connectors.inbox import Quarantined
from pipelines import run as stages
from pipelines.home import Home, default_home
from pipelines.returned_lists import Claims, take
from pipelines.settings import Settings, load_settings
from warehouse.arrivals import discover
from warehouse.errors import WarehouseBusy
from warehouse.landing import Landing, landing_time
from warehouse.reading import Landed, land
from warehouse.settling import settle
from warehouse.store import locked
from warehouse.units import Unit

if TYPE_CHECKING:
    from prefect.futures import PrefectFuture
    from prefect.task_runners import TaskRunner

# A run that finds another one at work waits for it: as often, and as long each time.
RETRIES = 30
RETRY_SECONDS = 60


class StageFailed(KeepwarmError):
    """A stage ended in a way that nobody expected; what it said may quote personal data, so only its kind is told."""

    def __init__(self, stage: str, kind: str) -> None:
        """Remember the stage and the type of the exception."""
        super().__init__(stage, kind)
        self.stage = stage
        self.kind = kind

    def __str__(self) -> str:
        """Say which stage failed, and how to see more."""
        return f"{self.stage} failed with {self.kind}. `keepwarm run --debug` shows where."


@contextmanager
def _discreet(stage: str) -> Iterator[None]:
    try:
        yield
    except KeepwarmError:
        raise
    except Exception as error:
        raise StageFailed(stage, type(error).__name__) from None


def _is_busy(task: Any, run: Any, state: Any) -> bool:
    try:
        state.result()
    except WarehouseBusy:
        return True
    except Exception:
        return False
    return False


_STAGE: dict[str, Any] = {"persist_result": False, "cache_policy": NO_CACHE}


@task(name="wait-for-turn", retries=RETRIES, retry_delay_seconds=RETRY_SECONDS, retry_condition_fn=_is_busy, **_STAGE)
def wait_for_turn(home: Path) -> None:
    """Fail as long as another run is at work, to be retried; the only thing that is."""
    Home(home).create()
    with locked(Home(home).warehouse):
        pass


@task(name="land", **_STAGE)
def land_unit(unit: Unit, landing: Path, landed_at: datetime) -> Landed | Quarantined:
    """Read and land one unit."""
    with _discreet("land"):
        return land(unit, Landing(landing), landed_at)


@task(name="build", **_STAGE)
def build(home: Path, as_of: date) -> dict[str, int]:
    """Build every table and write the draft; return the rows of each."""
    with _discreet("build"):
        return stages.build(Home(home), _settings(home), as_of)


@task(name="audit", **_STAGE)
def audit(home: Path, as_of: date) -> int:
    """Audit the draft; return how many audits there were."""
    with _discreet("audit"):
        return stages.audit(Home(home), _settings(home), as_of)


@task(name="publish", **_STAGE)
def publish(home: Path, as_of: date, built_from: str, started_at: datetime, counts: dict[str, int]) -> None:
    """Put the draft in place."""
    with _discreet("publish"):
        stages.publish(Home(home), as_of, built_from, started_at, counts)


@task(name="export", **_STAGE)
def export(home: Path, as_of: date) -> int:
    """Write the lists; return how many."""
    with _discreet("export"):
        return len(stages.export(Home(home), as_of))


@task(name="export-week", **_STAGE)
def export_week(home: Path) -> int:
    """Write the lists of the published week into a folder of their own; return how many."""
    from pipelines.exports import write_all
    from pipelines.exports.action_list import read_actions

    with _discreet("export-week"):
        actions = read_actions(Home(home).warehouse)
        folder = Home(home).exports / f"{actions.as_of:%G-W%V}"
        folder.mkdir(mode=0o700, exist_ok=True)
        return len(write_all(actions, folder))


# Prefect's own types do not fit each other here (3.8.8).
_AT_ONCE = cast("TaskRunner[PrefectFuture[Any]]", ThreadPoolTaskRunner(max_workers=os.cpu_count() or 1))


@flow(name="refresh", task_runner=_AT_ONCE, persist_result=False)
def refresh(home: Path | None = None, inbox: list[Path] | None = None, as_of: date | None = None) -> dict[str, int]:
    """Read the inbox, build, audit, publish and export, as ``keepwarm run`` does; return the rows of each table.

    ``home`` is the default home where it is not given, ``inbox`` that of the settings or the home, ``as_of`` today.
    """
    root = (home or default_home().root).expanduser()
    day = as_of or datetime.now().astimezone().date()
    mask = os.umask(0o077)  # whatever is written is personal
    try:
        wait_for_turn(root)
        with locked(Home(root).warehouse, stages.LOCK_WAIT_SECONDS), _discreet("refresh"):
            return _refreshed(root, inbox, day)
    finally:
        os.umask(mask)


@flow(name="weekly-actions", persist_result=False)
def weekly_actions(home: Path | None = None, inbox: list[Path] | None = None, as_of: date | None = None) -> int:
    """Bring everything up to date, and write the list of the week into exports/YYYY-Www; return how many files."""
    refresh(home, inbox, as_of)
    return export_week((home or default_home().root).expanduser())


def _refreshed(root: Path, inbox: list[Path] | None, day: date) -> dict[str, int]:
    log = get_run_logger()
    home, settings = Home(root), _settings(root)
    landing = Landing(home.landing)
    claims = Claims()
    discovery = discover(inbox or [settings.inbox or home.inbox], landing, claimed=claims)
    landed_at = landing_time(landing, day)
    futures = {unit: land_unit.submit(unit, landing.root, landed_at) for unit in discovery.units}
    summary = settle(discovery, landing, {unit: future.result() for unit, future in futures.items()})
    lists = take(home, list(claims), day)
    log.info(
        "%d units landed, %d unchanged, %d files rejected",
        len(summary.landed),
        summary.unchanged,
        len(summary.quarantined),
    )
    if lists:
        taken, refused = sum(each.decision_count for each in lists), sum(len(each.refused) for each in lists)
        log.info("%d edited lists, %d decisions taken, %d rows refused", len(lists), taken, refused)
    built_from = stages.fingerprint_of(home, settings, day)
    if stages.is_current(home, built_from):
        log.info("Nothing has changed: the published warehouse stays.")
        if not stages.is_exported(home):
            export(root, day)
        return dict(stages.last_run(home)["counts"])
    started_at = datetime.now(UTC)
    counts = build(root, day)
    audits = audit(root, day)
    publish(root, day, built_from, started_at, counts)
    written = export(root, day)
    log.info("Published after %d audits, %d lists written", audits, written)
    return counts


def _settings(home: Path) -> Settings:
    return load_settings(Home(home).settings)
