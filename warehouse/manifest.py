"""Manifests: what each landed unit is, where it came from, and the reconciliation of its records."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass, field, fields
from datetime import date, datetime
from pathlib import Path
from typing import Any, NamedTuple

MANIFEST_NAME = "manifest.json"


class Earlier(NamedTuple):
    """So many of the first records of a unit were landed before, in units that are superseded now."""

    interactions: int
    contacts: int
    landed_at: datetime


@dataclass(frozen=True, slots=True)
class Manifest:
    """One landed unit.

    ``counts``: records of each table; ``parts``: files of each table that is not empty. Reconciliation: ``records``
    (places in the file that hold one) = landed + ``rejected`` + ``ignored``. ``covers_from`` and ``covers_until`` are
    the UTC days of the first and last interaction. ``files`` are the names of a batch, without flags. ``landed_at`` is
    the ``as_of`` of its run, and later than that of every unit of the runs before.
    """

    unit_id: str
    connector: str
    version: int
    source_path: str
    bytes: int
    offset: int
    mtime: datetime
    observed_on: date | None
    landed_at: datetime
    records: int
    rejected: int
    ignored: int
    covers_from: date | None = None
    covers_until: date | None = None
    counts: dict[str, int] = field(default_factory=dict)
    parts: dict[str, int] = field(default_factory=dict)
    ignored_reasons: dict[str, int] = field(default_factory=dict)
    landed_earlier: tuple[Earlier, ...] = ()
    files: tuple[str, ...] = ()

    @property
    def key(self) -> tuple[str, str]:
        """What makes it the same unit under any name and version."""
        return self.connector, self.unit_id

    @property
    def folder(self) -> str:
        """The folder of the unit below the landing."""
        return folder_name(self.connector, self.version, self.unit_id)


def folder_name(connector: str, version: int, unit_id: str) -> str:
    """Return the folder of a unit below the landing: ``ics-v1/<unit id>``."""
    return f"{connector}-v{version}/{unit_id}"


def part_name(table: str, part: int) -> str:
    """Return the file name of a part of a table, from 1: ``contacts.parquet``, ``contacts-2.parquet``."""
    return f"{table}.parquet" if part == 1 else f"{table}-{part}.parquet"


_DATES = frozenset({"observed_on", "covers_from", "covers_until"})
_TIMES = frozenset({"mtime", "landed_at"})
_FIELDS = frozenset(entry.name for entry in fields(Manifest))


def to_json(manifest: Manifest) -> dict[str, Any]:
    """Return a manifest as JSON holds it; dates and times as ISO text."""
    content = {name: getattr(manifest, name) for name in _FIELDS}
    for name in _DATES | _TIMES:
        content[name] = content[name] and content[name].isoformat()
    content["landed_earlier"] = [[*entry[:2], entry.landed_at.isoformat()] for entry in manifest.landed_earlier]
    return content


def from_json(content: dict[str, Any]) -> Manifest:
    """Return the manifest that `to_json` wrote; raise ValueError or its like for anything else."""
    values = {name: value for name, value in content.items() if name in _FIELDS}
    for name in _DATES:
        values[name] = values[name] and date.fromisoformat(values[name])
    for name in _TIMES:
        values[name] = datetime.fromisoformat(values[name])
    values["landed_earlier"] = tuple(
        Earlier(interactions, contacts, datetime.fromisoformat(landed_at))
        for interactions, contacts, landed_at in values["landed_earlier"]
    )
    values["files"] = tuple(values["files"])
    return Manifest(**values)


def read_manifest(folder: Path) -> Manifest | None:
    """Return the manifest of a unit's folder; None if the unit is not landed (no manifest, or a damaged one)."""
    try:
        return from_json(json.loads((folder / MANIFEST_NAME).read_bytes()))
    except (OSError, ValueError, KeyError, TypeError):
        return None


def text_of(content: Mapping[str, Any]) -> str:
    """Return JSON text that is the same for the same content: keys sorted, one to a line at the top.

    Written by hand, since `json.dumps` is twenty times slower once it indents.
    """
    lines = (f"{json.dumps(name)}: {json.dumps(content[name], sort_keys=True)}" for name in sorted(content))
    return "{\n" + ",\n".join(lines) + "\n}\n"
