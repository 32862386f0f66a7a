"""``keepwarm merge`` and ``unmerge``: the user's word on who is who, with a look at what it changes.

Each appends lines to the decisions file and takes back what it contradicts, so that the one undoes the other: a line
``undecided`` leaves a pair to the evidence again.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from datetime import UTC, datetime
from itertools import product
from shlex import quote
from typing import TYPE_CHECKING, Any, NamedTuple

from connectors.errors import KeepwarmError
from pipelines.commands import DEFAULTS, Options
from pipelines.commands.confirming import confirmed
from pipelines.commands.people import the_one
from pipelines.commands.running import bring_up_to_date
from pipelines.console import plain, print_json, print_records, say
from pipelines.home import Home
from pipelines.preview import Change, preview, print_change
from pipelines.published import as_stored, find_people, published, query, stored
from warehouse import decisions
from warehouse.decisions import Decision, last_words, normal, undoing

if TYPE_CHECKING:
    import duckdb

_SHOWN = ("full_name", "email", "profile_url", "company", "sources")


class IsYou(KeepwarmError):
    """The owner is known by addresses, not by decisions."""

    def __str__(self) -> str:
        """Say how to name an address of one's own."""
        return "one of them is you. Name an address of yours with `keepwarm run --me ADDRESS`."


class ToldApart(KeepwarmError):
    """What the user said before stands against it; the pairs have been printed."""

    def __str__(self) -> str:
        """Say how to take that back."""
        return "you told them apart, as listed. To take that back, merge the two that are listed."


class Indistinct(KeepwarmError):
    """The two sides have identities in common; all have been printed."""

    def __str__(self) -> str:
        """Say how to tell the sides."""
        return "these two cannot be told from each other. Name each by an e-mail address or profile URL of its own."


class Side(NamedTuple):
    """One of the two in question: the person, the identities that the user's words fit, and all of the person's."""

    person: dict[str, Any]
    meant: list[dict[str, Any]]
    all: list[dict[str, Any]]

    @property
    def keys(self) -> list[str]:
        """What names the meant identities in the decisions file."""
        return keys_of(self.meant)

    @property
    def best_key(self) -> str:
        """What names them best: the address that they use most, else their profile."""
        preferred = (self.person["primary_email"], self.person["profile_url"])
        return next((key for key in preferred if key in self.keys), self.keys[0])


class Outcome(NamedTuple):
    """What is to be written down, and what it changes; no lines where there is nothing to do."""

    lines: list[Decision]
    change: Change | None
    answer: str


def merge(first: str, second: str, /, *, yes: bool = False, json: bool = False, options: Options = DEFAULTS) -> int:
    """Say that two are one person. Shows what changes, and asks.

    Example: keepwarm merge "ana silva" asilva@acme.example

    Args:
        first: Part of a name, an e-mail address, a profile URL or a person id.
        second: The other one, likewise.
        yes: Do not ask.
        json: Print what changes as JSON; without --yes, nothing is done.
    """
    return _decide(_merged, (first, second), "Merge them?", yes, json, options.chosen_home())


def unmerge(first: str, second: str, /, *, yes: bool = False, json: bool = False, options: Options = DEFAULTS) -> int:
    """Say that two are different people, also where they are taken for one. Shows what changes, and asks.

    Example: keepwarm unmerge ana@acme.example https://www.linkedin.com/in/ana-silva

    Args:
        first: An e-mail address or profile URL; or part of a name, or a person id.
        second: The other one, likewise.
        yes: Do not ask.
        json: Print what changes as JSON; without --yes, nothing is done.
    """
    return _decide(_parted, (first, second), "Tell them apart?", yes, json, options.chosen_home())


def side_of(connection: duckdb.DuckDBPyConnection, words: str, json: bool = False) -> Side:
    """Return whom the user means; raise `PersonUnknown` or `SeveralPeople`."""
    person = the_one(find_people(connection, words), json)
    identities = query(connection, stored("identities_fitting"), [[person["person_id"]], as_stored(words)]).records()
    exact = [identity for identity in identities if identity["is_exact"]]
    fitting = exact or [identity for identity in identities if identity["has_words"]]
    return Side(person, fitting or identities, identities)


def keys_of(identities: Iterable[dict[str, Any]]) -> list[str]:
    """Return what names identities in the decisions file: e-mails and profile URLs, names where there is neither."""
    return list(dict.fromkeys(key for identity in identities for key in identity["keys"]))


def _merged(home: Home, a: Side, b: Side, json: bool) -> Outcome:
    if a.person["person_id"] == b.person["person_id"]:
        return Outcome([], None, "They are one person already.")
    if a.person["is_owner"] or b.person["is_owner"]:
        raise IsYou
    now = datetime.now(UTC)
    apart = _between(home, "different", keys_of(a.all), keys_of(b.all))
    meant = [line for line in apart if _crosses(line, a.keys, b.keys)]
    if len(meant) < len(apart):
        _list([{"one": line.key, "other": line.other_key} for line in apart if line not in meant], json)
        raise ToldApart
    undone = _undoing(home, meant, [a, b], now)
    # Either key with each of the other side's: what only evidence holds might fall off, as a second profile would.
    keys = [(a.best_key, b.best_key), *product([a.best_key], keys_of(b.all)), *product(keys_of(a.all), [b.best_key])]
    whole = [Decision("same", key, now, other_key) for key, other_key in dict.fromkeys(keys)]
    has_profiles = a.person["profile_url"] and b.person["profile_url"]
    plans = [undone] * bool(undone) + [[*undone, whole[0]]] * (not has_profiles) + [[*undone, *whole]]
    for lines in plans:
        change = preview(home, lines, (_ids(a.all), _ids(b.all)))
        if change.are_wholly_one:
            # By address, since one of the two person ids is gone then.
            undo = f"keepwarm unmerge {quote(plain(a.best_key))} {quote(plain(b.best_key))}"
            return Outcome(lines, change, f"They are one person now. To take it back: {undo}")
    raise ToldApart


def _parted(home: Home, a: Side, b: Side, json: bool) -> Outcome:
    keys, other_keys = _told_from(a, b), _told_from(b, a)
    if set(_ids(a.meant)) & set(_ids(b.meant)) or set(keys) & set(other_keys):
        _list([{name: identity[name] for name in _SHOWN} for identity in a.all], json)
        raise Indistinct
    now = datetime.now(UTC)
    sides = _ids(a.meant), _ids(b.meant)
    apart = [Decision("different", key, now, other_key) for key, other_key in product(keys, other_keys)]
    if a.person["person_id"] != b.person["person_id"]:
        if len(_between(home, "different", keys, other_keys)) == len(apart):
            return Outcome([], None, "You told them apart already.")
        change = preview(home, apart, sides)
        return Outcome(apart, change, "They are two people, and stay so.")
    joined = _between(home, "same", keys_of(a.all), keys_of(a.all))
    direct = [line for line in joined if _crosses(line, keys, other_keys)]
    # What was said in one go is taken back in one go.
    lines = _undoing(home, direct or joined[-1:], [a], now)
    parted = preview(home, lines, sides) if lines else None
    if parted is None or parted.are_one:
        lines = [*(lines if direct else ()), *apart]
        parted = preview(home, lines, sides)
    return Outcome(lines, parted, "They are two people now.")


def _decide(
    plan: Callable[[Home, Side, Side, bool], Outcome],
    named: tuple[str, str],
    question: str,
    yes: bool,
    json: bool,
    home: Home,
) -> int:
    with published(home.warehouse) as connection:
        a, b = (side_of(connection, words, json) for words in named)
    outcome = plan(home, a, b, json)
    lines, change, answer = outcome
    if not json:
        if change is None:
            say(answer)
            return 0
        print_change(change)
        if not yes and not confirmed(question):
            say("Nothing was changed.")
            return 0
    is_done = bool(lines) and (yes or not json)
    if is_done:
        decisions.append(home.decisions, lines)
        bring_up_to_date(home)
    if json:
        print_json(_as_record(outcome, is_done))
    else:
        say(answer)
    return 0


def _as_record(outcome: Outcome, is_done: bool) -> dict[str, Any]:
    change = {name: getattr(outcome.change, name, []) for name in ("before", "after", "joining", "leaving")}
    said = [{name: getattr(line, name) for name in ("decision", "key", "other_key")} for line in outcome.lines]
    return {**change, "decisions": said, "is_done": is_done}


def _between(home: Home, word: str, keys: Sequence[str], others: Sequence[str]) -> list[Decision]:
    """Return the lines of which this word holds across these keys, the newest last."""
    said = last_words(decisions.read(home.decisions)).values()
    return [line for line in said if line.decision == word and _crosses(line, keys, others)]


def _crosses(line: Decision, keys: Sequence[str], others: Sequence[str]) -> bool:
    left, right = set(map(normal, keys)), set(map(normal, others))
    key, other_key = normal(line.key), normal(line.other_key)
    return (key in left and other_key in right) or (other_key in left and key in right)


def _told_from(side: Side, other: Side) -> list[str]:
    """Return the keys of a side; with the name where the other side bears the same address under another one."""
    keys: dict[str, None] = {}
    for identity in side.meant:
        named = f"{identity['full_name']} <{identity['email']}>"
        is_named = identity["full_name"] and identity["email"] in other.keys
        keys |= dict.fromkeys(named if is_named and key == identity["email"] else key for key in identity["keys"])
    return list(keys)


def _undoing(home: Home, lines: Sequence[Decision], sides: Sequence[Side], now: datetime) -> list[Decision]:
    """Return the lines that take back what was said together with these lines about the same people."""
    keys = keys_of(identity for side in sides for identity in side.all)
    about = [line for line in decisions.read(home.decisions) if _crosses(line, keys, keys)]
    return undoing(about, {line.decided_at for line in lines}, now)


def _ids(identities: Iterable[dict[str, Any]]) -> list[str]:
    return [identity["identity_id"] for identity in identities]


def _list(rows: list[dict[str, Any]], json: bool) -> None:
    if json:
        print_json(rows)
    else:
        print_records(rows)
