"""Everything that can go wrong, as one tree.

KeepwarmError
├─ ConnectorError   UnrecognizedFile · AmbiguousFile · UnreadableFile   one file: reported, the run goes on
│                   MissingReader, an UnreadableFile                    the same, until something is installed
└─ WarehouseError   AuditFailed · ModelFailed · WarehouseBusy           the run: nothing is published

A bad row is a value (`connectors.records.Rejected`), not an exception. Each exception holds its fields and builds its
message from them: what happened, to which file, and what to do next.
"""

from __future__ import annotations

from pathlib import Path


class KeepwarmError(Exception):
    """What a user can do something about; shown without a traceback."""


class ConnectorError(KeepwarmError):
    """One file could not be read; the run goes on without it."""

    advice = "It was left out of this run."

    def __init__(self, path: Path, reason: str) -> None:
        """Remember the file and why it failed."""
        super().__init__(path, reason)
        self.path = path
        self.reason = reason

    def __str__(self) -> str:
        """Say what happened, to which file, and what to do next."""
        return f"{self.path.name}: {self.reason}. {self.advice}"


class UnrecognizedFile(ConnectorError):
    """No connector knows this file."""

    advice = "Check that it is an export that keepwarm reads (see docs/connectors.md), or remove it from the inbox."


class AmbiguousFile(ConnectorError):
    """More than one connector claims this file."""

    advice = "Give the file the usual extension of its kind, and run again."


class UnreadableFile(ConnectorError):
    """The file is damaged, hostile or forbidden."""

    advice = "Export or download it again, or check its permissions."


class MissingReader(UnreadableFile):
    """The file needs a program or package that is not installed; it is read once that is there."""

    advice = "Install it, and run again."


class WarehouseError(KeepwarmError):
    """The run failed; the published warehouse stays as it was."""
