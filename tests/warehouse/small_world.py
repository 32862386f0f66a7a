"""A handful of people and what passed between them, as the tables that the relations are built from."""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from datetime import UTC, date, datetime, timedelta
from functools import cache
from typing import Any

import duckdb

from warehouse.build import build, set_variables
from warehouse.model import Model, load_models, references

TODAY = date(2026, 11, 20)
ME = "me@oakline.example"
TABLES = {
    "staging.interactions": (
        "interaction_id text, thread_id text, in_reply_to text, kind text, subject text, state text,"
        " bulk_evidence text, folder text, place text, url text, source_path text, source_location text,"
        " is_all_day boolean,"
        " is_recurring boolean, has_text boolean, occurred_at timestamptz, ended_at timestamptz, occurred_on date,"
        " participant_count bigint"
    ),
    "staging.participants": (
        "interaction_id text, participant_number bigint, identity_id text, role text, name text, email text,"
        " profile_url text, company text, partstat text, cutype text, is_owner boolean"
    ),
    "staging.contacts": (
        "contact_id text, address_number bigint, unit_id text, identity_id text, kind text, full_name text, email text,"
        " profile_url text, company text, position text, phones text[], birthday text, note text, is_owner boolean,"
        " observed_on date"
    ),
    "staging.identities": (
        "identity_id text, full_name text, email text, profile_url text, companies text[], sources text[],"
        " is_owner boolean, first_seen_on date, last_seen_on date, mention_count bigint, first_landed_at timestamptz"
    ),
    "staging.tenures": "company text, position text, started_on date, finished_on date",
    "staging.skills": "skill text",
    "staging.owner": "time_zone text",
    "staging.meetings_kept": "interaction_id text",
    "staging.decisions": (
        "decision_number bigint, decision text, key text, other_key text, value text, note text,"
        " decided_at timestamptz, until date"
    ),
    "resolution.persons_of": "identity_id text, person_id text",
    "resolution.excluded_addresses": "email text, reason text, mention_count bigint",
    "resolution.addresses": "email text, canonical_email text, domain_kind text, site text, site_label text",
    "main.people": (
        "person_id text, full_name text, primary_email text, profile_url text, company text, position text,"
        " is_owner boolean"
    ),
}
_BUILT_HERE = ("interactions", "relationships", "suggested_actions", "suggestions", "wishes", "coverage")
BUILT_HERE = {f"main.{name}" for name in _BUILT_HERE}
MODELS = [
    model for model in load_models(("relations", "main")) if model.schema == "relations" or model.name in BUILT_HERE
]


def insert(connection: duckdb.DuckDBPyConnection, table: str, rows: list[dict[str, Any]]) -> None:
    """Append rows; columns that a row does not name stay null."""
    described = connection.execute(f"describe {table}").fetchall()
    structure = json.dumps([{name: "varchar" for name, *_ in described}])
    casts = ", ".join(f"cast(line.{name} as {sql_type})" for name, sql_type, *_ in described)
    connection.execute(
        f"insert into {table} select {casts} from (select unnest(from_json($1::json, '{structure}')) as line)",
        [json.dumps(rows, default=str)],
    )


class SmallWorld:
    """People are named by their key; a person's address is ``key@site``, their id the key."""

    def __init__(self, as_of: date, time_zone: str = "UTC", weekly_budget: int = 5) -> None:
        """Start with the owner alone."""
        self.as_of = as_of
        self.variables = {"as_of": as_of, "me": [ME], "time_zone": time_zone, "weekly_budget": weekly_budget}
        self.rows: dict[str, list[dict[str, Any]]] = {table: [] for table in TABLES}
        self.rows["staging.owner"].append({"time_zone": time_zone})
        self.parties: dict[str, dict[str, Any]] = {}
        self.zone = time_zone
        self._person("owner", "Nora Vester", ME, is_owner=True)

    def person(
        self, key: str, site: str = "", company: str = "", position: str = "", profile: bool = False, birthday: str = ""
    ) -> None:
        """Add a person with an address at the site, and a card where a company, a position or a birthday is told."""
        url = f"https://www.linkedin.com/in/{key}" if profile else None
        self._person(key, key.title(), f"{key}@{site or key + '.example'}", url, company, position)
        if company or birthday:
            self.card(key, self.as_of, company, position, birthday)

    def own_address(self, key: str, email: str) -> None:
        """Let the owner have one more address, as this party."""
        owner = self.parties["owner"]
        self._identity(key, owner["name"], email, is_owner=True)
        self.rows["resolution.persons_of"].append({"identity_id": key, "person_id": "owner"})

    def card(self, key: str, observed_on: date, company: str = "", position: str = "", birthday: str = "") -> None:
        """Add what an export of that day told about a person."""
        told = {"company": company or None, "position": position or None, "birthday": birthday or None}
        number = len(self.rows["staging.contacts"])
        self.rows["staging.contacts"].append(
            {
                "contact_id": f"c{number}",
                "address_number": 1,
                "identity_id": key,
                "kind": "connection",
                "is_owner": False,
            }
            | {"observed_on": observed_on, **told}
        )

    def machine(self, email: str) -> None:
        """Exclude an address."""
        self.rows["resolution.excluded_addresses"].append({"email": email, "reason": "machine", "mention_count": 1})

    def mail(self, day: date | datetime, sender: str, *recipients: str, **more: Any) -> str:
        """Add a message; ``me`` is the owner."""
        parties = [(sender, "from", "")] + [(key, "to", "") for key in recipients]
        return self._interaction("email", day, parties, **more)

    def meeting(self, day: date | datetime, *people: str, declined: tuple[str, ...] = (), **more: Any) -> str:
        """Add a meeting of an hour that the owner called."""
        parties = [("me", "organizer", "accepted" if "me" not in declined else "declined")]
        parties += [(key, "attendee", "declined" if key in declined else "accepted") for key in people]
        starts_at = _moment(day)
        return self._interaction("meeting", day, parties, **({"ended_at": starts_at + timedelta(hours=1)} | more))

    def linkedin(self, kind: str, day: date | datetime, sender: str, *recipients: str, **more: Any) -> str:
        """Add what LinkedIn tells: a message, invitation, connection, recommendation or endorsement."""
        role = "attendee" if kind == "connection" else ""
        parties = [(sender, role or "from", "")] + [(key, role or "to", "") for key in recipients]
        return self._interaction(kind, day, parties, **more)

    def tenure(self, company: str, position: str, started_on: date, finished_on: date | None = None) -> None:
        """Add a position of the owner's."""
        self.rows["staging.tenures"].append(
            {"company": company, "position": position, "started_on": started_on, "finished_on": finished_on}
        )

    def decide(self, decision: str, key: str, day: date, until: date | None = None, **more: str) -> None:
        """Add a line of the decisions file; ``more`` are its other texts."""
        number = len(self.rows["staging.decisions"]) + 1
        line = {"decision": decision, "key": key, "decided_at": _moment(day), "until": until, "note": ""}
        self.rows["staging.decisions"].append({"decision_number": number, **line, **more})

    @contextmanager
    def built(self, *tables: str) -> Iterator[duckdb.DuckDBPyConnection]:
        """Build these tables and all that they need, or all there are, and yield the connection."""
        with self.given() as connection:
            build(connection, models_for(tables) if tables else MODELS)
            yield connection

    @contextmanager
    def given(self) -> Iterator[duckdb.DuckDBPyConnection]:
        """Yield a connection that holds the given tables only."""
        with duckdb.connect() as connection:
            connection.execute("set timezone = 'UTC'")
            for table, columns in TABLES.items():
                connection.execute(f"create schema if not exists {table.partition('.')[0]}")
                connection.execute(f"create table {table} ({columns})")
                insert(connection, table, self.rows[table])
            set_variables(connection, self.variables)
            yield connection

    def query(self, sql: str) -> list[tuple[Any, ...]]:
        """Build, and return the rows of a query."""
        with self.built(*re.findall(r"\b(?:main|relations)\.\w+", sql)) as connection:
            return connection.sql(sql).fetchall()

    def _person(
        self, key: str, name: str, email: str, url: str | None = None, company: str = "", position: str = "", *,
        is_owner: bool = False,
    ) -> None:  # fmt: skip
        self._identity(key, name, email, url, company, is_owner=is_owner)
        self.rows["resolution.persons_of"].append({"identity_id": key, "person_id": key})
        self.rows["main.people"].append(
            {"person_id": key, "full_name": name, "primary_email": email, "profile_url": url, "is_owner": is_owner}
            | {"company": company or None, "position": position or None}
        )

    def _identity(
        self, key: str, name: str, email: str, url: str | None = None, company: str = "", *, is_owner: bool
    ) -> None:
        local_part, _, site = email.partition("@")
        seen = {"first_seen_on": date(2000, 1, 1), "last_seen_on": self.as_of, "mention_count": 1}
        self.parties[key] = {"identity_id": key, "name": name, "email": email, "profile_url": url, "is_owner": is_owner}
        self.rows["staging.identities"].append(
            {"identity_id": key, "full_name": name, "email": email, "profile_url": url, "is_owner": is_owner}
            | {"companies": [company] if company else [], "sources": ["email"]}
            | seen
        )
        self.rows["resolution.addresses"].append(
            {"email": email, "canonical_email": f"{local_part.partition('+')[0]}@{site}"}
            | {"domain_kind": "own", "site": site, "site_label": site.partition(".")[0].replace("-", "")}
        )

    def _interaction(self, kind: str, day: date | datetime, parties: list[tuple[str, str, str]], **more: Any) -> str:
        number = len(self.rows["staging.interactions"])
        key = f"i{number:04}"
        occurred_at = _moment(day)
        row = {
            "interaction_id": key, "thread_id": key, "kind": kind, "subject": "", "state": "confirmed",
            "bulk_evidence": "", "folder": "", "place": "", "url": "", "source_path": f"{kind}.file",
            "source_location": f"row {number}", "is_all_day": False, "is_recurring": False, "has_text": False,
            "occurred_at": occurred_at, "occurred_on": occurred_at.date(), "participant_count": len(parties),
        }  # fmt: skip
        self.rows["staging.interactions"].append(row | more)
        for place, (name, role, partstat) in enumerate(parties):
            who = self.parties["owner" if name == "me" else name]
            self.rows["staging.participants"].append(
                {"interaction_id": key, "participant_number": place, "role": role, "partstat": partstat, "cutype": ""}
                | {"company": ""}
                | who
            )
        return key


def world(*people: str, weekly_budget: int = 5) -> SmallWorld:
    """Make a world of these people, as of `TODAY`."""
    small = SmallWorld(TODAY, weekly_budget=weekly_budget)
    for key in people:
        small.person(key)
    return small


def ago(days: int) -> date:
    """Return the day so many days before `TODAY`; after it where negative."""
    return TODAY - timedelta(days=days)


def known_well(small: SmallWorld, key: str, last: int = 150, every: int = 20, days: int = 15) -> None:
    """Let the owner and a person exchange mails for a while, until so many days ago; the owner has the last word."""
    for number in range(days):
        asked = small.mail(ago(last + 1 + every * number), key, "me", subject="Reviewing the ETL rewrite")
        small.mail(ago(last + every * number), "me", key, subject="Re: Reviewing the ETL rewrite", in_reply_to=asked)


def models_for(tables: Iterable[str]) -> list[Model]:
    """Return the models of these tables and of all that they are built from."""
    by_name = {model.name: model for model in MODELS}
    needed: dict[str, Model] = {}
    open_names = [name for name in tables if name in by_name]
    while open_names:
        name = open_names.pop()
        if name not in needed:
            needed[name] = by_name[name]
            open_names += [other for other in _references(name) if other in by_name]
    return list(needed.values())


@cache
def _references(name: str) -> frozenset[str]:
    with duckdb.connect() as connection:
        return frozenset(references(connection, next(model for model in MODELS if model.name == name)))


def _moment(day: date | datetime) -> datetime:
    return day if isinstance(day, datetime) else datetime(day.year, day.month, day.day, 12, tzinfo=UTC)
