"""The generated crowd is resolved well, and is the same each time that it is drawn."""

from __future__ import annotations

from tests.benchmarks.people_scale import draw_records, measure, slowdowns


def test_a_small_crowd_is_told_apart() -> None:
    found = measure(600)
    assert found["precision"] >= 0.98
    assert found["recall"] >= 0.9
    assert 500 < found["records"] < 700


def test_a_crowd_is_the_same_each_time() -> None:
    first, second = draw_records(100)[0], draw_records(100)[0]
    assert first.equals(second)
    assert first["person"].n_unique() == 45


def test_the_seconds_of_a_record_are_compared_with_those_at_the_size_before() -> None:
    results = {size: {"microseconds_per_record": cost} for size, cost in ((100, 90.0), (10, 60.0), (1_000, 45.0))}
    assert slowdowns(results) == {"100/10": 1.5, "1000/100": 0.5}
