"""``keepwarm backtest``: how well the figures of earlier days told who would be in contact."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date, timedelta
from math import exp, log
from typing import TYPE_CHECKING, Annotated, Any

from cyclopts import Parameter

from connectors.errors import KeepwarmError
from pipelines.commands import DEFAULTS, Options
from pipelines.commands.outcomes import counted, in_words
from pipelines.console import print_json, print_records, say
from pipelines.home import Home
from pipelines.published import published, published_as_of, query, stored
from warehouse.backtest import LEAST_POSITIVES, replay
from warehouse.store import quoted

if TYPE_CHECKING:
    import duckdb

HORIZON_DAYS = 90
_EXAMPLES = (0.05, 0.15, 0.3, 0.5, 0.7, 0.85, 0.95)
_NAMES = {
    "recency": "days since contact",
    "recency_per_median_gap": "days since contact ÷ median gap",
    "decayed_count": "contact days, half-life 90 d",
    "tie_strength": "tie_strength",
    "p_uncalibrated": "p_contact_90d, not calibrated",
    "p_contact_90d": "p_contact_90d",
}


class OutcomeUnknown(KeepwarmError):
    """What followed on a day is not known yet."""

    def __init__(self, day: date, as_of: date) -> None:
        """Remember the day, and until when there is data."""
        super().__init__(day, as_of)
        self.day = day
        self.as_of = as_of

    def __str__(self) -> str:
        """Name the latest day that can be replayed."""
        latest = self.as_of - timedelta(days=HORIZON_DAYS)
        return (
            f"{self.day}: what followed within {HORIZON_DAYS} days is not known yet. Name {latest} or an earlier day."
        )


def backtest(
    *,
    as_of: Annotated[tuple[date, ...], Parameter(negative_iterable=())] = (),
    json: bool = False,
    options: Options = DEFAULTS,
) -> int:
    """Replay earlier days, and measure how well the figures of that day told who would be in contact with you.

    Example: keepwarm backtest --as-of 2026-01-31

    Args:
        as_of: A day to replay besides 90 and 180 days ago; may be repeated.
        json: Print JSON.
    """
    report = _report(options.chosen_home(), as_of)
    if json:
        print_json(report)
    else:
        _print(report)
    return 0


def _report(home: Home, asked: tuple[date, ...]) -> dict[str, Any]:
    with published(home.warehouse) as connection:
        today, suggestions = published_as_of(connection), counted(connection)
    for day in asked:
        if day + timedelta(days=HORIZON_DAYS) > today:
            raise OutcomeUnknown(day, today)
    days = {today - timedelta(days=HORIZON_DAYS), today - timedelta(days=2 * HORIZON_DAYS), *asked}
    with _contacts_of(home) as connection:
        replay(connection, today, [today, *sorted(days)], horizon_days=HORIZON_DAYS)
        replayed = query(connection, stored("probabilities_replayed"), [today]).records()[0]
        return {
            "as_of": today,
            "horizon_days": HORIZON_DAYS,
            "least_positives": LEAST_POSITIVES,
            "calibration": _calibration(connection, today),
            "latest_positives": replayed["latest_positives"],
            "greatest_difference_from_relationships": replayed["greatest_difference"],
            "suggestions": suggestions,
            "cutoffs": [_cutoff(connection, day) for day in sorted(days, reverse=True)],
        }


@contextmanager
def _contacts_of(home: Home) -> Iterator[duckdb.DuckDBPyConnection]:
    """Yield a database in memory that holds the published contacts and sees the published relationships."""
    import duckdb

    with duckdb.connect() as connection:
        connection.execute("set TimeZone = 'UTC'")
        connection.execute(f"attach {quoted(str(home.warehouse))} as published (read_only)")
        connection.execute("create view main.relationships as from published.main.relationships")
        connection.execute("create schema relations")
        connection.execute(f"create table relations.contact_events as {stored('contacts_published')}")
        yield connection


def _calibration(connection: duckdb.DuckDBPyConnection, day: date) -> dict[str, Any] | None:
    rows = query(
        connection,
        "select intercept, slope, latest_positive_count from relations.calibrations where cutoff_on = $1",
        [day],
    ).records()
    if not rows:
        return None
    intercept, slope = rows[0]["intercept"], rows[0]["slope"]
    changes = [{"before": p, "after": 1 / (1 + exp(-(intercept + slope * log(p / (1 - p)))))} for p in _EXAMPLES]
    return {**rows[0], "changes": changes}


def _cutoff(connection: duckdb.DuckDBPyConnection, day: date) -> dict[str, Any]:
    scores = query(connection, stored("backtest_scores"), [day]).records()
    ties = scores[0]["tie_count"] if scores else 0
    positives = scores[0]["positive_count"] if scores else 0
    is_sufficient = positives >= LEAST_POSITIVES
    for score in scores:
        del score["tie_count"], score["positive_count"]
    return {
        "cutoff_on": day,
        "until": day + timedelta(days=HORIZON_DAYS),
        "tie_count": ties,
        "positive_count": positives,
        "is_sufficient": is_sufficient,
        "calibration": _calibration(connection, day) if is_sufficient else None,
        "scores": scores if is_sufficient else None,
        "reliability": query(connection, stored("backtest_reliability"), [day]).records() if is_sufficient else None,
    }


def _print(report: dict[str, Any]) -> None:
    for cutoff in report["cutoffs"]:
        counts = f"{cutoff['tie_count']:,} ties, {cutoff['positive_count']:,} in contact by {cutoff['until']}"
        say(f"As of {cutoff['cutoff_on']}: {counts}.")
        if not cutoff["is_sufficient"]:
            say(f"Fewer than {LEAST_POSITIVES} contacts: percentages would be chance. No figures.", "")
            continue
        print_records(
            [{**row, "score": _NAMES[row["score"]]} for row in cutoff["scores"]],
            title="How well each told who would be in contact",
        )
        print_records(
            [_in_percent(row) for row in cutoff["reliability"]],
            title="What p_contact_90d promised, and what came",
        )
    _print_calibration(report)
    say(*in_words(report["suggestions"]))


def _in_percent(row: dict[str, Any]) -> dict[str, Any]:
    return {
        "promised": f"{row['from_p']:.0%} to {row['from_p'] + 0.1:.0%}",
        "mean": f"{row['promised']:.0%}",
        "came": f"{row['observed']:.0%}",
        "in contact": row["positive_count"],
        "ties": row["tie_count"],
    }


def _print_calibration(report: dict[str, Any]) -> None:
    fitted, day = report["calibration"], report["as_of"]
    if not fitted:
        say(
            f"The probabilities of {day} are not calibrated on your own history: it takes {LEAST_POSITIVES} contacts in"
            f" the last {HORIZON_DAYS} days, and 150 days of history; there are {report['latest_positives']}. Rely on"
            " the words (likely, possible), not on percentages.",
        )
        return
    changes = ", ".join(f"{change['before']:.0%} → {change['after']:.0%}" for change in fitted["changes"])
    say(
        f"The probabilities of {day} are calibrated on your own history ({fitted['latest_positive_count']:,} contacts"
        f" in the last {HORIZON_DAYS} days, and the three quarters before):",
        f"  p = 1 / (1 + exp(-({fitted['intercept']:.3f} + {fitted['slope']:.3f} · logit)))",
        f"  {changes}",
    )
