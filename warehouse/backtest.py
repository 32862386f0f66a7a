"""Replay ties as of earlier days, and measure how well each score told who would be in contact.

The scores come from the models of the mart itself (schema ``relations``), the measures from those of ``backtest``.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

import duckdb

from warehouse.build import build, set_variables
from warehouse.model import Model, load_models, references

# Below, one contact more or less moves every figure by several hundredths; the same number holds for calibrating.
LEAST_POSITIVES = 30


def replay(
    connection: duckdb.DuckDBPyConnection,
    as_of: date,
    cutoffs: Sequence[date],
    *,
    horizon_days: int = 90,
    tables: Sequence[str] = ("metrics", "reliability"),
) -> None:
    """Build these tables of schema ``backtest`` for the cutoffs, each as if it were the day of a run.

    The connection holds ``relations.contact_events`` up to ``as_of``, its keys whatever tells people apart. Of a cutoff
    less than ``horizon_days`` before ``as_of`` the outcomes are unknown: it has probabilities, but no measures.
    """
    set_variables(
        connection,
        {"as_of": as_of, "cutoffs": [day.isoformat() for day in cutoffs], "horizon_days": horizon_days},
    )
    build(connection, _models_behind(connection, [f"backtest.{table}" for table in tables]))


def _models_behind(connection: duckdb.DuckDBPyConnection, names: Sequence[str]) -> list[Model]:
    by_name = {model.name: model for model in load_models(("relations", "backtest"))}
    del by_name["relations.contact_events"]
    needed: dict[str, Model] = {}
    waiting = list(names)
    while waiting:
        name = waiting.pop()
        if name in by_name and name not in needed:
            needed[name] = by_name[name]
            waiting += references(connection, by_name[name])
    return list(needed.values())
