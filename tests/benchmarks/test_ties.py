from __future__ import annotations

import random
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

import duckdb
import polars as pl
import pytest

from tests.benchmarks import ties_fitted
from tests.benchmarks.ties import measure

START = date(2024, 1, 1)
CUTOFF = date(2025, 6, 1)


def told(path: Path, egos: int, columns: str, source: str = "histories") -> Path:
    """Write histories of so many egos: some alters stay in touch at their own pace, some fall silent for good."""
    chance = random.Random(5)
    rows = []
    for ego in range(egos):
        for alter in range(20):
            pace = chance.choice((4, 11, 30, 90))
            silent_after = chance.choice((250, 400, 700))
            day = chance.randrange(pace)
            while day < silent_after:
                moment = datetime(START.year, 1, 1, 12, tzinfo=UTC) + timedelta(days=day)
                rows.append((ego, alter, int(moment.timestamp()), chance.choice(("in", "out")), 1 if alter % 5 else 9))
                day += chance.randint(1, 2 * pace)
    histories = pl.DataFrame(rows, ["ego", "alter", "ts", "dir", "n"], orient="row").to_arrow()
    with duckdb.connect() as connection:
        connection.execute("set TimeZone = 'UTC'")
        connection.register("histories", histories)
        connection.execute(f"copy (select {columns} from {source}) to '{path}'")
    return path


PLAIN = "ego, alter, ts, dir, n, n <= 5 as personal"


def test_the_form_of_a_file_changes_nothing(tmp_path: Path) -> None:
    plain = measure(told(tmp_path / "plain.parquet", 3, PLAIN), [CUTOFF], 90, 20)
    texts = "'e' || ego as ego, 'a' || alter as alter, make_timestamp(ts * 1000000) as ts, dir"
    otherwise = told(tmp_path / "other.parquet", 3, f"{texts}, nullif(n, 1) as n, null::boolean as personal")
    scores = measure(otherwise, [CUTOFF], 90, 20)[CUTOFF.isoformat()]["scores"]
    measured = plain[CUTOFF.isoformat()]
    assert measured["ties"] == 3 * 16
    assert scores["p_contact_90d"] == pytest.approx(measured["scores"]["p_contact_90d"])
    low, high = measured["auc_gain_over_recency"][1:]
    assert low <= high


def test_one_ego_has_an_interval_too(tmp_path: Path) -> None:
    measured = measure(told(tmp_path / "one.parquet", 1, PLAIN), [CUTOFF], 90, 50)[CUTOFF.isoformat()]
    _, low, high = measured["auc_gain_over_recency"]
    assert low < high


def test_cutoffs_are_laid_over_the_file_where_none_is_named(tmp_path: Path) -> None:
    days = [date.fromisoformat(day) for day in measure(told(tmp_path / "few.parquet", 1, PLAIN), [], 90, 5)]
    assert len(days) == 3
    assert START < days[0] < days[1] < days[2] < START + timedelta(days=610)


def test_a_file_without_histories_has_no_figures(tmp_path: Path) -> None:
    assert measure(told(tmp_path / "none.parquet", 1, PLAIN, "histories limit 0"), [], 90, 5) == {}
    [report] = measure(told(tmp_path / "single.parquet", 1, PLAIN, "histories limit 1"), [], 90, 5).values()
    assert report["ties"] in (0, 1)


def test_what_is_fitted_on_other_files_is_tried_on_the_one_left_out(tmp_path: Path) -> None:
    paths = [told(tmp_path / f"{name}.parquet", egos, PLAIN) for name, egos in (("few", 3), ("more", 5))]
    report = ties_fitted.measure(paths, 3)
    assert report["left_out"].keys() == {"few", "more"}
    for tried in report["left_out"].values():
        assert len(tried["numbers"]) == 4
        assert tried["fitted_on_the_others"]["log_loss"] < tried["first_line"]["log_loss"]
        assert 0.5 < tried["mart"]["auc"] < 1
