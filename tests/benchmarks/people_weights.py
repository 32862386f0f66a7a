"""Estimate the weights of resolution from labelled pairs, and judge them on files that they were not estimated from.

    python -m tests.benchmarks.people_weights FILE.parquet [FILE.parquet ...] [--threshold 2]   -> one JSON object

For the files see `tests.benchmarks.people`. ``left_out`` has the figures of each file with weights estimated from all
the others, beside those of the committed weights; ``weights`` the bits that all files together give to each level.

A pair is labelled as in the strict figures. A level that says that the two differ gets log2 m/u, its share among pairs
of one person over its share among other pairs that blocking brings together. The other levels are fitted together, as
a logistic regression in bits that knows their rarity, so that what says the same twice counts once. Estimates are drawn
to 0, where agreement is worth its rarity and no more, with a Gaussian prior; a level that asks for less never counts
more.
Levels that too few labelled pairs reach, or that come from a population without colleagues, keep what is committed.
"""

from __future__ import annotations

import argparse
import json
import math
import sys
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from itertools import pairwise
from pathlib import Path
from typing import Any, NamedTuple

import duckdb
import numpy as np
import numpy.typing as npt
import polars as pl

from tests.benchmarks.cluster_scores import StrictCounts, strict
from tests.benchmarks.people import labelled, read_records
from tests.benchmarks.staged import Weights, clusters, give_weights, resolve, stage

Floats = npt.NDArray[np.float64]
Level = tuple[str, str]

COMPARISONS = ("name", "cross", "address")
# What says that two records differ: its weight is at most zero.
AGAINST = {
    "name": (
        "other given name", "other surname", "other name", "given name and another surname", "word and other name",
    ),
    "address": ("other address",),
}  # fmt: skip
TOGETHER = {
    "name": (
        "same handle", "same full name", "middle names aside", "sounds alike", "initial", "initial of surname",
        "same word", "given name alone", "surname alone",
    ),
    "cross": (
        "handle is the local part", "spells the full name", "spells initial and surname",
        "spells given name and initial", "spells the surname", "spells the given name", "holds the surname",
        "holds the handle",
    ),
    "address": ("same local part", "same letters in local part", "similar local part"),
}  # fmt: skip
# Each asks for no more than the one before.
ORDERED = (
    ("name", ("same full name", "middle names aside", "sounds alike")),
    ("name", ("other surname", "other name")),
    ("name", ("other given name", "other name")),
    ("cross", ("spells initial and surname", "spells the surname", "holds the surname")),
    ("cross", ("spells given name and initial", "spells the given name")),
    ("address", ("same letters in local part", "similar local part")),
)
PRIOR_BITS = 2.0
STEPS, STEP_BITS = 1500, 0.1

LABELLED_PAIRS = """
select
    a.identity_id, b.identity_id,
    pairs.name_level, pairs.cross_level, pairs.address_level,
    coalesce(pairs.name_bits - names.bits, 0), coalesce(pairs.cross_bits - crosses.bits, 0),
    case when address_weights.rarity is not null then coalesce(addresses.login_bits, 0) end,
    pairs.match_weight - least(name_bits, 0) - greatest(name_bits, cross_bits, 0) - pairs.address_bits
from resolution.scored_pairs as pairs
inner join resolution.records as a on pairs.record_a = a.record_number
inner join resolution.records as b on pairs.record_b = b.record_number
inner join resolution.compared_addresses as addresses
    on pairs.record_a = addresses.record_a and pairs.record_b = addresses.record_b
inner join resolution.weights as names on names.comparison = 'name' and pairs.name_level = names.level
inner join resolution.weights as crosses on crosses.comparison = 'cross' and pairs.cross_level = crosses.level
inner join resolution.weights as address_weights
    on address_weights.comparison = 'address' and pairs.address_level = address_weights.level
"""


class Pair(NamedTuple):
    """A labelled candidate pair: its levels in the order of `COMPARISONS`, and the rarity of what each agrees on.

    ``login_bits`` is none where the level of the addresses has no rarity; ``other_bits`` is all that is not fitted.
    """

    is_match: bool
    levels: tuple[str, str, str]
    name_bits: float
    cross_bits: float
    login_bits: float | None
    other_bits: float


def main() -> None:
    """Print what the labelled pairs say."""
    options = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    options.add_argument("files", nargs="+", type=Path)
    options.add_argument("--threshold", type=float, help="bits from which a pair matches, in place of the committed")
    arguments = options.parse_args()
    files = {path.stem: read_records(path) for path in arguments.files}
    committed: dict[Level, float] = {}
    pairs: dict[str, list[Pair]] = {}
    for name, records in files.items():
        committed, pairs[name] = labelled_pairs(records)
    judged: dict[str, dict[str, StrictCounts]] = {"estimated": {}, "committed": {}}
    for name, records in files.items():
        others = [pair for other, found in pairs.items() if other != name for pair in found]
        judged["estimated"][name] = judge(records, estimate(others, committed), arguments.threshold)
        judged["committed"][name] = judge(records, {}, arguments.threshold)
    everything = [pair for found in pairs.values() for pair in found]
    report = {
        "left_out": {kind: _scores(counts) for kind, counts in judged.items()},
        "weights": _table(everything, estimate(everything, committed), committed),
    }
    sys.stdout.write(json.dumps(report, indent=1, ensure_ascii=False) + "\n")


def labelled_pairs(records: pl.DataFrame) -> tuple[dict[Level, float], list[Pair]]:
    """Return the committed weights, and the candidate pairs of which a curator said whether they are one person."""
    labels = {label.record_id: label for label in labelled(records)}
    curated = {label.cluster_id for label in labels.values() if label.is_curated}
    with duckdb.connect() as connection:
        stage(connection, records)
        resolve(connection)
        rows = connection.execute(LABELLED_PAIRS).fetchall()
        weights = connection.execute("select comparison, level, bits from resolution.weights").fetchall()
    pairs = []
    for left, right, name, cross, address, *bits in rows:
        a, b = labels[left], labels[right]
        is_match = a.cluster_id == b.cluster_id
        if a.cluster_id in curated if is_match else a.is_curated and b.is_curated:
            pairs.append(Pair(is_match, (name, cross, address), *bits))
    return {(comparison, level): bits for comparison, level, bits in weights}, pairs


def judge(records: pl.DataFrame, weights: Weights, threshold: float | None = None) -> StrictCounts:
    """Resolve with weights in place of the committed ones, and count."""
    with duckdb.connect() as connection:
        stage(connection, records)
        give_weights(connection, weights, threshold)
        resolve(connection)
        return strict(labelled(records), clusters(connection))


def estimate(pairs: Sequence[Pair], committed: Mapping[Level, float]) -> dict[Level, float]:
    """Return the bits of the levels that labelled pairs can tell."""
    shares = log_shares(pairs)
    told = {key: min(shares[key], 0.0) for key in _listed(AGAINST)}
    _put_in_order(told)
    bits = {**committed, **told}
    return told | fitted(pairs, bits, dict.fromkeys(_listed(TOGETHER), 0.0))


def log_shares(pairs: Iterable[Pair]) -> dict[Level, float]:
    """Return log2 m/u of each level, one pair added to each count."""
    counts = {is_match: Counter[Level]() for is_match in (True, False)}
    sizes = Counter[bool]()
    for pair in pairs:
        sizes[pair.is_match] += 1
        counts[pair.is_match].update(zip(COMPARISONS, pair.levels, strict=True))
    levels = {*counts[True], *counts[False], *_listed(AGAINST), *_listed(TOGETHER)}
    return {
        key: math.log2((counts[True][key] + 1) / (sizes[True] + 1) / ((counts[False][key] + 1) / (sizes[False] + 1)))
        for key in levels
    }


class _Evidence(NamedTuple):
    """Labelled pairs as columns: the place of each level in the list of levels, and the bits beside it."""

    levels: npt.NDArray[np.int64]
    name_bits: Floats
    cross_bits: Floats
    login_bits: Floats
    other_bits: Floats
    has_login: npt.NDArray[np.bool_]
    is_match: Floats


def _evidence(pairs: Sequence[Pair], place: Mapping[Level, int]) -> _Evidence:
    levels = [[place[key] for key in zip(COMPARISONS, pair.levels, strict=True)] for pair in pairs]
    return _Evidence(
        np.array(levels).T,
        np.array([pair.name_bits for pair in pairs]),
        np.array([pair.cross_bits for pair in pairs]),
        np.array([pair.login_bits or 0.0 for pair in pairs]),
        np.array([pair.other_bits for pair in pairs]),
        np.array([pair.login_bits is not None for pair in pairs]),
        np.array([float(pair.is_match) for pair in pairs]),
    )


def fitted(pairs: Sequence[Pair], bits: Mapping[Level, float], centre: Mapping[Level, float]) -> dict[Level, float]:
    """Fit the levels of ``centre`` by logistic regression, the others held at ``bits``."""
    keys = sorted({*bits, *centre})
    evidence = _evidence(pairs, {key: number for number, key in enumerate(keys)})
    is_free = np.array([key in centre for key in keys])
    drawn_to = np.array([centre.get(key, bits.get(key, 0.0)) for key in keys])
    values, first, second = drawn_to.copy(), np.zeros(len(keys)), np.zeros(len(keys))
    # Adam, projected on the order of the levels.
    for step in range(1, STEPS + 1):
        slopes = np.where(is_free, _slopes(evidence, values) + (values - drawn_to) / PRIOR_BITS**2, 0.0)
        first = 0.9 * first + 0.1 * slopes
        second = 0.999 * second + 0.001 * slopes**2
        size = STEP_BITS if step < 0.6 * STEPS else 0.1 * STEP_BITS
        moved = values - size * first / (1 - 0.9**step) / (np.sqrt(second / (1 - 0.999**step)) + 1e-8)
        ordered = dict(zip(keys, moved.tolist(), strict=True))
        _put_in_order(ordered)
        values = np.where(is_free, np.array([ordered[key] for key in keys]), drawn_to)
    return {key: float(value) for key, value in zip(keys, values, strict=True) if key in centre}


def _slopes(evidence: _Evidence, values: Floats) -> Floats:
    """Return the slope of the log loss in each weight; the match weight is that of `resolution.scored_pairs`."""
    name, cross, address = evidence.levels
    of_name = values[name] + evidence.name_bits
    of_cross = values[cross] + evidence.cross_bits
    of_address = values[address] + evidence.login_bits
    is_counted = ~evidence.has_login | (of_address > 0)
    weight = (
        evidence.other_bits
        + np.minimum(of_name, 0)
        + np.maximum(np.maximum(of_name, of_cross), 0)
        + np.where(is_counted, of_address, 0)
    )
    surprise = (1 / (1 + np.exp2(-np.clip(weight, -60, 60))) - evidence.is_match) * math.log(2)
    slopes = np.zeros_like(values)
    np.add.at(slopes, name, surprise * ((of_name <= 0) | (of_name >= of_cross)))
    np.add.at(slopes, cross, surprise * ((of_cross > of_name) & (of_cross > 0)))
    np.add.at(slopes, address, surprise * is_counted)
    return slopes


def _put_in_order(bits: dict[Level, float]) -> None:
    """Pool the levels of `ORDERED` of which a later one counts more than the one before it."""
    for comparison, levels in ORDERED:
        keys = [(comparison, level) for level in levels if (comparison, level) in bits]
        while any(bits[before] < bits[after] - 1e-9 for before, after in pairwise(keys)):
            for before, after in pairwise(keys):
                if bits[before] < bits[after]:
                    bits[before] = bits[after] = (bits[before] + bits[after]) / 2


def _listed(levels: Mapping[str, Sequence[str]]) -> list[Level]:
    return [(comparison, level) for comparison, named in levels.items() for level in named]


def _scores(counts: Mapping[str, StrictCounts]) -> dict[str, Any]:
    total = StrictCounts(*(sum(column) for column in zip(*counts.values(), strict=True)))
    pooled = {**total.rates(), "right": total.found, "wrong": total.false, "missed": total.positives - total.found}
    return {"pooled": pooled, "files": {name: count.rates() for name, count in counts.items()}}


def _table(pairs: Sequence[Pair], estimated: Weights, committed: Weights) -> list[dict[str, Any]]:
    """Return for each level the pairs that reach it, its estimate, and what is committed."""
    counts = {
        is_match: Counter(
            key for pair in pairs if pair.is_match is is_match for key in zip(COMPARISONS, pair.levels, strict=True)
        )
        for is_match in (True, False)
    }
    return [
        {
            "comparison": comparison,
            "level": level,
            "one person": counts[True][comparison, level],
            "two people": counts[False][comparison, level],
            "estimate": round(bits, 1),
            "committed": committed.get((comparison, level)),
        }
        for (comparison, level), bits in sorted(estimated.items(), key=lambda item: (item[0][0], -item[1]))
    ]


if __name__ == "__main__":
    main()
