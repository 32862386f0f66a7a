"""A database that holds given identities, cards, mail and decisions in staging, and resolves who is who from them."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from datetime import date, timedelta
from typing import Any, NamedTuple

import duckdb

from warehouse import functions
from warehouse.audit import check_promises
from warehouse.build import build, set_variables
from warehouse.model import Model, load_models

TABLES = """
create table landing.contacts (emails text[]);
create table landing.interactions (mailbox text);
create table staging.identities (identity_id text, full_name text, email text, profile_url text, companies text[],
    sources text[], is_owner boolean, first_seen_on date, last_seen_on date, mention_count bigint,
    first_landed_at timestamptz);
create table staging.contacts (contact_id text, identity_id text, kind text, phones text[], company text, position text,
    observed_on date, landed_at timestamptz);
create table staging.participants (interaction_id text, identity_id text, role text, name text, email text, cutype text,
    is_owner boolean);
create table staging.interactions (interaction_id text, kind text, state text, bulk_evidence text, occurred_on date);
create table staging.decisions (decision_number bigint, decision text, key text, other_key text);
create table staging.profiles_renamed (profile_url text, renamed_to text);
"""
READERS_TABLES = ("people", "identities", "matches", "excluded_addresses")


class Told(NamedTuple):
    """An identity; its id is what stands in the three first fields. ``days`` are those on which mail came from it."""

    name: str = ""
    email: str = ""
    slug: str = ""
    company: str = ""
    source: str = "email"
    is_owner: bool = False
    landed: int = 1
    card: str = ""
    phone: str = ""
    days: tuple[date, ...] = ()
    bulk_evidence: str = ""
    answers: int = 0

    @property
    def key(self) -> str:
        """The identity's id."""
        return f"{self.name}|{self.email}|{self.slug}"


def every(days: int, first: date, count: int) -> tuple[date, ...]:
    """Return so many days, so far apart."""
    return tuple(first + timedelta(days * number) for number in range(count))


@contextmanager
def resolved(
    told: Sequence[Told],
    decisions: Sequence[tuple[str, str, str]] = (),
    renamed: Sequence[tuple[str, str]] = (),
) -> Iterator[duckdb.DuckDBPyConnection]:
    """Yield a connection in which everything has been resolved and every promise of the models checked."""
    models = [
        model for model in load_models(("resolution", "main")) if model.schema == "resolution" or _is_for_readers(model)
    ]
    with duckdb.connect() as connection:
        functions.register(connection)
        set_variables(connection, {"me": []})
        for schema in ("landing", "staging"):
            connection.execute(f"create schema {schema}")
        connection.execute(TABLES)
        _insert(connection, "identities", [_identity(entry) for entry in told])
        _insert(connection, "contacts", [_card(entry) for entry in told if entry.card or entry.phone])
        mail = [row for entry in told for row in _mail(entry)]
        _insert(connection, "interactions", [interaction for interaction, _ in mail])
        _insert(connection, "participants", [party for _, parties in mail for party in parties])
        _insert(connection, "profiles_renamed", [[_profile(slug) for slug in pair] for pair in renamed])
        _insert(connection, "decisions", [(number, *entry) for number, entry in enumerate(decisions)])
        connection.execute("create table landing.participants as select email from staging.identities")
        build(connection, [model for model in load_models(("staging",)) if model.table == "addresses"])
        build(connection, models)
        check_promises(connection, models)
        yield connection


def persons(connection: duckdb.DuckDBPyConnection) -> dict[str, str | None]:
    """Return the person of each identity."""
    return dict(connection.execute("select identity_id, person_id from resolution.persons_of").fetchall())


def groups(connection: duckdb.DuckDBPyConnection) -> set[frozenset[str]]:
    """Return the identities of each person."""
    members: dict[str, set[str]] = defaultdict(set)
    for identity, person in persons(connection).items():
        if person:
            members[person].add(identity)
    return {frozenset(group) for group in members.values()}


def _is_for_readers(model: Model) -> bool:
    return model.schema == "main" and model.table in READERS_TABLES


def _insert(connection: duckdb.DuckDBPyConnection, table: str, rows: Sequence[Sequence[Any]]) -> None:
    if rows:
        marks = ", ".join("?" * len(rows[0]))
        connection.executemany(f"insert into staging.{table} values ({marks})", [list(row) for row in rows])


def _identity(entry: Told) -> tuple[Any, ...]:
    days = entry.days or (None,)
    return (
        entry.key,
        entry.name or None,
        entry.email or None,
        _profile(entry.slug) if entry.slug else None,
        [entry.company] if entry.company else [],
        [entry.source],
        entry.is_owner,
        days[0],
        days[-1],
        len(days),
        _landed_at(entry),
    )


def _profile(slug: str) -> str:
    return f"https://www.linkedin.com/in/{slug}"


def _landed_at(entry: Told) -> str:
    return f"2026-01-{entry.landed:02} 00:00:00+00"


def _card(entry: Told) -> tuple[Any, ...]:
    phones = [entry.phone] if entry.phone else []
    told = ("address_book", phones, entry.company or None, None, None)
    return (entry.card or entry.key, entry.key, *told, _landed_at(entry))


def _mail(entry: Told) -> Iterator[tuple[tuple[Any, ...], list[tuple[Any, ...]]]]:
    me = ("", "to", "Me", "me@owner.example.org", "", True)
    for number, day in enumerate(entry.days):
        if not entry.email:
            continue
        message = f"{entry.key} {number}"
        party = (message, entry.key, "from", entry.name, entry.email, "", False)
        yield (message, "email", "confirmed", entry.bulk_evidence, day), [party, (message, *me)]
    for number in range(entry.answers):
        message = f"{entry.key} answer {number}"
        sender = (message, "", "from", "Me", "me@owner.example.org", "", True)
        party = (message, entry.key, "to", entry.name, entry.email, "", False)
        yield (message, "email", "confirmed", "", date(2026, 1, 1)), [sender, party]
