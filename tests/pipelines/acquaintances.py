"""An inbox of a few invented people: one has two addresses, one a namesake."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from email.utils import format_datetime
from pathlib import Path
from typing import Any

import duckdb

from pipelines.home import Home
from tests.inboxes import write_all

AS_OF = date(2026, 6, 30)
OWNER = "Tove Lind <tove@fjord.example>"
IDA = "Ida Brandt <ida@harbour.example>"
IDA_AT_HOME = "I. <seabird@lagoon.example>"
BO = "Bo Falk <bo@reef.example>"
UNA = "Una Krog <una@strand.example>"
JONAS = "Jonas Bergmann <jonas@oyster.example>"

CONNECTIONS = """\
First Name,Last Name,URL,Email Address,Company,Position,Connected On
Ida,Brandt,https://www.linkedin.com/in/ida-brandt,,Harbour,Engineer,04 Mar 2024
Jonas,Bergmann,https://www.linkedin.com/in/jonas-one,,Harbour,Pilot,05 Mar 2024
Jonas,Bergmann,https://www.linkedin.com/in/jonas-two,,Lagoon,Diver,06 Mar 2024
Una,Krog,https://www.linkedin.com/in/una-krog,,Strand,Lawyer,07 Mar 2024
"""


def letter(sender: str, to: str, days_ago: int, subject: str = "Sailing") -> bytes:
    """One message as it lies in a mailbox."""
    sent_at = datetime(AS_OF.year, AS_OF.month, AS_OF.day, 9, tzinfo=UTC) - timedelta(days=days_ago)
    key = f"{days_ago}-{sender.partition('<')[2].strip('>')}-{len(to)}".replace("@", ".")
    head = f"Message-ID: <{key}@post.example>\nFrom: {sender}\nTo: {to}\nDate: {format_datetime(sent_at)}"
    return f"From x Mon Mar  4 09:30:00 2024\n{head}\nSubject: {subject}\n\nText.\n\n".encode()


def inbox_of_acquaintances(folder: Path) -> Path:
    """Write the inbox: letters to and fro with each, one to two of them, and the connections on LinkedIn."""
    people = {IDA: 10, IDA_AT_HOME: 40, BO: 90, UNA: 150, JONAS: 30}
    received = [letter(person, OWNER, days) for person, start in people.items() for days in (start, start + 60)]
    sent = [letter(OWNER, person, days) for person, start in people.items() for days in (start + 1, start + 61)]
    sent.append(letter(OWNER, f"{IDA}, {BO}", 100, "Regatta with Ida Brandt"))
    received.append(letter(BO, OWNER, 5, "Ask ida@harbour.example"))
    return write_all(
        folder,
        {
            "Inbox.mbox": b"".join(received),
            "Sent.mbox": b"".join(sent),
            "Connections.csv": CONNECTIONS.encode(),
        },
    )


def rows(home: Home, query: str, *parameters: Any) -> list[tuple[Any, ...]]:
    """Ask the published warehouse."""
    with duckdb.connect(str(home.warehouse), read_only=True) as connection:
        return connection.execute(query, parameters).fetchall()


def tables(home: Home) -> dict[str, list[tuple[Any, ...]]]:
    """Every published table but that of the runs, row by row as it lies there."""
    names = rows(home, "select table_name from duckdb_tables() where schema_name = 'main' and table_name <> 'runs'")
    return {name: rows(home, f"from {name}") for (name,) in names}


def person_of(home: Home, key: str) -> str:
    """The person to whom an address or profile belongs; empty where nobody has it."""
    found = rows(home, "select distinct person_id from identities where $1 in (email, profile_url)", key)
    assert len(found) < 2
    return str(found[0][0]) if found else ""
