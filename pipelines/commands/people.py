"""``keepwarm show``: one person."""

from __future__ import annotations

from typing import Annotated, Any

from cyclopts import Parameter
from cyclopts.validators import Number

from connectors.errors import KeepwarmError
from pipelines.commands import DEFAULTS, Options, Words
from pipelines.console import plain, print_json, print_records, print_table, say, shown
from pipelines.exports.explanation import LEGEND, explained
from pipelines.published import find_people, published, query, stored

# What a reader knows already, or sees below.
_UNSAID = {"person_id", "full_name", "company", "position", "is_calibrated", "suggested_action"}

# So many are more than anybody reads; a longer name finds fewer.
_LISTED = 20


class SeveralPeople(KeepwarmError):
    """More than one person fits; the list has been printed."""

    def __str__(self) -> str:
        """Say what to do."""
        return "several people fit. Name one by e-mail address, profile URL or person id."


def show(
    *person: Words,
    limit: Annotated[int, Parameter(name="--last", validator=Number(gte=0))] = 10,
    json: bool = False,
    options: Options = DEFAULTS,
) -> int:
    """Show all that is known about one person: identities, how warm the tie is and why, the last interactions.

    Example: keepwarm show ana silva

    Args:
        person: Part of a name, an e-mail address, a profile URL or a person id.
        limit: How many of the last interactions to show.
        json: Print JSON.
    """
    with published(options.chosen_home().warehouse) as connection:
        chosen = the_one(find_people(connection, " ".join(person)), json)
        person_id = chosen["person_id"]
        details = {
            "person": chosen,
            "identities": query(connection, stored("identities"), [person_id]).records(),
            "relationship": next(
                iter(query(connection, "from relationships where person_id = $1", [person_id]).records()), None
            ),
            "actions": query(connection, "from suggested_actions where person_id = $1", [person_id]).records(),
            "wishes": next(iter(query(connection, "from wishes where person_id = $1", [person_id]).records()), None),
            "suggestions": query(
                connection,
                "from suggestions where person_id = $1 order by suggested_on desc limit $2",
                [person_id, limit],
            ).records(),
            "interactions": query(connection, stored("timeline"), [person_id, limit]).records(),
        }
    if json:
        print_json(details)
    else:
        _print(details)
    return 0


def the_one(found: list[dict[str, Any]], json: bool = False) -> dict[str, Any]:
    """Return the only person found; list several, and raise `SeveralPeople`."""
    if len(found) == 1:
        return found[0]
    if json:
        print_json(found)
    else:
        named = [{**each, "address": each["primary_email"] or each["profile_url"]} for each in found[:_LISTED]]
        print_records(named, ("full_name", "position", "company", "address", "person_id"))
        if len(found) > _LISTED:
            say(f"and {len(found) - _LISTED:,} more")
    raise SeveralPeople


def _print(details: dict[str, Any]) -> None:
    person = details["person"]
    role = ", ".join(filter(None, (plain(person["position"]), plain(person["company"]))))
    say(plain(person["full_name"]) + (f" ({role})" if role else ""))
    relationship = details["relationship"]
    if person["is_owner"]:
        say("This is you.")
    elif relationship is None:
        say("No contact of your own with this person is known.")
    else:
        print_table(("relationship", ""), _said(relationship))
    say(*_wished(details["wishes"] or {}))
    for action in details["actions"]:
        say(f"{plain(action['title'])}: {plain(action['reason'])} ({plain(action['state'])})")
        say(*(f"  {line}" for line in explained(action["evidence"])))
        if action["state"] != "done":
            say(f"  ({LEGEND})")
    _print_suggestions(details["suggestions"])
    identity_columns = ("full_name", "email", "profile_url", "company", "sources")
    if details["identities"]:
        print_records(details["identities"], identity_columns, "known as")
    if details["interactions"]:
        print_records(
            details["interactions"], ("day", "kind", "direction", "subject", "source_path"), "last interactions"
        )


def _wished(wishes: dict[str, Any]) -> list[str]:
    """Return what the user said of somebody that lasts, a line each."""
    said = []
    if wishes.get("is_pinned"):
        said.append("Pinned.")
    if wishes.get("tags"):
        said.append(f"Tagged {', '.join(f'#{plain(tag)}' for tag in wishes['tags'])}.")
    if wishes.get("wanted_days"):
        origin = f", as for all {plain(wishes['wanted_for'])}" if wishes["wanted_for"] else ""
        said.append(f"You want to be in touch every {wishes['wanted_days']} days{origin}.")
    if wishes.get("note"):
        said.append(f"Your note: {plain(wishes['note'])}")
    return said


def _print_suggestions(suggestions: list[dict[str, Any]]) -> None:
    shown_before = [each for each in suggestions if not each["is_held_out"]]
    if shown_before:
        columns = ("suggested_on", "family", "occasion", "done_by", "done_on", "answered_on")
        print_records(shown_before, columns, "suggested before")


def _said(relationship: dict[str, Any]) -> list[tuple[str, str]]:
    # Before there is enough of the owner's own history to check it, the percentage would promise too much.
    hidden = _UNSAID if relationship.get("is_calibrated") else _UNSAID | {"p_contact_90d"}
    return [
        (name.replace("_", " "), shown(value))
        for name, value in relationship.items()
        if name not in hidden and value is not None and value != ""
    ]
