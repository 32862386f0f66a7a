"""``keepwarm forget``: remove somebody from all that was read and written, and keep them out of what is read later."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any, NamedTuple

from connectors.errors import KeepwarmError
from pipelines.commands import DEFAULTS, Options, Words
from pipelines.commands.confirming import confirmed
from pipelines.commands.people import the_one
from pipelines.commands.running import bring_up_to_date
from pipelines.console import plain, print_json, print_records, say
from pipelines.exports.withdrawal import lists_naming
from pipelines.home import Home
from pipelines.published import find_people, published, query, stored
from pipelines.run import LOCK_WAIT_SECONDS
from warehouse import decisions
from warehouse.decisions import Decision
from warehouse.forgetting import is_within
from warehouse.forgotten import Forgotten, Known, known_or_nobody, name_key
from warehouse.landing import Landing
from warehouse.ledger import Ledger
from warehouse.manifest import Manifest
from warehouse.store import locked

if TYPE_CHECKING:
    import duckdb

_SHOWN = ("full_name", "email", "profile_url", "company", "sources", "mention_count")


class IsYou(KeepwarmError):
    """Without the owner there is nothing to say of anybody."""

    def __str__(self) -> str:
        """Say what to do instead."""
        return "that is you. To remove everything, delete the home; `keepwarm status` says where it is."


class Subject(NamedTuple):
    """Whom to forget: what is known of them, by what they and the owner are recognised, and what else names them."""

    summary: dict[str, Any]
    identities: list[dict[str, Any]]
    digests: set[str]
    mine: set[str]
    actions: set[str]

    @property
    def texts(self) -> set[str]:
        """What a list that names them holds: addresses, profiles, names of two words or more."""
        own = (each[column] for each in self.identities for column in ("email", "profile_url", "full_name"))
        texts = {text for text in (*own, self.summary["full_name"]) if text}
        return {text for text in texts if "@" in text or "/" in text or " " in text}


class Traces(NamedTuple):
    """Where somebody is found: landed units, the user's own files, written lists, lines of the decisions file."""

    units: list[Manifest]
    files: list[str]
    lists: list[Path]
    decisions: int


def forget(
    *person: Words,
    yes: bool = False,
    json: bool = False,
    options: Options = DEFAULTS,
) -> int:
    """Remove somebody from everything keepwarm has read and written, and keep them out of later imports.

    Your own exports are not changed; those that still hold them are named.

    Example: keepwarm forget ana@acme.example

    Args:
        person: Part of a name, an e-mail address, a profile URL or a person id.
        yes: Do not ask.
        json: Print what is found as JSON; without --yes, nothing is done.
    """
    home = options.chosen_home()
    known = known_or_nobody(home.landing)
    with published(home.warehouse) as connection:
        subject = _subject(connection, the_one(find_people(connection, " ".join(person)), json), known)
    everybody = known.with_more(subject.digests, subject.mine)
    traces = _traces(home, subject, everybody)
    if not json:
        _print(subject, traces)
        if not yes and not confirmed("Forget them? This cannot be undone."):
            say("Nothing was changed.")
            return 0
    if yes or not json:
        _forget(home, subject, everybody)
        bring_up_to_date(home)
    if json:
        print_json(_as_record(subject, traces, is_done=yes))
    else:
        say("Forgotten.", *_told_of(traces.files))
    return 0


def _subject(connection: duckdb.DuckDBPyConnection, person: dict[str, Any], known: Forgotten) -> Subject:
    if person["is_owner"]:
        raise IsYou
    person_id = person["person_id"]
    identities = query(connection, stored("identities_fitting"), [[person_id], ""]).records()
    owners = [owner_id for (owner_id,) in query(connection, "select person_id from people where is_owner").rows]
    own = query(connection, stored("identities_fitting"), [owners, ""]).records()
    actions = query(connection, "select action_id from suggested_actions where person_id = $1", [person_id]).rows
    common = {name_key(name) for (name,) in query(connection, stored("names_borne_by_others"), [person_id]).rows}
    names = {each["full_name"] for each in identities if each["full_name"]}
    return Subject(
        query(connection, stored("people_summed_up"), [[person_id]]).records()[0],
        identities,
        _digests(identities, known)
        # A name that is theirs alone: a recommendation, say, tells no more.
        | {known.digest("name", key) for name in names if " " in (key := name_key(name)) and key not in common},
        _digests(own, known),
        {action_id for (action_id,) in actions},
    )


def _digests(identities: Iterable[dict[str, Any]], known: Forgotten) -> set[str]:
    found: set[str] = set()
    for each in identities:
        party = Known(each["email"] or "", each["profile_url"] or "", each["full_name"] or "")
        found |= known.remembered(party, is_shared=each["is_shared"])
    return found


def _traces(home: Home, subject: Subject, everybody: Forgotten) -> Traces:
    from warehouse.erasure import units_with  # imports Polars, which a help text need not pay for

    landing = Landing(home.landing)
    with locked(home.warehouse, LOCK_WAIT_SECONDS):
        units = units_with(landing, everybody)
    named = sum(_left(line, subject, everybody) is None for line in decisions.read(home.decisions))
    return Traces(units, _files_of(landing, units), lists_naming(home.exports, subject.texts), named)


def _files_of(landing: Landing, units: list[Manifest]) -> list[str]:
    """Return the user's own files that hold these units, and copies of them; bare names where paths are unknown."""
    entries = Ledger.read(landing.ledger).entries.values()
    if not entries:
        return sorted({unit.source_path.partition("!")[0] for unit in units})
    keys = {unit.key for unit in units}
    found = {entry.path for entry in entries if not keys.isdisjoint(entry.units)}
    found |= {entry.path for entry in entries if entry.copy_of in found}
    return sorted({path.partition("\0")[0] for path in found})


def _forget(home: Home, subject: Subject, everybody: Forgotten) -> None:
    """Do it, the precious first: whatever a kill cuts off, the same command ends."""
    from warehouse.erasure import erase

    with locked(home.warehouse, LOCK_WAIT_SECONDS):
        everybody.write_key(home.forgotten_key)
        decisions.append(home.decisions, everybody.only(subject.digests, subject.mine).lines(datetime.now(UTC)))
        erase(Landing(home.landing), everybody)
        decisions.rewrite(home.decisions, lambda line: _left(line, subject, everybody))
        for path in lists_naming(home.exports, subject.texts):
            path.unlink()


def _left(line: Decision, subject: Subject, everybody: Forgotten) -> Decision | None:
    """Return what is left of a decision: nothing of one about them, and no note that holds an address of theirs."""
    if line.key in subject.actions or any(map(everybody.names, filter(None, (line.key, line.other_key)))):
        return None
    return line._replace(note="") if is_within(line.note, everybody) else line


def _print(subject: Subject, traces: Traces) -> None:
    summary = subject.summary
    print_records(subject.identities, _SHOWN, plain(summary["full_name"]))
    last = f", the last contact on {summary['last_contact_on']}" if summary["last_contact_on"] else ""
    suggested = plain(summary["suggested_action"]) or "nothing"
    say(f"{summary['interaction_count']:,} interactions{last}; suggested: {suggested}.")
    places = f"{len(traces.units)} sources, {traces.decisions} decisions and {len(traces.lists)} lists"
    say(
        f"Found in {places}: removed there, and left out of what is read later.",
        "What others were party to as well stays, without them.",
        *(f"  {plain(path)}" for path in traces.lists),
    )


def _told_of(files: list[str]) -> list[str]:
    if not files:
        return []
    return ["Your own files are never changed. These still hold them:", *(f"  {plain(path)}" for path in files)]


def _as_record(subject: Subject, traces: Traces, *, is_done: bool) -> dict[str, Any]:
    return {
        "person": subject.summary,
        "identities": [{name: each[name] for name in _SHOWN} for each in subject.identities],
        "sources": sorted({unit.source_path for unit in traces.units}),
        "files": traces.files,
        "lists": [str(path) for path in traces.lists],
        "decisions": traces.decisions,
        "is_done": is_done,
    }
