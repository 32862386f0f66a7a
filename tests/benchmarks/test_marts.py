from __future__ import annotations

from tests.benchmarks.marts import measure


def test_the_marts_are_built_and_timed_model_by_model() -> None:
    report = measure(messages=3000, people=200, threads=1)
    assert report["relationships"] > 150
    assert sum(report["cpu_seconds_by_model"].values()) <= report["cpu_seconds"] + 0.1
