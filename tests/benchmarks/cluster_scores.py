"""How well predicted clusters agree with the true ones, counted without listing pairs."""

from __future__ import annotations

import unicodedata
from collections import Counter
from collections.abc import Hashable, Iterable, Mapping
from typing import NamedTuple


class Labelled(NamedTuple):
    """A record with its true cluster; ``is_curated`` where somebody looked at it."""

    record_id: str
    name: str
    email: str
    cluster_id: str
    is_curated: bool


def pair_count(keys: Iterable[Hashable]) -> int:
    """Return how many pairs share a key."""
    return sum(count * (count - 1) // 2 for count in Counter(keys).values())


def rates(true_pairs: int, predicted_pairs: int, common_pairs: int, prefix: str = "") -> dict[str, float]:
    """Return precision, recall and F1 of pairs."""
    return {
        f"{prefix}precision": round(common_pairs / max(predicted_pairs, 1), 4),
        f"{prefix}recall": round(common_pairs / max(true_pairs, 1), 4),
        f"{prefix}f1": round(2 * common_pairs / max(true_pairs + predicted_pairs, 1), 4),
    }


def pairwise(truth: Mapping[str, str], predicted: Mapping[str, str]) -> dict[str, float]:
    """Compare clusters pair by pair."""
    common = pair_count((truth[record], predicted[record]) for record in truth)
    return rates(pair_count(truth.values()), pair_count(predicted[record] for record in truth), common)


def b_cubed_f1(truth: Mapping[str, str], predicted: Mapping[str, str]) -> float:
    """Compare clusters record by record: the harmonic mean of B-cubed precision and recall."""
    true_sizes, sizes = Counter(truth.values()), Counter(predicted[record] for record in truth)
    common = Counter((truth[record], predicted[record]) for record in truth)
    precision = sum(count * count / sizes[cluster] for (_, cluster), count in common.items()) / len(truth)
    recall = sum(count * count / true_sizes[true] for (true, _), count in common.items()) / len(truth)
    return round(2 * precision * recall / (precision + recall), 4)


class StrictCounts(NamedTuple):
    """Pairs: positives are gold pairs of clusters with a curated record; a negative counts if both records are curated.

    Hard pairs are positives that share neither the exact name (case, accents and punctuation aside) nor the address.
    """

    positives: int
    found: int
    false: int
    hard: int
    hard_found: int

    def rates(self) -> dict[str, float]:
        """Return the strict figures and the hard recall."""
        return {
            **rates(self.positives, self.found + self.false, self.found, "strict_"),
            "hard_recall": round(self.hard_found / max(self.hard, 1), 4),
        }


def strict(records: Iterable[Labelled], predicted: Mapping[str, str]) -> StrictCounts:
    """Count pairs as curators would."""
    everyone = list(records)
    curated = {record.cluster_id for record in everyone if record.is_curated}
    positive = [record for record in everyone if record.cluster_id in curated]
    seen = [record for record in everyone if record.is_curated]
    of = {record.record_id: predicted[record.record_id] for record in everyone}
    return StrictCounts(
        positives=pair_count(record.cluster_id for record in positive),
        found=pair_count((record.cluster_id, of[record.record_id]) for record in positive),
        false=pair_count(of[record.record_id] for record in seen)
        - pair_count((record.cluster_id, of[record.record_id]) for record in seen),
        hard=_hard_pairs(positive, {}),
        hard_found=_hard_pairs(positive, of),
    )


def _hard_pairs(records: list[Labelled], of: Mapping[str, str]) -> int:
    clusters = [(record.cluster_id, of.get(record.record_id)) for record in records]
    names = [plain(record.name) for record in records]
    emails = [record.email.strip().lower() for record in records]
    easy = pair_count(zip(clusters, names, strict=True)) + pair_count(zip(clusters, emails, strict=True))
    return pair_count(clusters) - easy + pair_count(zip(clusters, names, emails, strict=True))


def plain(name: str) -> str:
    """Return a name without case, accents and punctuation."""
    letters = unicodedata.normalize("NFKD", name).encode("ascii", "ignore").decode().lower()
    return " ".join("".join(letter if letter.isalnum() else " " for letter in letters).split())
