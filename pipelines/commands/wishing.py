"""``keepwarm tag`` and ``cadence``: who belongs together, and how often the user wants to be in touch."""

from __future__ import annotations

import re

from connectors.errors import KeepwarmError
from pipelines.commands import DEFAULTS, Options, Words
from pipelines.commands.deciding import key_of, moment_of_decision
from pipelines.commands.people import the_one
from pipelines.commands.running import bring_up_to_date
from pipelines.console import plain, say
from pipelines.home import Home
from pipelines.published import find_people, published
from warehouse import decisions
from warehouse.decisions import Decision

_TAG = re.compile(r"#?([^\W_][\w-]*)")
_LONGEST_DAYS = 3650


class NotATag(KeepwarmError):
    """A tag is one word."""

    def __str__(self) -> str:
        """Say what a tag looks like."""
        return "a tag is one word of letters, digits and hyphens, like mentor. Name the person first, then the tag."


class NotDays(KeepwarmError):
    """A cadence is a number of days."""

    def __str__(self) -> str:
        """Say what to give."""
        return f"name how many days, from 1 to {_LONGEST_DAYS}, after the person or the #tag; or off, to take it back."


class TagUnknown(KeepwarmError):
    """Nobody bears the tag."""

    def __str__(self) -> str:
        """Say what to do first."""
        return "nobody has that tag. Give it to somebody first: keepwarm tag PERSON TAG."


def tag(*person_and_tag: Words, remove: bool = False, options: Options = DEFAULTS) -> int:
    """Put a tag on somebody, to set a cadence for all who bear it, or to find them again.

    Example: keepwarm tag ana silva mentor

    Args:
        person_and_tag: Part of a name, an e-mail address, a profile URL or a person id; then the tag, one word.
        remove: Take the tag off again.
    """
    found = _TAG.fullmatch(person_and_tag[-1]) if len(person_and_tag) > 1 else None
    if not found:
        raise NotATag
    name = found[1].lower()
    who = _say_of(options.chosen_home(), person_and_tag[:-1], "untag" if remove else "tag", name)
    say(f"{who} is no longer tagged #{name}" if remove else f"{who} is tagged #{name}")
    return 0


def cadence(*whom_and_days: Words, options: Options = DEFAULTS) -> int:
    """Say how often you want to be in touch with somebody, or with all who bear a tag; "off" takes it back.

    Example: keepwarm cadence ana silva 60

    Args:
        whom_and_days: Part of a name, an e-mail address, a profile URL, a person id or a #tag; then the days, or off.
    """
    words, said = whom_and_days[:-1], whom_and_days[-1].lower() if whom_and_days else ""
    if not words or not (said == "off" or (said.isdecimal() and 1 <= int(said) <= _LONGEST_DAYS)):
        raise NotDays
    days = "" if said == "off" else str(int(said))
    home = options.chosen_home()
    is_tag = words[0].startswith("#")
    who = _say_of_tag(home, words, days) if is_tag else _say_of(home, words, "cadence", days)
    say(f"{who}: every {days} {'day' if days == '1' else 'days'}" if days else f"{who}: as often as the figures say")
    return 0


def _say_of(home: Home, words: tuple[str, ...], decision: str, value: str) -> str:
    with published(home.warehouse) as connection:
        person = the_one(find_people(connection, " ".join(words)))
        line = Decision(decision, key_of(connection, person), moment_of_decision(connection), value=value)
    decisions.append(home.decisions, [line])
    bring_up_to_date(home)
    return plain(person["full_name"])


def _say_of_tag(home: Home, words: tuple[str, ...], days: str) -> str:
    found = _TAG.fullmatch(words[0])
    if len(words) > 1 or not found:
        raise NotATag
    key = f"#{found[1].lower()}"
    said = decisions.read(home.decisions)
    if not any(line.decision == "tag" and line.value.lower() == key[1:] for line in said):
        raise TagUnknown
    with published(home.warehouse) as connection:
        decisions.append(home.decisions, [Decision("cadence", key, moment_of_decision(connection), value=days)])
    bring_up_to_date(home)
    return key
