"""``keepwarm done``, ``snooze``, ``dismiss``, ``pin``: the user's word, kept in the decisions file for good."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from typing import TYPE_CHECKING, Any

from connectors.errors import KeepwarmError
from pipelines.commands import DEFAULTS, Options, Words
from pipelines.commands.people import the_one
from pipelines.commands.running import bring_up_to_date
from pipelines.console import plain, say
from pipelines.published import find_people, keys_of_people, published, published_as_of, query
from warehouse import decisions
from warehouse.decisions import Decision

if TYPE_CHECKING:
    import duckdb


class UntilPast(KeepwarmError):
    """A snooze must end in the future."""

    def __str__(self) -> str:
        """Say what to give."""
        return "that day is not in the future. Give a later one with --until, or a number of days with --days."


class Nameless(KeepwarmError):
    """A decision must name a person by something that lasts."""

    def __str__(self) -> str:
        """Say what is lacking."""
        return "your exports know neither an address nor a profile of this person, so there is nothing to remember."


def done(*person: Words, note: str = "", options: Options = DEFAULTS) -> int:
    """Say that you have been in touch, so that the suggestion counts as done.

    Example: keepwarm done ana silva --note "called her"

    Args:
        person: Part of a name, an e-mail address, a profile URL or a person id.
        note: A word to yourself.
    """
    return _decide("done", person, note, options)


def dismiss(*person: Words, off: bool = False, note: str = "", options: Options = DEFAULTS) -> int:
    """Suggest nothing for somebody any more; in an edited list, "dismissed" is said of that one action alone.

    Example: keepwarm dismiss ana silva

    Args:
        person: Part of a name, an e-mail address, a profile URL or a person id.
        off: Take it back, and whatever else was decided: done, snoozed, dismissed.
        note: A word to yourself.
    """
    return _decide("reopen" if off else "dismiss", person, note, options)


def pin(*person: Words, off: bool = False, note: str = "", options: Options = DEFAULTS) -> int:
    """Say that somebody matters to you, whatever the figures say.

    Example: keepwarm pin ana silva

    Args:
        person: Part of a name, an e-mail address, a profile URL or a person id.
        off: Take the pin off again.
        note: A word to yourself.
    """
    return _decide("unpin" if off else "pin", person, note, options)


def snooze(
    *person: Words, days: int = 14, until: date | None = None, note: str = "", options: Options = DEFAULTS
) -> int:
    """Put somebody off until later.

    Example: keepwarm snooze ana silva --until 2027-01-15

    Args:
        person: Part of a name, an e-mail address, a profile URL or a person id.
        days: For how many days from today.
        until: Until which day, instead of a number of days.
        note: A word to yourself.
    """
    today = datetime.now().astimezone().date()
    end = until or today + timedelta(days=days)
    if end <= today:
        raise UntilPast
    return _decide("snooze", person, note, options, end)


def _decide(decision: str, words: tuple[str, ...], note: str, options: Options, until: date | None = None) -> int:
    home = options.chosen_home()
    with published(home.warehouse) as connection:
        said_at = moment_of_decision(connection)
        person = the_one(find_people(connection, " ".join(words)))
        key = key_of(connection, person)
        about = "" if decision in ("pin", "unpin") else _listed_action(connection, person)
    other_key = about if about != key else ""
    decisions.append(home.decisions, [Decision(decision, key, said_at, other_key, until, note)])
    say(f"{_DONE[decision]}: {plain(person['full_name'])}" + (f", until {until.isoformat()}" if until else ""))
    bring_up_to_date(home)
    return 0


_DONE = {
    "done": "Done", "dismiss": "Dismissed", "reopen": "Open again", "pin": "Pinned", "unpin": "No longer pinned",
    "snooze": "Snoozed",
}  # fmt: skip


def moment_of_decision(connection: duckdb.DuckDBPyConnection) -> datetime:
    """Return the time that a decision bears: of the day of the list that it answers, also where that was another."""
    return datetime.combine(published_as_of(connection), datetime.now(UTC).timetz())


def _listed_action(connection: duckdb.DuckDBPyConnection, person: dict[str, Any]) -> str:
    actions = query(connection, "from suggested_actions where person_id = $1", [person["person_id"]]).records()
    return str(actions[0]["action_id"]) if actions else ""


def key_of(connection: duckdb.DuckDBPyConnection, person: dict[str, Any]) -> str:
    """Return what names a person in the decisions file: an address, a profile, else the action suggested for them."""
    known = keys_of_people(connection)[person["person_id"]] or _listed_action(connection, person)
    if not known:
        raise Nameless
    return known
