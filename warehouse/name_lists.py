"""The bundled lists that reading a name needs: words that are no name, nicknames, usual names and their frequency."""

from __future__ import annotations

import csv
from collections import defaultdict
from functools import cache
from pathlib import Path
from types import MappingProxyType

DATA_FOLDER = Path(__file__).parent / "data"
FREQUENCIES_FILE = DATA_FOLDER / "name_frequencies.csv"
# Slips of the nicknames package, 1.0.1: Bill is William.
_NO_NICKNAMES = frozenset(
    [("robert", "bill"), ("robert", "billy"), ("bill", "robert"), ("billy", "robert"), ("bill", "fred")]
)


def _rows(name: str) -> list[list[str]]:
    with (DATA_FOLDER / name).open(encoding="utf-8", newline="") as lines:
        return list(csv.reader(lines))[1:]


def _words() -> dict[str, frozenset[str]]:
    return {kind: frozenset(words.split()) for kind, words in _rows("name_words.csv")}


def _nickname_roots() -> dict[str, frozenset[str]]:
    # Imported here, once: the package reads its list when asked, not at import.
    from nicknames import name_triplets

    found = defaultdict(set)
    for name, relation, nickname in name_triplets():
        if relation == "has_nickname" and (name, nickname) not in _NO_NICKNAMES:
            found[nickname].add(name)
    for name, nicknames in _rows("nicknames.csv"):
        for nickname in nicknames.split():
            found[nickname].add(name)
    return {nickname: frozenset(names) for nickname, names in found.items()}


WORDS = MappingProxyType(_words())
EAST_ASIAN_SURNAMES = MappingProxyType(dict(_rows("east_asian_surnames.csv")))
_ROOTS = _nickname_roots()


@cache
def name_frequencies() -> dict[str, tuple[int, int]]:
    """Return how many people per million bear a name as (given name, surname); unlisted names are rare."""
    return {name: (int(given or 0), int(family or 0)) for name, given, family in _rows(FREQUENCIES_FILE.name)}


def roots(given: str) -> list[str]:
    """Return a given name and the names that it is a nickname of, sorted."""
    return sorted({given, *_ROOTS.get(given, ())})
