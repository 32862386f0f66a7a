from __future__ import annotations

import math
from itertools import pairwise

import pytest

from tests.benchmarks.people_weights import ORDERED, Pair, estimate, log_shares

COMMITTED = {("name", "no name"): 0.0, ("cross", "none"): 0.0, ("address", "no address"): 0.0}


def pairs(level: tuple[str, str, str], same: int, other: int, name_bits: float = 0.0) -> list[Pair]:
    told = [True] * same + [False] * other
    return [Pair(is_match, level, name_bits, 0.0, None, -11.3) for is_match in told]


LABELLED = [
    *pairs(("name of one", "none", "no address"), 5, 5),
    *pairs(("same full name", "none", "no address"), 90, 2, name_bits=20.0),
    *pairs(("initial", "none", "no address"), 4, 30, name_bits=12.0),
    *pairs(("other surname", "none", "no address"), 3, 60),
    *pairs(("other name", "none", "no address"), 9, 60),
]


def test_what_holds_more_often_for_one_person_counts_for_it() -> None:
    shares = log_shares(LABELLED)
    assert shares["name", "same full name"] == pytest.approx(math.log2((91 / 112) / (3 / 158)))
    assert shares["name", "other surname"] < 0


def test_a_rare_agreement_is_worth_its_rarity_and_a_doubtful_one_less() -> None:
    bits = estimate(LABELLED, {**COMMITTED, ("name", "name of one"): 0.0})
    assert -3 < bits["name", "same full name"] < 0
    assert bits["name", "initial"] < bits["name", "same full name"]


def test_levels_keep_their_order_and_differences_never_speak_for_one_person() -> None:
    bits = estimate(LABELLED, {**COMMITTED, ("name", "name of one"): 0.0})
    for comparison, levels in ORDERED:
        found = [bits[comparison, level] for level in levels]
        assert all(before >= after - 1e-6 for before, after in pairwise(found))
    assert bits["name", "other name"] <= bits["name", "other surname"] < 0


def test_what_no_pair_tells_stays_worth_its_rarity() -> None:
    bits = estimate(LABELLED, {**COMMITTED, ("name", "name of one"): 0.0})
    assert bits["cross", "spells the full name"] == pytest.approx(0)
