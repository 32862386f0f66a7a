"""What came of suggesting, in the words that ``actions`` and ``status`` print."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from pipelines.console import plain
from pipelines.published import published_as_of, query, stored

if TYPE_CHECKING:
    import duckdb


def counted(connection: duckdb.DuckDBPyConnection) -> dict[str, int]:
    """Return how many actions were suggested, done and answered, and how many were held out."""
    return query(connection, stored("suggestions_counted"), [published_as_of(connection)]).records()[0]


def in_words(counts: dict[str, int]) -> list[str]:
    """Return what the counts say, a line each; nothing before the first suggestion."""
    lines = []
    if counts["suggested_30d"]:
        lines.append(
            f"Of {counts['suggested_30d']} suggested in the last 30 days, {counts['done_30d']} done and"
            f" {counts['answered_30d']} answered, as far as your exports tell."
        )
    if counts["held_out"]:
        lines.append(
            f"In touch within 30 days: {_share(counts, 'reached')} when suggested,"
            f" {_share(counts, 'held_out')} when held out."
        )
    return lines


def lists_in_words(returned: list[dict[str, Any]]) -> list[str]:
    """Return what came of the edited lists in the inbox, a line for each."""
    return [
        f"{plain(each['source_path'])}: a list of keepwarm's own, {each['row_count'] - len(each['refused'])} rows read,"
        f" {len(each['refused'])} refused."
        for each in returned
    ]


def _share(counts: dict[str, int], group: str) -> str:
    in_touch, everybody = counts[f"{group}_in_touch"], counts[group]
    return f"{in_touch} of {everybody} ({in_touch / everybody:.0%})" if everybody else "0 of 0"
