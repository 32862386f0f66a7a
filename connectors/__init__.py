"""Connectors turn one file into records: no DuckDB, no Prefect, no clock, no network, no configuration.

A connector is a plain module with ``VERSION``, ``recognizes(source)`` (by content; cheap; never raises) and
``read(source)`` (lazy, pure). Adding one takes a module, a fixture with its golden file, and its name in `CONNECTORS`.

What several share has a room: ``mail``, ``calendar``, ``outlook``, ``tables``. How a file gets from the inbox to its
connector is told by ``inbox`` (what lies there), ``leftovers`` (what of it is left alone), ``discovery`` (what it is)
and ``archives`` (what is packed in it).
"""

from __future__ import annotations

from collections.abc import Iterator
from importlib import import_module
from typing import Protocol, cast

from connectors.errors import AmbiguousFile, UnrecognizedFile
from connectors.records import Record
from connectors.source import Source


class Connector(Protocol):
    """What the module of a connector offers."""

    __name__: str
    VERSION: int

    def recognizes(self, source: Source) -> bool:
        """Tell by content whether this is the format; cheap; never raises."""

    def read(self, source: Source) -> Iterator[Record]:
        """Yield the records of one source, lazily; bad records as `Rejected`."""

    def split(self, source: Source) -> Iterator[Source]:
        """Cut a large source into units that can be read apart; a small one stays whole."""

    def context(self, source: Source) -> str:
        """Say what the reading depends on besides the bytes (a name, a date); ``""`` where nothing."""


CONNECTORS = (
    "linkedin",
    "mbox",
    "message_files",
    "listserv",
    "ics",
    "vcard",
    "mail_sheets",
    "contact_sheets",
    "apple_contacts",
    "msg",
    "pst",
    "olm",
)


def connector(name: str) -> Connector:
    """Import a connector by its name; late, so that a run in which nothing changed imports no parser."""
    return cast(Connector, import_module(f"connectors.{name}"))


def recognize(source: Source) -> str:
    """Return the name of the one connector that knows this source; raise `UnrecognizedFile` or `AmbiguousFile`."""
    claims = [name for name in CONNECTORS if connector(name).recognizes(source)]
    if not claims:
        raise UnrecognizedFile(source.path, "no connector recognizes its content")
    if len(claims) > 1 and claims[0] == "linkedin":
        # Within an archive LinkedIn's files are known by their names alone; columns that say otherwise go before.
        del claims[0]
    if len(claims) > 1:
        raise AmbiguousFile(source.path, f"{', '.join(claims)} all claim it")
    return claims[0]
