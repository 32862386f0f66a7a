"""The stages of a run as plain functions: read the inbox, build, audit, publish, export.

The command line calls `run`; the Prefect flow calls the same stages, one task each. Between stages go paths and counts.
"""

from __future__ import annotations

import hashlib
import json
import os
import secrets
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, time, timedelta
from itertools import chain
from pathlib import Path
from typing import TYPE_CHECKING, Any

from pipelines.home import Home
from pipelines.published import keys_of_people, published
from pipelines.returned_lists import Claims, Returned, refused_rows, remember_listed, take
from warehouse import decisions as decisions_file
from warehouse.arrivals import discover
from warehouse.decisions import Decision
from warehouse.files import PARTIAL, write_privately
from warehouse.landing import Landing, fingerprint, landed_units, quarantined, table_files
from warehouse.model import SQL_FOLDER
from warehouse.settling import Summary, land_all
from warehouse.store import draft_of, locked
from warehouse.workers import Workers

if TYPE_CHECKING:
    from pipelines.exports.action_list import Action, ActionList
    from pipelines.settings import Settings

PARQUET_TABLES = ("contacts", "interactions", "participants", "tenures", "skills", "rejected")
# The second run of a schedule waits for the first one rather than fail beside it.
LOCK_WAIT_SECONDS = 10.0

Progress = Callable[[int, int, str], None]


def _silent(done_bytes: int, total_bytes: int, name: str) -> None:
    """Show no progress."""


@dataclass(frozen=True, slots=True)
class RunReport:
    """What a run came to; counts and paths only, nothing personal.

    ``counts`` are the rows of each published table; ``is_published`` is false where nothing had changed; ``lists`` are
    the edited lists in the inbox.
    """

    as_of: date
    summary: Summary
    is_published: bool
    counts: Mapping[str, int] = field(default_factory=dict)
    exports: tuple[Path, ...] = ()
    lists: tuple[Returned, ...] = ()

    @property
    def is_empty(self) -> bool:
        """Tell whether nothing at all has been read, now or before: what is read stays when its file goes."""
        return not self.summary.landed and not self.summary.unchanged and not self.counts.get("identities", 0)


def run(
    inbox: Sequence[Path],
    home: Home,
    settings: Settings,
    as_of: date,
    *,
    verify: bool = False,
    progress: Progress = _silent,
) -> RunReport:
    """Bring the warehouse of a home up to date with an inbox; raise `WarehouseBusy`, `ModelFailed` or `AuditFailed`.

    ``as_of`` is the day for which everything is computed, its end in the owner's time zone.
    """
    home.create()
    with locked(home.warehouse, LOCK_WAIT_SECONDS):
        landing = Landing(home.landing)
        claims = Claims()
        with Workers() as workers:
            discovery = discover(inbox, landing, workers, verify=verify, claimed=claims)
            summary = land_all(discovery, landing, as_of, progress, workers)
        lists = take(home, list(claims), as_of) if inbox else ()
        built_from = fingerprint_of(home, settings, as_of)
        if is_current(home, built_from):
            # A run that was killed may have published, and not come to write the lists; or somebody removed them.
            written = () if is_exported(home) else export(home, as_of)
            counts = last_run(home).get("counts", {})
            return RunReport(as_of, summary, is_published=False, counts=counts, exports=written, lists=lists)
        started_at = datetime.now(UTC)
        counts = build(home, settings, as_of)
        audit(home, settings, as_of)
        publish(home, as_of, built_from, started_at, counts)
        return RunReport(as_of, summary, is_published=True, counts=counts, exports=export(home, as_of), lists=lists)


def build(home: Home, settings: Settings, as_of: date) -> dict[str, int]:
    """Build every table in memory, check what the models promise, write the draft; return the rows of each table."""
    import duckdb

    from warehouse.audit import check_promises
    from warehouse.build import build as build_models
    from warehouse.build import set_variables
    from warehouse.functions import register as register_functions
    from warehouse.inputs import UNIT_COLUMNS, register
    from warehouse.model import load_models
    from warehouse.store import write_draft

    landing = Landing(home.landing)
    units = landed_units(landing)
    models = load_models()
    with _without_remains(home), duckdb.connect(config={"temp_directory": str(home.root / "spill")}) as connection:
        # Not the time zone of the machine: the same input makes the same warehouse everywhere.
        connection.execute("set TimeZone = 'UTC'")
        register_functions(connection)
        register(
            connection,
            {table: table_files(landing, units, table) for table in PARQUET_TABLES},
            units=[{name: getattr(unit, name) for name in UNIT_COLUMNS} for unit in units],
            quarantined=[entry._asdict() for entry in quarantined(landing)],
            refused=refused_rows(home),
            decisions=[{"decision_number": n, **line._asdict()} for n, line in enumerate(_decisions(home), start=1)],
            runs=[{**entry, "counts": json.dumps(entry["counts"])} for entry in _runs(home)],
        )
        set_variables(connection, variables(settings, as_of))
        build_models(connection, models)
        check_promises(connection, models)
        return write_draft(connection, models, home.warehouse)


@contextmanager
def _without_remains(home: Home) -> Iterator[None]:
    """Discard the draft where making it fails; raise OSError where the database could not write, as on a full disk."""
    from duckdb import Error as DatabaseError

    from warehouse.store import discard_draft

    try:
        yield
    except BaseException as error:
        discard_draft(home.warehouse)
        if isinstance(error, DatabaseError) and "Could not write" in str(error):
            raise OSError(0, str(error).rpartition(": ")[2].strip(), str(home.warehouse)) from error
        raise


def audit(home: Home, settings: Settings, as_of: date) -> int:
    """Audit the draft; return how many audits there were."""
    from warehouse.audit import audit as audit_draft

    return audit_draft(draft_of(home.warehouse), variables(settings, as_of))


def publish(home: Home, as_of: date, built_from: str, started_at: datetime, counts: Mapping[str, int]) -> None:
    """Put the draft in place, and remember the run in ``runs.jsonl``, which outlives every warehouse."""
    from warehouse.store import publish as publish_draft

    finished_at = datetime.now(UTC)
    entry = {
        "run_id": f"{started_at:%Y%m%dT%H%M%S.%fZ}-{built_from[:8]}",
        "started_at": started_at.isoformat(),
        "finished_at": finished_at.isoformat(),
        "as_of": as_of.isoformat(),
        "counts": json.dumps(dict(counts)),
    }
    publish_draft(home.warehouse, entry)
    _sweep(home)
    line = json.dumps({**entry, "counts": dict(counts), "built_from": built_from})
    earlier = home.runs.read_text(encoding="utf-8") if home.runs.exists() else ""
    write_privately(home.runs, f"{earlier}{line}\n".encode())


def export(home: Home, as_of: date) -> tuple[Path, ...]:
    """Write the action lists, and journal what was suggested; return the paths of the lists."""
    from pipelines.exports import write_all
    from pipelines.exports.action_list import read_actions

    actions = read_actions(home.warehouse)
    _journal(home, as_of, actions)
    remember_listed(home, {action.action_id: action.person_id for action in actions.actions}, as_of)
    return tuple(write_all(actions, home.exports))


def set_holdout(home: Home, as_of: date, *, is_on: bool) -> None:
    """Begin to leave out a tenth of the suggestions, drawn by a seed that is kept with the decisions, or stop it."""
    seeds = [line.value for line in _decisions(home) if line.decision == "holdout"]
    if is_on == bool(seeds and seeds[-1]):
        return
    # The same seed as before, where there was one: who was drawn stays drawn.
    seed = next(filter(None, seeds), "") or secrets.token_hex(8)
    line = Decision("holdout", "seed", datetime.combine(as_of, time(0), UTC), value=seed if is_on else "")
    decisions_file.append(home.decisions, [line])


def variables(settings: Settings, as_of: date) -> dict[str, Any]:
    """Return what the models may ask for with ``getvariable``."""
    return {
        "as_of": as_of,
        "me": list(settings.me),
        "time_zone": settings.time_zone,
        "weekly_budget": settings.weekly_budget,
    }


def fingerprint_of(home: Home, settings: Settings, as_of: date) -> str:
    """Return a digest of all that a warehouse is built from: landing, decisions, settings, ``as_of``, the program."""
    state = hashlib.sha256(fingerprint(Landing(home.landing)).encode())
    for decision in decisions_file.in_force(_decisions(home), as_of):
        state.update(repr(decision).encode())
    state.update(repr((refused_rows(home), sorted(variables(settings, as_of).items()))).encode())
    state.update(_program_digest().encode())
    return state.hexdigest()


def is_current(home: Home, built_from: str) -> bool:
    """Tell whether the published warehouse was built from the same."""
    return home.warehouse.exists() and last_run(home).get("built_from") == built_from


def is_exported(home: Home) -> bool:
    """Tell whether the lists that tell of the published warehouse are written."""
    from pipelines.exports import are_written

    return are_written(home.exports, home.warehouse)


def last_run(home: Home) -> dict[str, Any]:
    """Return the last line of ``runs.jsonl``; empty where there is none, or it is damaged."""
    return (_runs(home) or [{}])[-1]


def _journal(home: Home, as_of: date, actions: ActionList) -> None:
    """Write down what was suggested, once in seven days: unlike the rest of a warehouse, that cannot be recomputed."""
    decided_at = datetime.combine(as_of, time(12), UTC)
    with published(home.warehouse) as connection:
        keys = keys_of_people(connection)
    chosen = [action for action in actions.actions if action.is_this_week or action.is_held_out]
    lines = [_journal_line(action, keys[action.person_id], decided_at) for action in chosen]
    known = {_suggestion(line) for line in _decisions(home) if abs(line.decided_at - decided_at) < timedelta(days=7)}
    new = [line for line in lines if line.key and _suggestion(line) not in known]
    decisions_file.append(home.decisions, sorted(new, key=_suggestion))


def _journal_line(action: Action, key: str, decided_at: datetime) -> Decision:
    occasion = action.evidence.get("occasion") or ""
    return Decision(
        "held out" if action.is_held_out else "suggested",
        key,
        decided_at,
        other_key=action.action_id,
        value=f"{action.family}/{occasion}",
    )


def _suggestion(line: Decision) -> tuple[str, str, str]:
    return line.decision, line.key, line.other_key


def _sweep(home: Home) -> None:
    """Remove what runs that were killed left half written; while it may write, no other run does."""
    left = [
        home.exports.glob(f".*{PARTIAL}"),
        *(home.root.glob(f".{name}.*{PARTIAL}") for name in (home.runs.name, home.lists.name)),
    ]
    for path in chain.from_iterable(left):
        path.unlink(missing_ok=True)


def _runs(home: Home) -> list[dict[str, Any]]:
    if not home.runs.exists():
        return []
    try:
        return [json.loads(line) for line in home.runs.read_text(encoding="utf-8").splitlines()]
    except ValueError:
        return []


def _decisions(home: Home) -> list[Decision]:
    return decisions_file.read(home.decisions)


def _program_digest() -> str:
    """Return a digest of the code that makes a warehouse out of a landing."""
    folder = SQL_FOLDER.parent
    state = hashlib.sha256()
    for path in sorted(Path(root) / name for root, _, names in os.walk(folder) for name in names):
        if path.suffix in (".py", ".sql"):
            state.update(path.read_bytes())
    return state.hexdigest()
