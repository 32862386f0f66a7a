"""Measure how well the mart tells who will be in contact, on any file of interaction histories.

Files are Parquet with the columns ego, alter (numbers or texts), ts (Unix seconds or a timestamp), dir (in, out, und),
n (people addressed) and personal; n and personal may be null. The scores come from the models of the mart itself
(`warehouse/sql/relations`, `warehouse/sql/backtest`).

    python -m tests.benchmarks.ties FILE... [--cutoffs 2001-06-01 ...] [--horizon 90] [--resamples 200]

Prints one JSON object: for each file and cutoff the metrics of every score, the AUC of p_contact_90d less that of
recency (mean and 95 % interval, bootstrap over egos), and the log loss before and after calibration, over the egos that
are calibrated; then the means over the files, and over cutoffs before. A cutoff is a day that has ended. Without
cutoffs, three are laid evenly over each file.
"""

from __future__ import annotations

import argparse
import json
import sys
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import duckdb

from warehouse.backtest import replay
from warehouse.build import set_variables

EVENTS = """
    create table relations.contact_events as
    select
        ego,
        alter as person_key,
        case dir when 'in' then 'inbound' when 'out' then 'outbound' else 'mutual' end as direction,
        cast(coalesce(n, 1) as bigint) as addressed_count,
        coalesce(cast(personal as boolean), coalesce(n, 1) <= 5) as is_personal,
        contact_on,
    from (select *, cast({moment} as date) as contact_on from read_parquet($1))
    where ego is not null and alter is not null and contact_on is not null
"""
SECONDS = "make_timestamp(cast(ts * 1000000 as bigint))"
# Ties × resamples that are still bearable; above it there are fewer resamples.
MOST_DRAWS = 40_000_000
TABLES = ("metrics", "calibrated", "bootstrapped")
METRICS = """
    select cutoff_on, score, auc, pr_auc, brier, log_loss, tie_count, positive_count from backtest.metrics
"""
CALIBRATED = """
    select cutoff_on, ego_count, tie_count, log_loss_before, log_loss_after from backtest.calibrated
"""
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
        connection.execute("set TimeZone = 'UTC'")
        read(connection, path)
        days = cutoffs or even_cutoffs(connection, horizon)
        if not days:
            return {}
        last, ties = connection.execute(
            "select max(contact_on), count(distinct (ego, person_key)) from relations.contact_events"
        ).fetchall()[0]
        bearable = max(20, MOST_DRAWS // max(ties * len(days), 1))
        set_variables(connection, {"resamples": min(resamples, bearable)})
        as_of = max([last, *(day + timedelta(days=horizon) for day in days)])
        replay(connection, as_of, days, horizon_days=horizon, tables=TABLES)
        return {day.isoformat(): _report(connection, day) for day in days}


def read(connection: duckdb.DuckDBPyConnection, path: Path) -> None:
    """Read the histories of a file into ``relations.contact_events``."""
    columns = connection.execute("describe from read_parquet($1)", [str(path)]).fetchall()
    kind = next(kind for name, kind, *_ in columns if name == "ts")
    moment = "ts" if kind.startswith(("TIMESTAMP", "DATE")) else SECONDS
    connection.execute("create schema relations")
    connection.execute(EVENTS.format(moment=moment), [str(path)])


def even_cutoffs(connection: duckdb.DuckDBPyConnection, horizon: int, count: int = 3) -> list[date]:
    """Lay cutoffs over the busy part of the file, leaving a year before the first where there is one."""
    first, last = connection.execute(
        "select quantile_disc(contact_on, 0.02), quantile_disc(contact_on, 0.98) from relations.contact_events"
    ).fetchall()[0]
    if first is None:
        return []
    last = max(last - timedelta(days=horizon), first)
    first += timedelta(days=min(365, (last - first).days // 2))
    return sorted({first + (last - first) * step // (count - 1) for step in range(count)})


def _report(connection: duckdb.DuckDBPyConnection, day: date) -> dict[str, Any]:
    names = ("auc", "pr_auc", "brier", "log_loss")
    report: dict[str, Any] = {"ties": 0, "positives": 0, "scores": {}}
    for cutoff_on, score, *values, ties, positives in connection.execute(METRICS).fetchall():
        if cutoff_on == day:
            report["scores"][score] = dict(zip(names, _rounded(values), strict=True))
            report |= {"ties": ties, "positives": positives}
    for cutoff_on, egos, ties, *losses in connection.execute(CALIBRATED).fetchall():
        if cutoff_on == day:
            before, after = _rounded(losses)
            report["calibrated"] = {"egos": egos, "ties": ties, "log_loss_before": before, "log_loss_after": after}
    for cutoff_on, *interval in connection.execute(INTERVALS).fetchall():
        if cutoff_on == day:
            report["auc_gain_over_recency"] = _rounded(interval)
    return report


def _rounded(values: list[float | None]) -> list[float | None]:
    return [None if value is None else round(value, 4) for value in values]


def _means(files: dict[str, dict[str, Any]]) -> dict[str, dict[str, float]]:
    """Average each metric over the cutoffs of a file, then over the files."""
    means: dict[str, dict[str, list[float]]] = {}
    for cutoffs in files.values():
        sums: dict[tuple[str, str], list[float]] = {}
        for report in cutoffs.values():
            measured = {**report["scores"], "calibrated": report.get("calibrated", {})}
            for score, metrics in measured.items():
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
