"""``keepwarm done``, ``snooze``, ``dismiss``, ``pin``: the user's word, kept in the decisions file for good."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from typing import TYPE_CHECKING, Any

from connectors.errors import KeepwarmError
from pipelines.commands import DEFAULTS, Options
from pipelines.commands.people import the_one
from pipelines.commands.running import bring_up_to_date
from pipelines.console import plain, say
from pipelines.published import find_people, published, published_as_of, query
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


def done(*person: str, note: str = "", options: Options = DEFAULTS) -> int:
    """Say that you have been in touch, so that the suggestion counts as done.

    Example: keepwarm done ana silva --note "called her"

    Args:
        person: Part of a name, an e-mail address, a profile URL or a person id.
        note: A word to yourself.
    """
    return _decide("done", person, note, options)


def dismiss(*person: str, note: str = "", options: Options = DEFAULTS) -> int:
    """Take the suggestion for somebody off the list: it was not a good one.

    Example: keepwarm dismiss ana silva

    Args:
        person: Part of a name, an e-mail address, a profile URL or a person id.
        note: A word to yourself.
    """
    return _decide("dismiss", person, note, options)


def pin(*person: str, off: bool = False, note: str = "", options: Options = DEFAULTS) -> int:
    """Say that somebody matters to you, whatever the figures say.

    Example: keepwarm pin ana silva

    Args:
        person: Part of a name, an e-mail address, a profile URL or a person id.
        off: Take the pin off again.
        note: A word to yourself.
    """
    return _decide("unpin" if off else "pin", person, note, options)


def snooze(*person: str, days: int = 14, until: date | None = None, note: str = "", options: Options = DEFAULTS) -> int:
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
        as_of = published_as_of(connection)
        person = the_one(find_people(connection, " ".join(words)))
        key = _key_of(connection, person)
    # A decision answers a list, so it bears the day of that list: also where a list was made as of another day.
    decided_at = datetime.combine(as_of, datetime.now(UTC).timetz())
    decisions.append(home.decisions, [Decision(decision, key, decided_at, until=until, note=note)])
    say(f"{_DONE[decision]}: {plain(person['full_name'])}" + (f", until {until.isoformat()}" if until else ""))
    bring_up_to_date(home)
    return 0


_DONE = {"done": "Done", "dismiss": "Dismissed", "pin": "Pinned", "unpin": "No longer pinned", "snooze": "Snoozed"}


def _key_of(connection: duckdb.DuckDBPyConnection, person: dict[str, Any]) -> str:
    """Return what names a person in the decisions file: an address, a profile, else the action suggested for them."""
    known = person["primary_email"] or person["profile_url"]
    if known:
        return str(known)
    actions = query(connection, "from suggested_actions where person_id = $1", [person["person_id"]]).records()
    if not actions:
        raise Nameless
    return str(actions[0]["action_id"])
