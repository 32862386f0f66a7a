"""What can go wrong with the warehouse; the published one stays as it was. `connectors.errors` draws the whole tree."""

from __future__ import annotations

from pathlib import Path

from connectors.errors import WarehouseError


class ModelFailed(WarehouseError):
    """A model could not be built."""

    def __init__(self, model: str, reason: str) -> None:
        """Remember the model and what the database said."""
        super().__init__(model, reason)
        self.model = model
        self.reason = reason

    def __str__(self) -> str:
        """Say what happened, to which model, and what to do next."""
        return f"model {self.model} failed: {self.reason}. Nothing was published; this is a bug: please report it."


class AuditFailed(WarehouseError):
    """What was built breaks a promise, so it is not published."""

    def __init__(self, offenders: dict[str, int]) -> None:
        """Remember how many rows break each audit."""
        super().__init__(offenders)
        self.offenders = offenders

    def __str__(self) -> str:
        """Say which promises were broken and by how many rows, never by whom."""
        broken = "; ".join(f"{audit} ({count} rows)" for audit, count in self.offenders.items())
        return f"the new warehouse failed its audits: {broken}. Nothing was published; the last one stays in place."


class WarehouseBusy(WarehouseError):
    """Another run holds the lock."""

    def __init__(self, lock: Path, holder: str) -> None:
        """Remember the lock and who holds it."""
        super().__init__(lock, holder)
        self.lock = lock
        self.holder = holder

    def __str__(self) -> str:
        """Say who holds the lock and what to do."""
        return f"another run ({self.holder}) is at work on {self.lock.parent}. Wait for it to end, then run again."
