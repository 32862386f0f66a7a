"""Measure how long the marts take: relationships and suggested actions, from staging tables that are made up in SQL.

    python -m tests.benchmarks.marts [--messages 1000000] [--people 50000] [--threads 2]

Prints one JSON object: seconds and CPU seconds in all, rows of the marts, and CPU seconds of each model, dearest first.
Nothing of `main.people` and before is built: that is what `people_scale` measures.
"""

from __future__ import annotations

import argparse
import json
import sys
import time
from datetime import date
from pathlib import Path
from typing import Any

import duckdb

from tests.warehouse.small_world import MODELS, TABLES
from warehouse.build import build, set_variables

AS_OF = date(2026, 11, 20)
INVENTED = Path(__file__).with_name("marts.sql")


def measure(messages: int, people: int, threads: int) -> dict[str, Any]:
    """Invent staging tables, build every model of relations and the marts on them, and return what it took."""
    with duckdb.connect(config={"threads": threads}) as connection:
        connection.execute("set TimeZone = 'UTC'")
        for table, columns in TABLES.items():
            connection.execute(f"create schema if not exists {table.partition('.')[0]}")
            connection.execute(f"create table {table} ({columns})")
        set_variables(connection, {"as_of": AS_OF, "me": [], "time_zone": None, "weekly_budget": 5})
        set_variables(connection, {"message_count": messages, "person_count": people})
        connection.execute(INVENTED.read_text(encoding="utf-8"))
        began: list[tuple[str, float]] = []
        started_at = time.perf_counter()
        build(connection, MODELS, lambda name: began.append((name, time.process_time())))
        seconds = time.perf_counter() - started_at
        ends = [*(at for _, at in began[1:]), time.process_time()]
        costs = {name: end - at for (name, at), end in zip(began, ends, strict=True)}
        counts = "select (select count(*) from main.relationships), (select count(*) from main.suggested_actions)"
        [(relationships, actions)] = connection.execute(counts).fetchall()
    return {
        "messages": messages,
        "people": people,
        "threads": threads,
        "seconds": round(seconds, 2),
        "cpu_seconds": round(sum(costs.values()), 2),
        "relationships": relationships,
        "suggested_actions": actions,
        "cpu_seconds_by_model": {
            name: round(cost, 3) for name, cost in sorted(costs.items(), key=lambda item: -item[1]) if cost >= 0.005
        },
    }


def main() -> None:
    """Measure at the size named on the command line."""
    parser = argparse.ArgumentParser(prog="python -m tests.benchmarks.marts", description=__doc__)
    parser.add_argument("--messages", type=int, default=1_000_000)
    parser.add_argument("--people", type=int, default=50_000)
    parser.add_argument("--threads", type=int, default=2)
    options = parser.parse_args()
    json.dump(measure(options.messages, options.people, options.threads), sys.stdout, indent=2)
    sys.stdout.write("\n")


if __name__ == "__main__":
    main()
