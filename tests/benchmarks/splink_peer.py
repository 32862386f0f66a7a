"""Splink as a peer, where it is installed (it is no dependency of the project): usual comparisons, hand-set m and u.

What it is given: full name in small letters without accents, e-mail, its local part, the last and the first word of the
name. Junk addresses are taken out for it, as they are for the baseline.
"""

from __future__ import annotations

import importlib.util
from collections.abc import Mapping
from typing import Any

import duckdb
import polars as pl

from tests.benchmarks.cluster_scores import plain

# The best of .5, .9 and .95 on the seven public files.
MATCH_PROBABILITY = 0.9
# Two records picked blindly: one person in so many.
PROBABILITY_OF_MATCH = 1 / 2500
LEVELS = {
    "name": [("exact", 0.6, 0.000002), ("similar", 0.2, 0.00002), ("else", 0.2, 0.999978)],
    "email": [("exact", 0.3, 0.0000001), ("else", 0.7, 0.9999999)],
    "local_part": [("exact", 0.4, 0.000005), ("similar", 0.1, 0.00005), ("else", 0.5, 0.999945)],
}


def splink_clusters(records: pl.DataFrame, config: Mapping[str, str] | None = None) -> dict[str, str] | None:
    """Return the cluster of each record as Splink finds it; ``None`` where it is not installed.

    ``config`` is DuckDB's: threads, memory.
    """
    if importlib.util.find_spec("splink") is None:
        return None
    from splink import Linker, block_on
    from splink.backends.duckdb import DuckDBAPI

    rows = [_normal_forms(*row) for row in records.select("record_id", "name", "email").rows()]
    schema = ["unique_id", "name", "email", "local_part", "first_word", "last_word"]
    frame = pl.DataFrame(rows, schema=dict.fromkeys(schema, pl.String), orient="row")
    rules = [
        block_on("email"),
        block_on("name"),
        block_on("local_part"),
        block_on("last_word", "substr(first_word,1,1)"),
    ]
    settings = {
        "link_type": "dedupe_only",
        "unique_id_column_name": "unique_id",
        "probability_two_random_records_match": PROBABILITY_OF_MATCH,
        "blocking_rules_to_generate_predictions": rules,
        "comparisons": [_comparison(column) for column in LEVELS],
    }
    api = DuckDBAPI(duckdb.connect(config=dict(config or {})))
    linker = Linker(api.register(frame.to_arrow()), settings, log_level=None)
    pairs = linker.inference.predict(threshold_match_probability=0.01)
    found = linker.clustering.cluster_pairwise_predictions_at_threshold(pairs, MATCH_PROBABILITY)
    return {row["unique_id"]: row["cluster_id"] for row in found.as_record_list()}


def _normal_forms(record_id: str, name: str, email: str) -> tuple[str | None, ...]:
    words = plain(name).split()
    local_part, _, domain = email.strip().lower().partition("@")
    is_junk = "." not in domain or domain.endswith((".local", "(none)", "localdomain"))
    return (
        record_id,
        " ".join(words) if len(words) > 1 else None,
        None if is_junk else f"{local_part}@{domain}",
        local_part.rpartition("+")[2] if len(local_part) > 4 and local_part != "noreply" else None,
        words[0] if len(words) > 1 else None,
        words[-1] if len(words) > 1 else None,
    )


def _comparison(column: str) -> dict[str, Any]:
    conditions = {
        "exact": f'"{column}_l" = "{column}_r"',
        "similar": f'jaro_winkler_similarity("{column}_l", "{column}_r") >= 0.93',
        "else": "ELSE",
    }
    null_level = {"sql_condition": f'"{column}_l" is null or "{column}_r" is null', "is_null_level": True}
    levels = [
        {"sql_condition": conditions[kind], "m_probability": m, "u_probability": u, "label_for_charts": kind}
        for kind, m, u in LEVELS[column]
    ]
    return {"output_column_name": column, "comparison_levels": [null_level, *levels]}
