from __future__ import annotations

import json
from datetime import UTC, date, datetime
from pathlib import Path

import pytest

from pipelines.home import Home
from pipelines.run import run
from pipelines.settings import Settings
from tests.benchmarks.world.worlds import write_world
from tests.pipelines.acquaintances import rows
from tests.pipelines.conftest import Keepwarm
from warehouse import decisions
from warehouse.decisions import Decision


@pytest.fixture(scope="module")
def generated(tmp_path_factory: pytest.TempPathFactory) -> Home:
    """Return the home of somebody with a few years of mail, meetings and messages."""
    folder = tmp_path_factory.mktemp("generated")
    write_world(folder / "world", seed=4, people=70, years=3, contacts=60)
    truth = json.loads((folder / "world" / "truth.json").read_text())
    home = Home(folder / "home")
    run((folder / "world" / "inbox",), home, Settings.model_construct(), date.fromisoformat(truth["as_of"][:10]))
    return home


def test_earlier_days_are_replayed_and_measured(keepwarm: Keepwarm, generated: Home) -> None:
    report = json.loads(keepwarm("backtest", "--json", "--home", generated.root).out)
    first, second = report["cutoffs"]
    assert (date.fromisoformat(report["as_of"]) - date.fromisoformat(first["cutoff_on"])).days == 90
    assert (date.fromisoformat(report["as_of"]) - date.fromisoformat(second["cutoff_on"])).days == 180
    scores = {row["score"]: row for row in first["scores"]}
    assert {"recency", "recency_per_median_gap", "decayed_count", "p_contact_90d"} <= scores.keys()
    for row in scores.values():
        assert 0 <= row["roc_auc"] <= 1
        assert 0 <= row["pr_auc"] <= 1
    assert scores["p_contact_90d"]["log_loss"] > 0
    assert sum(row["tie_count"] for row in first["reliability"]) == first["tie_count"]
    assert sum(row["positive_count"] for row in first["reliability"]) == first["positive_count"]


def test_the_numbers_of_the_run_are_those_of_the_replay(keepwarm: Keepwarm, generated: Home) -> None:
    report = json.loads(keepwarm("backtest", "--json", "--home", generated.root).out)
    assert report["calibration"]["latest_positive_count"] == report["cutoffs"][0]["positive_count"] >= 30
    assert report["greatest_difference_from_relationships"] == 0
    assert rows(generated, "select distinct is_calibrated from relationships where contact_days > 0") == [(True,)]


def test_outcomes_are_those_that_followed(keepwarm: Keepwarm, generated: Home) -> None:
    report = json.loads(keepwarm("backtest", "--json", "--home", generated.root).out)
    for cutoff in report["cutoffs"]:
        known, contacted = rows(
            generated,
            "select count(*), count(*) filter (where again)"
            " from (select min(occurred_on) as first_on, bool_or(occurred_on > $1::date and occurred_on <= $2::date)"
            " as again from interactions where is_personal group by person_id) where first_on <= $1::date",
            cutoff["cutoff_on"],
            cutoff["until"],
        )[0]
        assert (cutoff["tie_count"], cutoff["positive_count"]) == (known, contacted)


def test_the_printed_report_tells_the_two_numbers_and_what_they_change(keepwarm: Keepwarm, generated: Home) -> None:
    printed = keepwarm("backtest", "--home", generated.root).out
    report = json.loads(keepwarm("backtest", "--json", "--home", generated.root).out)
    assert f"{report['calibration']['intercept']:.3f} + {report['calibration']['slope']:.3f}" in printed
    assert "50% → " in printed
    assert "days since contact ÷ median gap" in printed
    assert "80% to 90%" in printed


def test_a_day_of_ones_own_is_replayed_too(keepwarm: Keepwarm, generated: Home) -> None:
    as_of = rows(generated, "select (as_of - 400)::text, (as_of - 30)::text from runs")[0]
    report = json.loads(keepwarm("backtest", "--as-of", as_of[0], "--json", "--home", generated.root).out)
    assert [cutoff["cutoff_on"] for cutoff in report["cutoffs"]][2] == as_of[0]
    refused = keepwarm("backtest", "--as-of", as_of[1], "--home", generated.root)
    assert refused.code == 1
    assert "not known yet" in refused.err


def test_percentages_are_refused_where_there_is_too_little(keepwarm: Keepwarm, published_acquaintances: Home) -> None:
    printed = keepwarm("backtest", "--home", published_acquaintances.root)
    assert printed.code == 0
    assert "%" not in printed.out
    assert printed.out.count("Fewer than 30") == 2
    assert "not calibrated" in printed.out
    report = json.loads(keepwarm("backtest", "--json", "--home", published_acquaintances.root).out)
    assert report["calibration"] is None
    assert all(cutoff["scores"] is cutoff["reliability"] is None for cutoff in report["cutoffs"])
    assert [cutoff["tie_count"] for cutoff in report["cutoffs"]] != [0, 0]


def test_what_was_held_out_is_compared_here_and_in_the_status(keepwarm: Keepwarm, acquaintances: Home) -> None:
    then = datetime(2026, 4, 1, 12, tzinfo=UTC)
    journal = {"bo@reef.example": "suggested", "una@strand.example": "held out"}
    lines = [Decision(word, key, then, f"a-{key[:2]}", value="keep_in_touch/fading") for key, word in journal.items()]
    decisions.append(acquaintances.decisions, lines)
    keepwarm("pin", "bo@reef.example", "--home", acquaintances.root)
    line = "In touch within 30 days: 1 of 1 (100%) when suggested, 0 of 1 (0%) when held out.\n"
    assert line in keepwarm("backtest", "--home", acquaintances.root).out
    assert line in keepwarm("status", "--home", acquaintances.root).out
    report = json.loads(keepwarm("backtest", "--json", "--home", acquaintances.root).out)
    assert report["suggestions"]["held_out"] == 1


def test_without_a_warehouse_it_says_what_to_do(keepwarm: Keepwarm, tmp_path: Path) -> None:
    assert "keepwarm run" in keepwarm("backtest", "--home", tmp_path / "nowhere").err
