"""``keepwarm status``: what the exports cover, what was rejected, what to ask for next."""

from __future__ import annotations

from datetime import date
from itertools import groupby
from typing import TYPE_CHECKING, Any

from pipelines.commands import DEFAULTS, Options
from pipelines.commands.outcomes import counted, in_words, lists_in_words
from pipelines.console import plain, print_json, print_records, say
from pipelines.home import Home
from pipelines.instructions import CHANNELS, Instruction, how_to_begin, indented, ways_to_get
from pipelines.published import published, published_as_of, query, stored
from pipelines.returned_lists import last_returned

if TYPE_CHECKING:
    import duckdb

# Of an address book or calendar that nobody is in, too. What Outlook's files bring, their records tell.
CHANNEL_OF = {
    "linkedin": "linkedin",
    "mbox": "mail",
    "message_files": "mail",
    "listserv": "mail",
    "ics": "calendar",
    "vcard": "contacts",
    "mail_sheets": "mail",
    "contact_sheets": "contacts",
    "apple_contacts": "contacts",
}

# A channel that ended earlier says nothing about the last weeks; LinkedIn sends an archive once a day at most.
_STALE_DAYS = 45
_SHOWN = 4
_NAME_YOURSELF = "keepwarm run --me you@example.com"
# What JSON tells besides, and what would make the tables too wide.
_UNPRINTED = {"medium", "account", "usual_in_a_month", "covers_until"}


def status(*, months: bool = False, json: bool = False, options: Options = DEFAULTS) -> int:
    """Say what the exports cover, what was rejected and why, and which export to ask for next.

    Example: keepwarm status --months

    Args:
        months: Also the interactions per channel and month.
        json: Print JSON.
    """
    home = options.chosen_home()
    if not home.warehouse.exists():
        if json:
            print_json({"as_of": None, "sources": []})
        else:
            say(how_to_begin(home.inbox))
        return 0
    report = _report(home)
    if json:
        print_json(report)
    else:
        say(f"As of {report['as_of'].isoformat()}, in {plain(home.root)}")
        _print(report, months)
    return 0


def _report(home: Home) -> dict[str, Any]:
    with published(home.warehouse) as connection:
        as_of = published_as_of(connection)
        sources = query(connection, stored("sources_by_connector")).records()
        channels = query(connection, stored("coverage_by_channel")).records()
        mine = [address for (address,) in query(connection, stored("addresses_of_owner")).rows]
        told = {medium for (medium,) in query(connection, stored("media_told")).rows}
        return {
            "as_of": as_of,
            "sources": sources,
            "channels": channels,
            "coverage": query(connection, "from coverage order by channel, month").records(),
            "rejected": query(connection, stored("rejections")).records(),
            "suggestions": counted(connection),
            "hints": [*about_owner(connection), *_about_meetings(connection)],
            "lists": last_returned(home),
            "owner": mine,
            "unknown_since_exit": query(connection, stored("people_unknown_since_exit")).rows[0][0],
            "next": _asks(told | _channels_of(sources), channels, mine, as_of),
        }


def about_owner(connection: duckdb.DuckDBPyConnection) -> list[str]:
    """Return what to do where no person is known to be the user, so that nobody has a tie, or somebody else's archives.

    These are named by their zip or folder.
    """
    hints: list[str] = []
    is_told = (
        query(connection, "from identities limit 1").rows or query(connection, "from excluded_addresses limit 1").rows
    )
    if is_told and not query(connection, "from people where is_owner").rows:
        hints.append(f"Nobody of these is known to be you. Name an address of yours: {_NAME_YOURSELF}")
    if others := [plain(path) for (path,) in query(connection, stored("archives_of_others")).rows]:
        told = f"{_listed(others)}, left aside as somebody else's"
        hints.append(f"LinkedIn: {told}. If one of them is yours, name your address in it: {_NAME_YOURSELF}")
    return hints


def _about_meetings(connection: duckdb.DuckDBPyConnection) -> list[str]:
    return [
        f"None of {count:,} meetings is with anybody: calendars that are published or subscribed to leave the guests "
        "out. Export the calendar from the program that holds it."
        for (count,) in query(connection, stored("meetings_without_guests")).rows
    ]


def _print(report: dict[str, Any], months: bool) -> None:
    if not report["sources"]:
        say("No export has been read yet.")
    for part in ("sources", "channels", "coverage", "rejected"):
        if report[part] and (part != "coverage" or months):
            shown = [{name: row[name] for name in row if name not in _UNPRINTED} for row in report[part]]
            print_records(shown, title=part)
    say(*_owner_in_words(report["owner"]))
    say(*lists_in_words(report["lists"]), *in_words(report["suggestions"]))
    unknown = report["unknown_since_exit"]
    if unknown:
        people = "1 person was" if unknown == 1 else f"{unknown:,} people were"
        say(f"{people} last seen in an account that ended with a job. A newer LinkedIn archive may know them.")
    say(*report["hints"])
    for how, asks in groupby(report["next"], key=lambda ask: f"{ask['export']}: {ask['steps']}"):
        say(*(f"Next: {plain(ask['wanted'])} ({ask['reason']})." for ask in asks), indented(how))


def _owner_in_words(addresses: list[str]) -> list[str]:
    if not addresses:
        return []
    return [f"Your addresses: {_listed([*map(plain, addresses)])}. If they are not yours: {_NAME_YOURSELF}"]


def _listed(words: list[str]) -> str:
    more = len(words) - _SHOWN
    return ", ".join(words[:_SHOWN]) + (f" and {more} more" if more > 0 else "")


def _channels_of(sources: list[dict[str, Any]]) -> set[str]:
    return {CHANNEL_OF[source["connector"]] for source in sources if source["connector"] in CHANNEL_OF}


def _asks(told: set[str], channels: list[dict[str, Any]], mine: list[str], as_of: date) -> list[dict[str, str]]:
    missing = ways_to_get([medium for medium in CHANNELS if medium not in told], mine)
    asks = [_ask(way, " and ".join(map(CHANNELS.__getitem__, covered)), "none so far") for way, covered in missing]
    reach: dict[str, date] = {}
    for channel in channels:
        reach[channel["medium"]] = max(channel["covers_until"], reach.get(channel["medium"], date.min))
    asked: set[tuple[str, Instruction]] = set()
    for medium in filter(reach.__contains__, CHANNELS):
        if (as_of - reach[medium]).days > _STALE_DAYS:
            for way, _ in ways_to_get([medium], mine):
                asked.add((medium, way))
                asks.append(_ask(way, CHANNELS[medium], f"the newest is of {reach[medium].isoformat()}"))
    return asks + [
        _ask(way, channel["channel"], f"the last of it is of {channel['last_on'].isoformat()}")
        for channel in filter(_has_ended, channels)
        for way, _ in ways_to_get([channel["medium"]], [channel["account"] or ""])
        if (channel["medium"], way) not in asked
    ]


def _has_ended(channel: dict[str, Any]) -> bool:
    """Tell what was busy and stopped while the rest went on; accounts that are gone with the job did not."""
    is_busy: bool = channel["usual_in_a_month"] >= 5
    return is_busy and channel["state"] == "ended" and channel["medium"] != "linkedin"


def _ask(way: Instruction, wanted: str, reason: str) -> dict[str, str]:
    return {"wanted": wanted, "reason": reason, "export": way.export, "steps": way.steps}
