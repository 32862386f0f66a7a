"""Score who is who on labelled identities: the models of a run, a plain baseline, and Splink where it is installed.

    python -m tests.benchmarks.people FILE.parquet [FILE.parquet ...] [--examples N]   -> one JSON object

A file has the columns record_id, name, email, cluster_id and optionally curated (all are, where it is missing) and
company.
Strict figures: a positive is a gold pair of a cluster with a curated record; a negative counts only if both records are
curated. Hard recall is the recall of positives that share neither the exact name (case, accents and punctuation aside)
nor the address. ``--examples`` adds wrong and missed pairs with their weight: they name real people, keep them.
"""

from __future__ import annotations

import argparse
import json
import sys
import time
from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence
from itertools import combinations
from pathlib import Path
from typing import Any

import duckdb
import polars as pl

from tests.benchmarks.cluster_scores import Labelled, StrictCounts, b_cubed_f1, pairwise, plain, strict
from tests.benchmarks.splink_peer import splink_clusters
from tests.benchmarks.staged import clusters, resolve, stage

Resolver = Callable[[pl.DataFrame], dict[str, str] | None]
Example = tuple[str, str, str, str, float | None]

JUNK_LOCAL_PARTS = frozenset(
    ["none", "root", "nobody", "noreply", "no-reply", "devnull", "unknown", "user", "admin", "info", "git", "github"]
)


def main() -> None:
    """Print the scores of the files, each by itself and pooled."""
    options = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    options.add_argument("files", nargs="+", type=Path)
    options.add_argument("--examples", type=int, default=0, help="how many wrong and missed pairs to show")
    arguments = options.parse_args()
    files = {path.stem: read_records(path) for path in arguments.files}
    resolvers: dict[str, Resolver] = {"keepwarm": keepwarm, "exact": exact, "splink": splink_clusters}
    report: dict[str, Any] = {}
    for name, resolver in resolvers.items():
        scores = score(files, resolver)
        if scores:
            report[name] = scores
    if arguments.examples:
        report["examples"] = {name: examples(records, arguments.examples) for name, records in files.items()}
    sys.stdout.write(json.dumps(report, indent=1, ensure_ascii=False) + "\n")


def read_records(path: Path) -> pl.DataFrame:
    """Read a file of labelled identities, with a row number in place of its record_id."""
    records = pl.read_parquet(path)
    for column, default in (
        ("curated", pl.lit(True)),
        ("company", pl.lit("")),
        ("profile_url", pl.lit(None, pl.String)),
    ):
        if column not in records.columns:
            records = records.with_columns(default.alias(column))
    columns = [pl.col(name).fill_null("").cast(pl.String) for name in ("name", "email", "company", "cluster_id")]
    return (
        records.select(*columns, "profile_url", pl.col("curated").fill_null(False))
        .with_row_index("record_id")
        .with_columns(pl.col("record_id").cast(pl.String))
    )


def labelled(records: pl.DataFrame) -> list[Labelled]:
    """Return the records with their labels."""
    return [Labelled(*row) for row in records.select("record_id", "name", "email", "cluster_id", "curated").rows()]


def score(files: Mapping[str, pl.DataFrame], resolver: Resolver) -> dict[str, Any]:
    """Resolve each file by itself, and score each and all; empty where the resolver is not to be had."""
    report: dict[str, Any] = {}
    counts: list[StrictCounts] = []
    truth: dict[str, str] = {}
    pooled: dict[str, str] = {}
    started = time.perf_counter()
    for name, records in files.items():
        predicted = resolver(records)
        if predicted is None:
            return {}
        labels = labelled(records)
        counts.append(strict(labels, predicted))
        report[name] = counts[-1].rates()
        truth |= {f"{name} {label.record_id}": f"{name} {label.cluster_id}" for label in labels}
        pooled |= {f"{name} {record}": f"{name} {cluster}" for record, cluster in predicted.items()}
    seconds = round(time.perf_counter() - started, 2)
    total = StrictCounts(*(sum(column) for column in zip(*counts, strict=True)))
    everything = {**total.rates(), **pairwise(truth, pooled), "b_cubed_f1": b_cubed_f1(truth, pooled)}
    return {"pooled": everything, "records": len(truth), "seconds": seconds, "files": report}


def keepwarm(records: pl.DataFrame) -> dict[str, str]:
    """Resolve with the models of a run."""
    with duckdb.connect() as connection:
        stage(connection, records)
        resolve(connection)
        return clusters(connection)


def exact(records: pl.DataFrame) -> dict[str, str]:
    """Join records with the same address, or the same name of two words or more; junk left aside."""
    parents: dict[str, str] = {}

    def root(node: str) -> str:
        while parents.setdefault(node, node) != node:
            node = parents[node]
        return node

    for record_id, name, email in records.select("record_id", "name", "email").rows():
        for key in exact_keys(name, email):
            parents[root(record_id)] = root(key)
    return {record_id: root(record_id) for record_id in records["record_id"]}


def exact_keys(name: str, email: str) -> Iterable[str]:
    """Yield what identifies a record to the baseline."""
    local_part, _, domain = email.strip().lower().partition("@")
    if (
        "." in domain
        and local_part not in JUNK_LOCAL_PARTS
        and not domain.endswith(("(none)", ".local", "localdomain"))
    ):
        yield f"{local_part}@{domain}"
    words = plain(name).split()
    if len(words) > 1:
        yield "name " + " ".join(words)


def examples(records: pl.DataFrame, count: int) -> dict[str, list[Example]]:
    """Return wrong and missed strict pairs with their match weight (null where nothing brought the pair together)."""
    with duckdb.connect() as connection:
        stage(connection, records)
        resolve(connection)
        predicted = clusters(connection)
        weights = _weights(connection)
    labels = {label.record_id: label for label in labelled(records)}
    curated = {label.cluster_id for label in labels.values() if label.is_curated}
    wrong = [
        (a, b) for a, b in _pairs(predicted) if labels[a].is_curated and labels[b].is_curated
        and labels[a].cluster_id != labels[b].cluster_id
    ]  # fmt: skip
    missed = [
        (a, b) for a, b in _pairs({label.record_id: label.cluster_id for label in labels.values()})
        if labels[a].cluster_id in curated and predicted[a] != predicted[b]
    ]  # fmt: skip
    return {
        kind: [
            (labels[a].name, labels[a].email, labels[b].name, labels[b].email, weights.get(frozenset((a, b))))
            for a, b in pairs[:count]
        ]
        for kind, pairs in (("wrong", wrong), ("missed", missed))
    }


def _pairs(of: Mapping[str, str]) -> Iterable[tuple[str, str]]:
    members: dict[str, list[str]] = defaultdict(list)
    for record, cluster in of.items():
        members[cluster].append(record)
    return (pair for together in members.values() for pair in combinations(together, 2))


def _weights(connection: duckdb.DuckDBPyConnection) -> dict[frozenset[str], float]:
    rows: Sequence[tuple[str, str, float]] = connection.execute(
        """
        select a.identity_id, b.identity_id, round(pairs.match_weight, 1)
        from resolution.scored_pairs as pairs
        inner join resolution.records as a on pairs.record_a = a.record_number
        inner join resolution.records as b on pairs.record_b = b.record_number
        """
    ).fetchall()
    return {frozenset((a, b)): weight for a, b, weight in rows}


if __name__ == "__main__":
    main()
