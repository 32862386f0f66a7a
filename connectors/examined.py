"""What a file or folder of the inbox turned out to hold."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import NamedTuple

from connectors import connector, recognize
from connectors.archives.unpacking import Flawed
from connectors.errors import ConnectorError, MissingReader
from connectors.inbox import IgnoredFile, Quarantined, explained
from connectors.source import Source


class Recognized(NamedTuple):
    """A unit of work and the connector that reads it.

    Of a batch of message files also what the walk saw: ``size`` in bytes, and when the newest was modified (ns).
    """

    connector: str
    source: Source
    source_path: str
    size: int = 0
    mtime_ns: int = 0


@dataclass(slots=True)
class Examined:
    """What a file or folder turned out to hold."""

    recognized: list[Recognized] = field(default_factory=list)
    quarantined: list[Quarantined] = field(default_factory=list)
    ignored: list[IgnoredFile] = field(default_factory=list)

    def recognize(self, source: Source, source_path: str) -> None:
        """Add the units of a source; raise `ConnectorError` where nobody, or more than one, knows it."""
        name = recognize(source)
        self.recognized.extend(Recognized(name, unit, source_path) for unit in connector(name).split(source))

    def add(self, other: Examined) -> None:
        """Add what another file held."""
        self.recognized += other.recognized
        self.quarantined += other.quarantined
        self.ignored += other.ignored

    def refuse(self, source_path: str, size: int, error: Exception) -> None:
        """Add a value for what went wrong; anything but an expected error is a bug of the reader."""
        if isinstance(error, OSError):
            refused = Quarantined(source_path, explained(error), size, "access")
        elif isinstance(error, Flawed):
            refused = Quarantined(source_path, error.reason, size)
        elif isinstance(error, ConnectorError):
            cause = error.__cause__
            is_access = isinstance(error, MissingReader) or (isinstance(cause, OSError) and cause.errno is not None)
            refused = Quarantined(source_path, error.reason, size, "access" if is_access else "content")
        else:
            refused = Quarantined(source_path, f"reader failed ({type(error).__name__})", size, "bug")
        self.quarantined.append(refused)
