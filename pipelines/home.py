"""The home: the one folder in which keepwarm keeps everything, readable by its owner alone."""

from __future__ import annotations

import os
from dataclasses import dataclass
from pathlib import Path


@dataclass(frozen=True, slots=True)
class Home:
    """Where things lie below ``root``.

    Only ``decisions.jsonl``, ``forgotten.key`` (where there is one) and ``settings.toml`` cannot be recomputed.
    """

    root: Path

    @property
    def settings(self) -> Path:
        """What the user set, as TOML."""
        return self.root / "settings.toml"

    @property
    def inbox(self) -> Path:
        """The folder into which the user puts exports."""
        return self.root / "inbox"

    @property
    def landing(self) -> Path:
        """What was read, as Parquet, one folder per unit."""
        return self.root / "landing"

    @property
    def warehouse(self) -> Path:
        """The published database."""
        return self.root / "warehouse.duckdb"

    @property
    def decisions(self) -> Path:
        """What the user decided, one JSON object a line."""
        return self.root / "decisions.jsonl"

    @property
    def forgotten_key(self) -> Path:
        """Without which the decisions do not tell who is forgotten; as precious as they are."""
        return self.root / "forgotten.key"

    @property
    def lists(self) -> Path:
        """Which actions were ever listed, and what came back in edited lists; without it, old lists are not known."""
        return self.root / "lists.json"

    @property
    def runs(self) -> Path:
        """The runs that published, one JSON object a line; the last tells what the warehouse was built from."""
        return self.root / "runs.jsonl"

    @property
    def exports(self) -> Path:
        """The lists that each run writes."""
        return self.root / "exports"

    def create(self) -> None:
        """Make the folders that are missing, and close the home to others (0700), also where it was there before."""
        for folder in (self.root, self.inbox, self.landing, self.exports):
            folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        if self.root.stat().st_mode & 0o077:
            self.root.chmod(0o700)


def default_home() -> Home:
    """Return the home of ``KEEPWARM_HOME``, else the one in the platform's folder for data."""
    named = os.environ.get("KEEPWARM_HOME")
    if named:
        return Home(Path(named).expanduser())
    import platformdirs  # 50 ms that a named home need not pay

    return Home(platformdirs.user_data_path("keepwarm", appauthor=False))
