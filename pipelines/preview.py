"""What a decision would change: a warehouse built with it, compared with the published one, and thrown away."""

from __future__ import annotations

import shutil
from collections.abc import Collection, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any, NamedTuple

from pipelines.console import plain, print_table, say, shown
from pipelines.home import Home
from pipelines.published import published, published_as_of, query, stored
from warehouse import decisions
from warehouse.decisions import Decision
from warehouse.store import draft_of, locked, quoted

if TYPE_CHECKING:
    import duckdb

_COLUMNS = ("name", "addresses", "last contact", "contact days", "status", "suggested")


@dataclass(frozen=True, slots=True)
class Trial(Home):
    """A home for what is not published: decisions of its own, and the landing of another home."""

    original: Home

    @property
    def landing(self) -> Path:
        """What the other home has read."""
        return self.original.landing


class Change(NamedTuple):
    """What would change: people before and after, who comes on the list of the week, and who leaves it.

    ``persons`` are the ids of the people to whom each of the two sides in question would belong.
    """

    before: list[dict[str, Any]]
    after: list[dict[str, Any]]
    joining: list[dict[str, Any]]
    leaving: list[dict[str, Any]]
    persons: tuple[set[str], set[str]]

    @property
    def are_one(self) -> bool:
        """Tell whether anything of one side would be the same person as anything of the other."""
        return not self.persons[0].isdisjoint(self.persons[1])

    @property
    def are_wholly_one(self) -> bool:
        """Tell whether everything of both would be one person."""
        return len(self.persons[0] | self.persons[1]) == 1


def preview(home: Home, added: Sequence[Decision], sides: tuple[Collection[str], Collection[str]]) -> Change:
    """Build with decisions added, as of the published day, and say what would change; nothing is kept of it.

    ``sides`` are the identity ids of the two in question. Raises `WarehouseBusy`, `ModelFailed` or `AuditFailed`.
    """
    with _built(home, added) as connection:
        rows = query(connection, stored("people_regrouped")).rows
        regrouped = {side: [person_id for build, person_id in rows if build == side] for side in ("published", "draft")}
        connection.execute("use published")
        before = query(connection, stored("people_summed_up"), [regrouped["published"]]).records()
        week_before = query(connection, stored("week")).records()
        connection.execute("use draft")
        after = query(connection, stored("people_summed_up"), [regrouped["draft"]]).records()
        week_after = query(connection, stored("week")).records()
        persons = _persons(connection, sides[0]), _persons(connection, sides[1])
    return Change(
        before,
        after,
        joining=_only_in(week_after, week_before),
        leaving=_only_in(week_before, week_after),
        persons=persons,
    )


def print_change(change: Change) -> None:
    """Print people before and after, and what becomes of the list of the week."""
    if not change.before and not change.after:
        say("Who is who stays as it is now.")
    for title, people in (("now", change.before), ("then", change.after)):
        if people:
            print_table(_COLUMNS, [_row(person) for person in people], title)
    for people, what in ((change.joining, "Comes on this week's list"), (change.leaving, "Leaves this week's list")):
        if people:
            say(f"{what}: {', '.join(plain(person['full_name']) for person in people)}")


@contextmanager
def _built(home: Home, added: Sequence[Decision]) -> Iterator[duckdb.DuckDBPyConnection]:
    """Yield a connection to the databases ``published`` and ``draft``, the second built with decisions added."""
    import duckdb

    from pipelines.run import LOCK_WAIT_SECONDS, audit, build
    from pipelines.settings import load_settings

    settings = load_settings(home.settings)
    trial = Trial(home.root / "preview", home)
    with locked(home.warehouse, LOCK_WAIT_SECONDS):
        with published(home.warehouse) as connection:
            as_of = published_as_of(connection)
        shutil.rmtree(trial.root, ignore_errors=True)
        trial.root.mkdir(mode=0o700)
        try:
            decisions.append(trial.decisions, [*decisions.read(home.decisions), *added])
            build(trial, settings, as_of)
            audit(trial, settings, as_of)
            with duckdb.connect() as connection:
                connection.execute(f"attach {quoted(str(home.warehouse))} as published (read_only)")
                connection.execute(f"attach {quoted(str(draft_of(trial.warehouse)))} as draft (read_only)")
                yield connection
        finally:
            shutil.rmtree(trial.root)


def _persons(connection: duckdb.DuckDBPyConnection, identity_ids: Collection[str]) -> set[str]:
    found = "select person_id from identities where list_contains($1::text[], identity_id) and person_id is not null"
    return {person_id for (person_id,) in query(connection, found, [list(identity_ids)]).rows}


def _only_in(week: list[dict[str, Any]], other: list[dict[str, Any]]) -> list[dict[str, Any]]:
    known = {action["person_id"] for action in other}
    return [action for action in week if action["person_id"] not in known]


def _row(person: dict[str, Any]) -> tuple[Any, ...]:
    last = f"{person['last_contact_on']} ({shown(person['last_contact_kind'])})" if person["last_contact_on"] else None
    addresses = [*person["emails"], *person["profile_urls"]]
    title = person["suggested_action"]
    suggested = f"{title} (this week)" if title and person["is_this_week"] else title
    return person["full_name"], addresses, last, person["contact_days"], person["status"], suggested
