"""Measure what each kind of evidence is worth: resolve labelled identities without it, and count what is lost.

    python -m tests.benchmarks.people_ablation FILE.parquet [FILE.parquet ...]   -> one JSON object

For the files and the figures see `tests.benchmarks.people`. Each variation runs the models of a run, and changes what
stands in a table, or what a function returns, before the models that read it are built.
"""

from __future__ import annotations

import argparse
import json
import sys
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any, NamedTuple

import duckdb
import polars as pl
import pyarrow as pa

from tests.benchmarks.cluster_scores import StrictCounts, plain, strict
from tests.benchmarks.people import labelled, read_records
from tests.benchmarks.staged import clusters, resolve, stage
from warehouse.build import build
from warehouse.clustering import Edge, Guards, cluster
from warehouse.functions import Function, name_forms_read
from warehouse.model import in_build_order, load_models
from warehouse.names import NameForms, read_name

NOTHING = "update resolution.weights set bits = {bits}, rarity = null where {levels}"


class Variation(NamedTuple):
    """What is taken away: statements that run once a table is built, or a function in place of another."""

    table: str = ""
    statements: tuple[str, ...] = ()
    functions: Mapping[str, Function] = {}


def _without(levels: str, bits: float = 0) -> Variation:
    return Variation("weights", (NOTHING.format(bits=bits, levels=levels),))


def _reading(read: Callable[[str], NameForms]) -> Variation:
    # Without words to put two together from, every name is read by itself.
    statements = ("delete from resolution.name_words",)
    return Variation("name_words", statements, {"name_forms": lambda names: name_forms_read(names, read)})


def _only_blocking(rules: str) -> Variation:
    return Variation("blocking_rules", (f"delete from resolution.blocking_rules where {rules}",))


def _unguarded(
    marks: pa.ChunkedArray,
    names: pa.ChunkedArray,
    edges: pa.ChunkedArray,
    apart: pa.ChunkedArray,
    unlikely: pa.ChunkedArray,
) -> pa.Array:
    """Put together whatever a chain of matches connects."""
    return pa.array(
        [
            cluster(
                [Edge(edge["a"], edge["b"], edge["weight"]) for edge in found],
                Guards([-1] * len(nodes), [-1] * len(nodes), clash=lambda *_: False, unrelated=lambda *_: False),
            )
            for nodes, found in zip(marks.to_pylist(), edges.to_pylist(), strict=True)
        ],
        type=pa.list_(pa.int32()),
    )


VARIATIONS: dict[str, Variation] = {
    "rarity of names": Variation(
        "name_frequencies",
        (
            "update resolution.name_frequencies set given_bits = (select median(given_bits) from "
            "resolution.name_frequencies), family_bits = (select median(family_bits) from resolution.name_frequencies)",
        ),
    ),
    "address against name": _without("comparison = 'cross'"),
    "local part against local part": _without("comparison = 'address' and level like '%local part'"),
    "domain and employer": _without("comparison = 'employer' or level in ('same site', 'two sites')"),
    "initials": _without("comparison = 'name' and level like 'initial%'", bits=-4.7),
    "nicknames": _reading(lambda text: _without_nicknames(read_name(text))),
    "transliteration and accents": _reading(lambda text: read_name(text.encode("ascii", "ignore").decode())),
    "reading names (order, titles, notes, logins)": _reading(lambda text: _as_written(text)),
    "full name told at the address": Variation("names_at_addresses", ("delete from resolution.names_at_addresses",)),
    "junk and shared addresses": Variation(
        "addresses", ("update resolution.addresses set is_impersonal = false, is_identifying = true",)
    ),
    "guarded clustering": Variation(functions={"guarded_clusters": _unguarded}),
    "blocking by address against name": _only_blocking("rule like 'local part spells%'"),
    "blocking but by full name and address": _only_blocking("rule not in ('same full name', 'same address')"),
}


def main() -> None:
    """Print the figures with everything, and what each variation adds to them."""
    options = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    options.add_argument("files", nargs="+", type=Path)
    files = [read_records(path) for path in options.parse_args().files]
    everything = _figures(files, Variation())
    report: dict[str, Any] = {"everything": everything}
    for name, variation in VARIATIONS.items():
        figures = _figures(files, variation)
        report[f"without {name}"] = {key: round(figures[key] - value, 4) for key, value in everything.items()}
    sys.stdout.write(json.dumps(report, indent=1) + "\n")


def _figures(files: list[pl.DataFrame], variation: Variation) -> Mapping[str, float]:
    counts = [_counts(records, variation) for records in files]
    total = StrictCounts(*(sum(column) for column in zip(*counts, strict=True)))
    return {**total.rates(), "wrong": total.false, "missed": total.positives - total.found}


def _counts(records: pl.DataFrame, variation: Variation) -> StrictCounts:
    with duckdb.connect() as connection:
        stage(connection, records, **variation.functions)
        if variation.table:
            models = in_build_order(connection, load_models(("resolution",)))
            tables = [model.table for model in models]
            build(connection, models[: tables.index(variation.table) + 1])
            for statement in variation.statements:
                connection.execute(statement)
        resolve(connection)
        return strict(labelled(records), clusters(connection))


def _without_nicknames(forms: NameForms) -> NameForms:
    return forms._replace(given_roots=(forms.given,))


def _as_written(text: str) -> NameForms:
    """Read two words or more as given names and a surname, and one word as a word."""
    words = plain(text).split()
    if not words:
        return NameForms()
    given, *middle = words[:-1] or words
    head = words[-1] if len(words) > 1 else ""
    return NameForms(
        kind="full" if head else "word",
        key=" ".join(sorted(words)),
        compact="".join(words),
        given=given,
        family=head,
        head=head,
        middle=tuple(middle),
        given_roots=(given,),
        sound="".join(words),
        consonants=" ".join(words),
        display=text,
    )


if __name__ == "__main__":
    main()
