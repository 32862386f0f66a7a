"""What an archive holds, whatever its kind."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager
from dataclasses import dataclass
from datetime import date
from pathlib import PureWindowsPath

from connectors.archives.unpacking import Readable


@dataclass(frozen=True, slots=True)
class Member:
    """A file in an archive: its name there, its size (0 where unknown), and why it is not even opened."""

    name: str
    size: int
    refusal: str
    made_on: date | None
    open: Callable[[], AbstractContextManager[Readable]]


@dataclass(slots=True)
class Archive:
    """An open archive: its members in their order, each to be opened before the next is asked for.

    ``is_document``: a file of an office program, which is an archive by accident. ``is_coat``: one compressed file, and
    no archive of files. ``flaw`` says, after the last member, why there were no more; ``finish`` reads on to the end,
    where checksums stand.
    """

    members: Iterator[Member]
    is_document: bool = False
    is_coat: bool = False
    flaw: str = ""
    finish: Callable[[], None] = lambda: None


def refusal_of(name: str) -> str:
    """Return why nothing of this name is taken out of an archive, ``""`` if it may be."""
    # Names in archives have slashes; what Windows would take for a way out is one as well.
    path = PureWindowsPath(name)
    if path.drive or path.root or ".." in path.parts or "\0" in name:
        return "its name leads out of the archive"
    return "" if path.name else "it has no name"
