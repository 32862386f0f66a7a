"""Measure resolution of generated people, 2.2 records each: seconds, memory, precision and recall.

    python -m tests.benchmarks.people_scale [10000 100000 1000000] [--peer splink]   -> one JSON object

Each size runs in a process of its own, so that its peak of memory is its own. Names are drawn with the frequencies of
the bundled list, rarer ones are made of syllables; nobody is real.
"""

from __future__ import annotations

import argparse
import json
import resource
import subprocess
import sys
import time
from collections.abc import Iterator, Mapping
from itertools import accumulate
from itertools import pairwise as neighbours
from random import Random
from typing import Any

import duckdb
import polars as pl

from tests.benchmarks.cluster_scores import pairwise
from tests.benchmarks.splink_peer import splink_clusters
from tests.benchmarks.staged import clusters, resolve, stage
from warehouse.name_lists import name_frequencies, roots

THREADS = 2
MEMORY = "3.1GiB"
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


def draw_records(record_count: int) -> tuple[pl.DataFrame, dict[str, str]]:
    """Draw a crowd of about so many records; return them, and the person of each."""
    rows = [(str(number), *row) for number, row in enumerate(Crowd(7, round(record_count / 2.2)).records())]
    schema = ["record_id", "person", "name", "email", "profile_url", "company"]
    records = pl.DataFrame(rows, schema=schema, orient="row", schema_overrides={"profile_url": pl.String})
    return records, {row[0]: row[1] for row in rows}


def measure(record_count: int) -> dict[str, Any]:
    """Resolve a crowd with the models of a run."""
    records, truth = draw_records(record_count)
    with duckdb.connect(config={"threads": str(THREADS), "memory_limit": MEMORY}) as connection:
        stage(connection, records)
        del records
        stopwatch = Stopwatch()
        resolve(connection)
        costs = stopwatch.costs(len(truth))
        predicted = clusters(connection)
    return {"records": len(truth), **costs, **pairwise(truth, predicted)}


def measure_splink(record_count: int) -> dict[str, Any]:
    """Resolve the same crowd with Splink; empty where it is not installed."""
    records, truth = draw_records(record_count)
    stopwatch = Stopwatch()
    predicted = splink_clusters(records, {"threads": str(THREADS), "memory_limit": MEMORY})
    if predicted is None:
        return {}
    return {"records": len(truth), **stopwatch.costs(len(truth)), **pairwise(truth, predicted)}


class Stopwatch:
    """Counts wall and processor seconds from its making, and the peak of memory of the whole process."""

    def __init__(self) -> None:
        """Start."""
        self.started = time.perf_counter()
        self.cpu_started = time.process_time()

    def costs(self, record_count: int) -> dict[str, float]:
        """Return what so many records cost until now."""
        seconds = time.perf_counter() - self.started
        return {
            "seconds": round(seconds, 2),
            "cpu_seconds": round(time.process_time() - self.cpu_started, 2),
            "microseconds_per_record": round(seconds / record_count * 1e6, 1),
            "peak_gib": round(resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 2**20, 2),
        }


RESOLVERS = {"keepwarm": measure, "splink": measure_splink}


def in_own_process(resolver: str, size: int) -> dict[str, Any]:
    """Measure one resolver at one size in a process of its own, so that its peak of memory is its own."""
    command = [sys.executable, "-m", "tests.benchmarks.people_scale", str(size), "--only", resolver]
    found: dict[str, Any] = json.loads(subprocess.run(command, check=True, stdout=subprocess.PIPE, text=True).stdout)
    return found


def slowdowns(results: Mapping[int, Mapping[str, Any]]) -> dict[str, float]:
    """Return how many times the seconds of a record are those at the size before."""
    per_record = {size: result["microseconds_per_record"] for size, result in sorted(results.items())}
    return {
        f"{large}/{small}": round(per_record[large] / per_record[small], 2) for small, large in neighbours(per_record)
    }


def main() -> None:
    """Measure each size, with Splink on the same records where it is asked for."""
    options = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    options.add_argument("sizes", nargs="*", type=int, default=[10_000, 100_000, 1_000_000], help="records, about")
    options.add_argument("--peer", choices=["splink"], help="resolve the same records with it too")
    options.add_argument(
        "--peer-up-to", type=int, default=100_000, metavar="RECORDS", help="no size beyond this for the peer (100000)"
    )
    options.add_argument("--only", choices=sorted(RESOLVERS), help=argparse.SUPPRESS)
    arguments = options.parse_args()
    if arguments.only:
        sys.stdout.write(json.dumps(RESOLVERS[arguments.only](arguments.sizes[0])) + "\n")
        return
    report: dict[str, Any] = {}
    sizes = {"keepwarm": arguments.sizes}
    if arguments.peer:
        sizes[arguments.peer] = [size for size in arguments.sizes if size <= arguments.peer_up_to]
    for resolver, its_sizes in sizes.items():
        found = {size: in_own_process(resolver, size) for size in its_sizes}
        results = {size: result for size, result in found.items() if result}
        report[resolver] = {**results, "seconds_per_record_ratio": slowdowns(results)} if results else "not installed"
    sys.stdout.write(json.dumps(report, indent=1) + "\n")


if __name__ == "__main__":
    main()
