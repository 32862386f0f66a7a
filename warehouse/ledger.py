"""The ledger: what each file of the inbox held when it was last looked at, so that it need not be looked at again.

It can be deleted: the next run hashes every file anew, lands nothing twice, and writes the same ledger. A file is
known by its path and its stamp (size, time of modification, inode). The quarantine lives here as well: an entry goes
when its file goes.
"""

from __future__ import annotations

import re
import sys
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from importlib import import_module
from importlib.util import find_spec
from pathlib import Path
from typing import Any

import connectors
from connectors.inbox import IgnoredFile, Quarantined
from warehouse.files import read_json, write_text
from warehouse.manifest import text_of

FORMAT = 1
_VERSION = re.compile(r"^VERSION(?:\s*:\s*\w+)?\s*=\s*(\d+)", re.MULTILINE)


@dataclass(slots=True)
class Entry:
    """What a file or batch held: its units as (connector, unit id), and what was not read.

    A folder of messages has its batches as ``parts``, by their paths. ``copy_of`` is the path of the file that holds
    the same bytes, and is read in its stead.
    """

    path: str
    stamp: str
    units: list[tuple[str, str]] = field(default_factory=list)
    quarantined: list[Quarantined] = field(default_factory=list)
    ignored: list[IgnoredFile] = field(default_factory=list)
    parts: list[str] = field(default_factory=list)
    copy_of: str = ""

    def is_settled(self, landed: set[tuple[str, str]]) -> bool:
        """Tell whether another look could change nothing: all landed, and what was refused stays refused."""
        refused = {entry.unit_id for entry in self.quarantined}
        return all(unit in landed or unit[1] in refused for unit in self.units) and all(
            entry.cause == "content" for entry in self.quarantined
        )


@dataclass(slots=True)
class Ledger:
    """The entries by path. ``readers`` are the versions of the connectors that made them."""

    readers: dict[str, int]
    entries: dict[str, Entry] = field(default_factory=dict)

    @classmethod
    def read(cls, path: Path) -> Ledger:
        """Return the ledger; an empty one if it is missing, damaged or the work of other connectors."""
        ledger = cls(reader_versions())
        content = read_json(path)
        try:
            if content["format"] == FORMAT and content["readers"] == ledger.readers:
                ledger.entries = {name: _entry(name, *values) for name, values in content["entries"].items()}
        except (KeyError, TypeError, ValueError):
            ledger.entries = {}
        return ledger

    def write(self, path: Path) -> None:
        """Write the ledger, the same for the same entries; a file with this content is left alone."""
        entries = {name: _content(entry) for name, entry in self.entries.items()}
        write_text(path, text_of({"format": FORMAT, "readers": self.readers, "entries": entries}))

    def is_settled(self, path: str, stamp: str, landed: set[tuple[str, str]]) -> bool:
        """Tell whether a file need not be looked at again: it is as it was, and all that it holds is settled."""
        entry = self.entries.get(path)
        if entry is None or entry.stamp != stamp or not entry.is_settled(landed):
            return False
        return all(part in self.entries and self.entries[part].is_settled(landed) for part in entry.parts)

    def parts(self, path: str) -> list[str]:
        """Return the paths of the batches of a folder."""
        entry = self.entries.get(path)
        return entry.parts if entry else []

    def quarantined(self) -> list[Quarantined]:
        """Return everything in quarantine, one of each source path, in their order."""
        refused = sorted({refused for entry in self.entries.values() for refused in entry.quarantined}, reverse=True)
        return sorted({entry.source_path: entry for entry in refused}.values())

    def ignored(self) -> list[IgnoredFile]:
        """Return the files and members that are knowingly not read, in the order of their paths."""
        return sorted({ignored for entry in self.entries.values() for ignored in entry.ignored})

    def units(self) -> Iterator[tuple[str, str]]:
        """Yield (connector, unit id) of everything that the known files hold."""
        for entry in self.entries.values():
            yield from entry.units

    def keep_only(self, walked: Iterable[Path], seen: set[str]) -> None:
        """Drop the entries of files that are gone: not seen below what was walked, or nowhere on the disk."""
        roots = [str(root) for root in walked]
        for name in list(self.entries):
            path = name.partition("\0")[0]
            below = any(path == root or path.startswith(root.rstrip("/\\") + sep) for root in roots for sep in "/\\")
            if name not in seen and (below or not Path(path).exists()):
                del self.entries[name]


def reader_versions() -> dict[str, int]:
    """Return the version of every connector, without importing it: an unchanged inbox should not cost an import."""
    return {name: _version(f"connectors.{name}") for name in connectors.CONNECTORS}


def _version(module: str) -> int:
    if module not in sys.modules:
        spec = find_spec(module)
        if spec and spec.origin and spec.origin.endswith(".py"):
            match = _VERSION.search(Path(spec.origin).read_text(encoding="utf-8"))
            if match:
                return int(match[1])
    return int(import_module(module).VERSION)


def _content(entry: Entry) -> list[Any]:
    # In one order, whether they were hashed before they were read or meanwhile.
    return [entry.stamp, sorted(entry.units), entry.quarantined, entry.ignored, entry.parts, entry.copy_of]


def _entry(
    path: str, stamp: str, units: list[Any], quarantined: list[Any], ignored: list[Any], parts: list[str], copy_of: str
) -> Entry:
    return Entry(
        path,
        stamp,
        [(connector, unit_id) for connector, unit_id in units],
        [Quarantined(*values) for values in quarantined],
        [IgnoredFile(*values) for values in ignored],
        parts,
        copy_of,
    )
