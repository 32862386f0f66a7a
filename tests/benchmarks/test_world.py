from __future__ import annotations

import json
from pathlib import Path

import pytest

from tests.benchmarks.world.worlds import write_world


def told(folder: Path) -> dict[str, bytes]:
    return {str(path.relative_to(folder)): path.read_bytes() for path in folder.rglob("*") if path.is_file()}


def test_a_seed_always_tells_the_same_world(tmp_path: Path) -> None:
    for name in ("first", "second"):
        write_world(tmp_path / name, seed=3, people=12, years=1, contacts=8)
    assert told(tmp_path / "first") == told(tmp_path / "second")


def test_another_seed_tells_another_world(tmp_path: Path) -> None:
    owners = set()
    for seed in range(4):
        write_world(tmp_path / str(seed), seed=seed, people=3, years=1, contacts=2)
        owners |= set(json.loads((tmp_path / str(seed) / "truth.json").read_text())["me"])
    assert len(owners) >= 12


def test_a_world_is_never_written_over_another(tmp_path: Path) -> None:
    write_world(tmp_path, seed=1, people=3, years=1, contacts=2)
    with pytest.raises(FileExistsError):
        write_world(tmp_path, seed=2, people=3, years=1, contacts=2)


def test_truth_speaks_only_of_what_the_exports_tell(tmp_path: Path) -> None:
    write_world(tmp_path, seed=5, people=30, years=2, contacts=12)
    truth = json.loads((tmp_path / "truth.json").read_text())
    everything = b"\n".join(told(tmp_path / "inbox").values()).replace(b"\r\n ", b"")
    keys = [key for person in truth["people"] for key in person["keys"]]
    assert len(keys) == len(set(keys))
    missing = [key for key in keys if key.isascii() and key.encode() not in everything]
    assert missing == []
    assert not set(keys) & {*truth["nonpeople"], *truth["me"]}


def test_nobody_was_in_touch_in_the_future(tmp_path: Path) -> None:
    write_world(tmp_path, seed=6, people=30, years=1, contacts=20)
    truth = json.loads((tmp_path / "truth.json").read_text())
    lasts = [person["last"] for person in truth["people"] if person["last"]]
    assert len(lasts) >= 20
    assert max(lasts) < truth["as_of"]


def test_namesakes_are_told_apart_by_every_key(tmp_path: Path) -> None:
    write_world(tmp_path, seed=7, people=40, years=1, contacts=10, shares={"twins": 0.1})
    truth = json.loads((tmp_path / "truth.json").read_text())
    twins = [person for person in truth["people"] if person["twin"]]
    assert len(twins) >= 6
    names = [person["name"] for person in truth["people"]]
    assert all(names.count(person["name"]) == 2 for person in twins)
    assert sum(len(person["keys"]) for person in twins) == len({key for person in twins for key in person["keys"]})
