"""Fit the second line of p_contact_90d (docs/method.md) on all files but one, and try it on that one.

    python -m tests.benchmarks.ties_fitted FILE FILE... [--cutoffs 6]

Prints one JSON object: for each file left out the fitted numbers, and on that file (means over its cutoffs) the AUC and
log loss of the first line alone, of the fitted sum and of the mart; at the end the numbers fitted on all files. The
features are columns of `relations.ties_measured`; a cutoff weighs as much as any other, whatever its number of ties.
"""

from __future__ import annotations

import argparse
import json
import sys
from datetime import timedelta
from pathlib import Path
from typing import Any

import duckdb

from tests.benchmarks.ties import even_cutoffs, read
from warehouse.backtest import replay

FEATURES = ("1", "ln((1 + days_since_contact) / (1 + days_since_seen))", "(contact_days = 1)::integer", "ln(share)")
FIRST_LINE = """
    -0.883 - 0.344 * ln(1 + days_since_contact) + 0.789 * ln(1 + weighted_365d) + 0.920 * ln(1 + contact_weeks_26w)
    - 0.039 * ln(0.01 + personal_30d) - 0.573 * ln(1 + days_since_contact / cadence_days)
"""
TIES = """
    select
        $1 as file, ties.cutoff_on, outcomes.has_contact, odds.logit as mart, {first} as first_line, {features},
        1 / count(*) over (partition by ties.cutoff_on) as weight,
    from (
        select *, (count(*) filter (where contacts_90d > 0) over egos + 1) / (count(*) over egos + 5) as share
        from relations.ties_measured window egos as (partition by cutoff_on, ego)
    ) as ties
    inner join relations.outcomes_observed as outcomes using (cutoff_on, ego, person_key)
    inner join relations.odds_estimated as odds using (cutoff_on, ego, person_key)
    inner join relations.cutoffs as cutoffs using (cutoff_on)
    where not odds.is_contacted and cutoffs.is_estimated
"""
MEASURES = """
    with valued as (
        select cutoff_on, {logit} as value, count(*) filter (where has_contact) as positives,
            count(*) filter (where not has_contact) as negatives,
        from pooled.ties where file = $1 group by all
    ),
    ranked as (
        select *, sum(negatives) over (partition by cutoff_on order by value) - negatives / 2 as below from valued
    ),
    measured as (
        select cutoff_on, sum(positives * below) / (sum(positives) * sum(negatives)) as auc,
            sum(positives * ln(1 + exp(-value)) + negatives * ln(1 + exp(value))) / sum(positives + negatives) as loss,
        from ranked group by cutoff_on
    )
    select round(avg(auc), 4), round(avg(loss), 4) from measured
"""


def gather(pool: duckdb.DuckDBPyConnection, path: Path, count: int) -> None:
    """Add the ties of a file, as of so many cutoffs whose outcomes are known, to ``pooled.ties``."""
    with duckdb.connect() as connection:
        connection.execute("set TimeZone = 'UTC'")
        read(connection, path)
        days = even_cutoffs(connection, 90, count)
        replay(connection, days[-1] + timedelta(days=90), days, tables=("metrics",))
        features = ", ".join(f"{feature} as x{number}" for number, feature in enumerate(FEATURES))
        query = TIES.format(first=FIRST_LINE, features=features)
        ties = connection.sql(query, params=[path.stem]).to_arrow_table()
    pool.register("gathered", ties)
    pool.execute("insert into pooled.ties by name from gathered")


def fit(pool: duckdb.DuckDBPyConnection, left_out: str) -> list[float]:
    """Return the numbers that make the outcomes of the other files likeliest: Newton's method, ten steps."""
    size = range(len(FEATURES))
    sums = [f"sum(weight * (has_contact::integer - p) * x{i})" for i in size]
    # A little on the diagonal: a feature that never varies gets no number, rather than any.
    sums += [f"sum(weight * p * (1 - p) * x{i} * x{j}) + {1e-6 * (i == j)}" for i in size for j in size]
    numbers = [0.0] * len(FEATURES)
    for _ in range(10):
        row = pool.execute(
            f"select {', '.join(sums)} from (select *, 1 / (1 + exp(-({_sum_of(numbers)}))) as p from pooled.ties"
            " where file <> $1)",
            [left_out],
        ).fetchall()[0]
        pulls, bends = row[: len(size)], row[len(size) :]
        step = _solved([[*bends[i * len(size) : (i + 1) * len(size)], pulls[i]] for i in size])
        numbers = [number + change for number, change in zip(numbers, step, strict=True)]
    return [round(number, 3) for number in numbers]


def _sum_of(numbers: list[float]) -> str:
    return " + ".join(["first_line", *(f"({number}) * x{i}" for i, number in enumerate(numbers))])


def _solved(rows: list[list[float]]) -> list[float]:
    """Solve linear equations, each row its coefficients and its right side (Gauss-Jordan)."""
    for i in range(len(rows)):
        rows[i] = [value / rows[i][i] for value in rows[i]]
        for j in range(len(rows)):
            if j != i:
                rows[j] = [value - rows[j][i] * other for value, other in zip(rows[j], rows[i], strict=True)]
    return [row[-1] for row in rows]


def measure(paths: list[Path], cutoffs: int) -> dict[str, Any]:
    """Fit and try, each file once left out."""
    with duckdb.connect() as pool:
        pool.execute("create schema pooled")
        columns = ", ".join(f"x{number} double" for number in range(len(FEATURES)))
        pool.execute(
            "create table pooled.ties (file text, cutoff_on date, has_contact boolean, mart double, first_line double,"
            f" {columns}, weight double)"
        )
        for path in paths:
            gather(pool, path, cutoffs)
        report: dict[str, Any] = {}
        for path in paths:
            numbers = fit(pool, path.stem)
            tried = {"first_line": "first_line", "fitted_on_the_others": _sum_of(numbers), "mart": "mart"}
            report[path.stem] = {"numbers": numbers}
            for name, logit in tried.items():
                [(auc, log_loss)] = pool.execute(MEASURES.format(logit=logit), [path.stem]).fetchall()
                report[path.stem][name] = {"auc": auc, "log_loss": log_loss}
        return {"left_out": report, "numbers_of_all": fit(pool, "")}


def main() -> None:
    """Fit on the files named on the command line."""
    parser = argparse.ArgumentParser(prog="python -m tests.benchmarks.ties_fitted", description=__doc__)
    parser.add_argument("files", nargs="+", type=Path)
    parser.add_argument("--cutoffs", type=int, default=6, help="of each file")
    options = parser.parse_args()
    json.dump(measure(options.files, options.cutoffs), sys.stdout, indent=2)
    sys.stdout.write("\n")


if __name__ == "__main__":
    main()
