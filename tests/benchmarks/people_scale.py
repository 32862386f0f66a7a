"""Measure resolution of generated people, 2.2 records each: seconds, memory, precision and recall.

    python -m tests.benchmarks.people_scale [10000 100000 1000000]   -> one JSON object

Each size runs in a process of its own, so that its peak of memory is its own. Names are drawn with the frequencies of
the bundled list, rarer ones are made of syllables; nobody is real.
"""

from __future__ import annotations

import json
import resource
import subprocess
import sys
import time
from collections.abc import Iterator
from itertools import accumulate
from random import Random
from typing import Any

import duckdb
import polars as pl

from tests.benchmarks.cluster_scores import pairwise
from tests.benchmarks.staged import clusters, resolve, stage
from warehouse.name_lists import name_frequencies, roots

THREADS = 2
MEMORY = "3GB"
FREEMAIL = ("gmail.com", "outlook.com", "yahoo.com", "gmx.de", "icloud.com", "proton.me")
SYLLABLES = [
    "ba",
    "be",
    "bor",
    "da",
    "del",
    "dra",
    "el",
    "fa",
    "fen",
    "ga",
    "gor",
    "ha",
    "hol",
    "in",
    "ka",
    "kel",
    "la",
    "lin",
    "ma",
    "mor",
    "na",
    "nor",
    "pa",
    "pel",
    "ra",
    "ros",
    "sa",
    "sel",
    "ta",
    "tor",
    "va",
    "ver",
]
# How many people in a hundred bear a surname that the list does not hold.
RARE_SURNAMES = 45
RARE_GIVEN_NAMES = 15


class Crowd:
    """People and their records, drawn from a seed."""

    def __init__(self, seed: int, people: int) -> None:
        """Prepare to draw so many people."""
        self.draw = Random(seed)
        self.people = people
        frequencies = name_frequencies()
        self.given = [(name, given) for name, (given, _) in frequencies.items() if given and len(name) > 2]
        self.family = [(name, family) for name, (_, family) in frequencies.items() if family and len(name) > 2]
        self.given_weights = list(accumulate(weight for _, weight in self.given))
        self.family_weights = list(accumulate(weight for _, weight in self.family))

    def records(self) -> Iterator[tuple[str, str, str, str | None, str]]:
        """Yield (person, name, email, profile_url, company)."""
        for number in range(self.people):
            yield from self.person(number)

    def person(self, number: int) -> Iterator[tuple[str, str, str, str | None, str]]:
        """Yield the records of one person: profile, work mail, private mail, calendar; 2.2 on average."""
        draw = self.draw
        given = self.name(self.given, self.given_weights, RARE_GIVEN_NAMES)
        family = self.name(self.family, self.family_weights, RARE_SURNAMES)
        company = (
            f"{draw.choice(SYLLABLES)}{draw.choice(SYLLABLES)}{draw.choice(SYLLABLES)}{draw.randrange(40)}".title()
        )
        work = f"{self.local_part(given, family)}@{company.lower()}.com"
        private = f"{self.local_part(given, family)}{draw.randrange(100)}@{draw.choice(FREEMAIL)}"
        person = str(number)
        yield person, self.told(given, family), work, None, ""
        if draw.random() < 0.5:
            slug = f"https://www.linkedin.com/in/{given}-{family}-{number:07x}"
            yield person, f"{given} {family}".title(), "", slug, company
        if draw.random() < 0.4:
            yield person, self.told(given, family), private, None, ""
        if draw.random() < 0.3:
            yield person, self.told(given, family), work, None, ""

    def name(self, names: list[tuple[str, int]], weights: list[int], rare: int) -> str:
        """Draw a name: a rare one made of syllables, or a usual one as often as it is borne."""
        if self.draw.randrange(100) < rare:
            return "".join(self.draw.choices(SYLLABLES, k=self.draw.choice((3, 4))))
        return self.draw.choices(names, cum_weights=weights)[0][0]

    def told(self, given: str, family: str) -> str:
        """Write a name as mail programs do."""
        nicknames = [name for name in NICKNAMES.get(given, ()) if name != given]
        form = self.draw.random()
        if form < 0.08 and nicknames:
            given = self.draw.choice(nicknames)
        full = f"{given} {family}".title()
        if form > 0.96:
            return ""
        if form > 0.90:
            return f"{family}, {given}".title()
        return full.lower() if form > 0.85 else f"{given[0]}. {family}".title() if form > 0.80 else full

    def local_part(self, given: str, family: str) -> str:
        """Spell an address as firms and providers do."""
        return self.draw.choice(
            (f"{given}.{family}", f"{given[0]}{family}", f"{given}{family[0]}", f"{family}.{given}", f"{given}{family}")
        )


def _nicknames() -> dict[str, list[str]]:
    found: dict[str, list[str]] = {}
    for name in name_frequencies():
        for root in roots(name):
            found.setdefault(root, []).append(name)
    return found


NICKNAMES = _nicknames()


def measure(record_count: int) -> dict[str, Any]:
    """Resolve a crowd of about so many records; return seconds, gibibytes, precision and recall."""
    rows = [(str(number), *row) for number, row in enumerate(Crowd(7, round(record_count / 2.2)).records())]
    schema = ["record_id", "person", "name", "email", "profile_url", "company"]
    records = pl.DataFrame(rows, schema=schema, orient="row", schema_overrides={"profile_url": pl.String})
    truth = {row[0]: row[1] for row in rows}
    del rows
    with duckdb.connect(config={"threads": str(THREADS), "memory_limit": MEMORY}) as connection:
        stage(connection, records)
        del records
        started = time.perf_counter()
        resolve(connection)
        seconds = time.perf_counter() - started
        predicted = clusters(connection)
    return {
        "records": len(truth),
        "seconds": round(seconds, 2),
        "microseconds_per_record": round(seconds / len(truth) * 1e6, 1),
        "peak_gib": round(resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 2**20, 2),
        **pairwise(truth, predicted),
    }


def main(sizes: list[str]) -> None:
    """Measure each size in a process of its own; a single size in this one."""
    if len(sizes) == 1:
        sys.stdout.write(json.dumps(measure(int(sizes[0]))) + "\n")
        return
    results = {}
    for size in sizes or ["10000", "100000", "1000000"]:
        command = [sys.executable, "-m", "tests.benchmarks.people_scale", size]
        results[size] = json.loads(subprocess.run(command, check=True, capture_output=True, text=True).stdout)
    sys.stdout.write(json.dumps(results, indent=1) + "\n")


if __name__ == "__main__":
    main(sys.argv[1:])
