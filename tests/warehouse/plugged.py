"""A connector of our own, plugged in as any other, and what of it was landed."""

from __future__ import annotations

import sys
import types
from collections.abc import Callable, Iterator
from datetime import timedelta
from pathlib import Path
from typing import Protocol

import polars as pl
import pytest

import connectors
from connectors.records import Interaction, Participant, Record
from connectors.source import Source
from tests.inboxes import BEGIN
from warehouse.landing import Landing, landed_units, table_files
from warehouse.manifest import Manifest


class Plug(Protocol):
    """Plugs in a connector of files that begin with "plugged", with this reader."""

    def __call__(self, read: Callable[[Source], Iterator[Record]], version: int = 1) -> None: ...


def plug_of(monkeypatch: pytest.MonkeyPatch) -> Plug:
    """Return a way to plug in connectors until the end of the test."""

    def plug_in(read: Callable[[Source], Iterator[Record]], version: int = 1) -> None:
        module = types.ModuleType("connectors.plugged")
        members = {
            "VERSION": version,
            "recognizes": lambda source: not source.files and source.head(7) == b"plugged",
            "split": lambda source: iter([source]),
            "context": lambda source: "",
            "read": read,
        }
        for name, member in members.items():
            setattr(module, name, member)
        monkeypatch.setitem(sys.modules, "connectors.plugged", module)
        names = tuple(name for name in connectors.CONNECTORS if name != "plugged")
        monkeypatch.setattr(connectors, "CONNECTORS", (*names, "plugged"))

    return plug_in


def interaction(number: int, subject: str = "", parties: tuple[Participant, ...] = ()) -> Interaction:
    at = BEGIN + timedelta(days=number)
    return Interaction(f"row {number}", "email", f"<{number}@harbour.example>", at, parties, subject=subject)


def only_unit(landing: Path) -> Manifest:
    (only,) = landed_units(Landing(landing))
    return only


def landed_rows(landing: Path, table: str) -> pl.DataFrame:
    place = Landing(landing)
    return pl.concat(pl.read_parquet(path) for path in table_files(place, landed_units(place), table))
