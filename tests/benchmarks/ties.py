"""Measure how well the mart tells who will be in contact, on any file of interaction histories.

Files are Parquet with the columns ego, alter, ts (Unix seconds), dir (in, out, und), n (people addressed), personal.
The scores come from the models of the mart itself (`warehouse/sql/relations`, `warehouse/sql/backtest`).

    python -m tests.benchmarks.ties FILE... [--cutoff 2001-06-01]... [--horizon 90] [--resamples 200]

Prints one JSON object: for each file and cutoff the metrics of every score, and the AUC of p_contact_90d less that of
recency (mean and 95 % interval, bootstrap over egos); then the means over the files, and over cutoffs before. A cutoff
is a day that has ended. Without cutoffs, three are laid evenly over each file.
"""

from __future__ import annotations

import argparse
import json
import sys
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import duckdb

from warehouse.build import build, set_variables
from warehouse.model import SQL_FOLDER, Model, load_models

MODELS = (
    "contact_days",
    "ties_measured",
    "odds_estimated",
    "outcomes_observed",
    "calibration_targets",
    "calibrations",
    "probabilities_calibrated",
)
EVENTS = """
    create table relations.contact_events as
    select
        ego,
        alter as person_id,
        case dir when 'in' then 'inbound' when 'out' then 'outbound' else 'mutual' end as direction,
        n as addressed_count,
        personal as is_personal,
        cast(make_timestamp(ts * 1000000) as date) as contact_on,
    from read_parquet($1)
"""
METRICS = "select cutoff_on, score, auc, pr_auc, brier, log_loss, tie_count, positive_count from backtest.metrics"
INTERVALS = """
    select
        cutoff_on,
        avg(auc_gain),
        quantile_cont(auc_gain, 0.025),
        quantile_cont(auc_gain, 0.975),
    from backtest.bootstrapped
    group by cutoff_on
"""


def measure(path: Path, cutoffs: list[date], horizon: int, resamples: int) -> dict[str, Any]:
    """Return the metrics of one file by cutoff (ISO date) and score."""
    with duckdb.connect() as connection:
        connection.execute("create schema relations")
        connection.execute(EVENTS, [str(path)])
        days = cutoffs or _even_cutoffs(connection, horizon)
        set_variables(connection, {"as_of": _last_day(connection, days, horizon), "resamples": resamples})
        connection.execute(
            "create table relations.cutoffs (cutoff_on date, calibrated_on date, horizon_days integer)",
        )
        earlier = [day - timedelta(days=horizon) for day in days]
        rows: list[tuple[date, date | None, int]]
        rows = [(day, before, horizon) for day, before in zip(days, earlier, strict=True)]
        rows += [(day, None, horizon) for day in dict.fromkeys(earlier) if day not in days]
        connection.executemany("insert into relations.cutoffs values ($1, $2, $3)", rows)
        relations = [Model.read(SQL_FOLDER / "relations" / f"{name}.sql") for name in MODELS]
        build(connection, [*relations, *load_models(("backtest",))])
        return {day.isoformat(): _report(connection, day) for day in days}


def _even_cutoffs(connection: duckdb.DuckDBPyConnection, horizon: int) -> list[date]:
    """Lay three cutoffs over the busy part of the file, leaving a year before the first where there is one."""
    first, last = connection.execute(
        "select quantile_disc(contact_on, 0.02), quantile_disc(contact_on, 0.98) from relations.contact_events"
    ).fetchall()[0]
    last -= timedelta(days=horizon)
    first += timedelta(days=min(365, (last - first).days // 2))
    return [first + (last - first) * step // 2 for step in range(3)]


def _last_day(connection: duckdb.DuckDBPyConnection, cutoffs: list[date], horizon: int) -> date:
    last: date = connection.execute("select max(contact_on) from relations.contact_events").fetchall()[0][0]
    return max([last, *(day + timedelta(days=horizon) for day in cutoffs)])


def _report(connection: duckdb.DuckDBPyConnection, day: date) -> dict[str, Any]:
    names = ("auc", "pr_auc", "brier", "log_loss")
    report: dict[str, Any] = {"scores": {}}
    for cutoff_on, score, *values, ties, positives in connection.execute(METRICS).fetchall():
        if cutoff_on == day:
            rounded = [None if value is None else round(value, 4) for value in values]
            report["scores"][score] = dict(zip(names, rounded, strict=True))
            report |= {"ties": ties, "positives": positives}
    for cutoff_on, *interval in connection.execute(INTERVALS).fetchall():
        if cutoff_on == day:
            report["auc_gain_over_recency"] = [None if value is None else round(value, 4) for value in interval]
    return report


def _means(files: dict[str, dict[str, Any]]) -> dict[str, dict[str, float]]:
    """Average each metric over the cutoffs of a file, then over the files."""
    means: dict[str, dict[str, list[float]]] = {}
    for cutoffs in files.values():
        sums: dict[tuple[str, str], list[float]] = {}
        for report in cutoffs.values():
            for score, metrics in report["scores"].items():
                for name, value in metrics.items():
                    if value is not None:
                        sums.setdefault((score, name), []).append(value)
        for (score, name), values in sums.items():
            means.setdefault(score, {}).setdefault(name, []).append(sum(values) / len(values))
    return {
        score: {name: round(sum(values) / len(values), 4) for name, values in metrics.items()}
        for score, metrics in means.items()
    }


def main() -> None:
    """Measure the files named on the command line."""
    parser = argparse.ArgumentParser(prog="python -m tests.benchmarks.ties", description=__doc__)
    parser.add_argument("files", nargs="+", type=Path)
    parser.add_argument("--cutoff", "--cutoffs", action="extend", nargs="+", type=date.fromisoformat, default=[])
    parser.add_argument("--horizon", type=int, default=90, help="days within which contact counts")
    parser.add_argument("--resamples", type=int, default=200, help="of the egos, for the interval")
    options = parser.parse_args()
    files = {
        path.stem: measure(path, sorted(set(options.cutoff)), options.horizon, options.resamples)
        for path in options.files
    }
    json.dump({"files": files, "mean": _means(files)}, sys.stdout, indent=2)
    sys.stdout.write("\n")


if __name__ == "__main__":
    main()
