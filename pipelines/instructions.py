"""How to request each export, step by step (as the services had it in November 2026), and where to put it."""

from __future__ import annotations

import re
import textwrap
from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import NamedTuple


class Instruction(NamedTuple):
    """How to get one export. ``channels`` are those that it covers: linkedin, mail, calendar, contacts.

    ``domains`` (a regular expression) are those of the addresses whose service it is; empty where it is nobody's.
    """

    export: str
    channels: tuple[str, ...]
    steps: str
    gives: str
    domains: str = ""


_THUNDERBIRD = (
    "add the account to Thunderbird and let it load; the mailboxes are the files without extension in its profile's "
    "ImapMail folder."
)

INSTRUCTIONS = (
    Instruction(
        "LinkedIn",
        ("linkedin",),
        "linkedin.com, Settings & Privacy, Data privacy, Get a copy of your data: choose the larger archive. A first "
        "mail comes within minutes, a second one with the rest within a day; take both.",
        "Complete_LinkedInDataExport_….zip (leave it zipped)",
    ),
    Instruction(
        "Gmail and Google Calendar",
        ("mail", "calendar", "contacts"),
        "takeout.google.com: Deselect all, then tick Mail, Calendar and Contacts (as vCard).",
        "takeout-….zip or .tgz, one or several (leave them packed)",
        r"(gmail|googlemail)\.com",
    ),
    Instruction(
        "Outlook",
        ("mail", "calendar", "contacts"),
        "Classic Outlook: File > Open & Export > Import/Export > Export to a file (.pst), which holds all. Outlook for "
        "Mac: File > Export, which makes an .olm with all, where it offers that. Any other, "
        f"mail: {_THUNDERBIRD} Calendar: add the account to Apple Calendar, or to Thunderbird with TbSync, and export "
        "it there; what Outlook publishes as an ICS link names no guests. Do this before you lose the account.",
        "a .pst or .olm file; or mailbox files, which may be named .mbox, and .ics files",
        r"(outlook|hotmail|live|msn)\.[a-z]+(\.[a-z]+)?",
    ),
    Instruction(
        "Apple",
        ("mail", "calendar", "contacts"),
        "On a Mac: Mail: select mailboxes, Mailbox, Export Mailbox. Calendar: File, Export, Export. Contacts: select "
        "all, File, Export, Export vCard. Elsewhere: privacy.apple.com, Request a copy of your data, with iCloud Mail, "
        "calendars and contacts.",
        ".mbox folders or .eml files, .ics and .vcf files",
        r"(icloud|me|mac)\.com",
    ),
    Instruction(
        "Any mail program",
        ("mail",),
        f"Of a Google account: takeout.google.com, Mail. Of any other: {_THUNDERBIRD} Messages that are saved as files "
        "and Maildir folders will do as well.",
        "mbox files, .eml files, Maildir folders",
    ),
    Instruction(
        "Any calendar",
        ("calendar",),
        "Of a Google account: takeout.google.com, Calendar. Of any other: export the calendar from the program that "
        "holds it; what is published or subscribed to often names no guests.",
        "an .ics file",
    ),
    Instruction(
        "Contacts of a phone",
        ("contacts",),
        "In the contacts app: Settings or Share, Export, to a vCard file.",
        "a .vcf file",
    ),
)

# Named where an address shows that they are somebody's.
_OTHER_SERVICES = (
    Instruction(
        "Yahoo",
        ("mail",),
        f"In the security settings of the account generate an app password; with it, {_THUNDERBIRD}",
        "mbox files",
        r"yahoo\.[a-z]+(\.[a-z]+)?|(ymail|rocketmail)\.com",
    ),
    Instruction(
        "Fastmail",
        ("mail",),
        f"Settings, Privacy & Security, Integrations: make an app password for mail; with it, {_THUNDERBIRD}",
        "mbox files",
        r"fastmail\.(com|fm)",
    ),
    Instruction(
        "Proton",
        ("mail",),
        "Install the Proton Mail Export Tool, sign in, and let it save all messages.",
        ".eml files",
        r"(proton|pm)\.me|protonmail\.(com|ch)",
    ),
)

CHANNELS = {
    "linkedin": "LinkedIn",
    "mail": "mail",
    "calendar": "calendars",
    "contacts": "address books",
}


def how_to_begin(inbox: Path) -> str:
    """Return what somebody with an empty inbox should read."""
    parts = [
        f"There is nothing to read in {inbox} yet.",
        "",
        "Ask for your exports, put what arrives into that folder, and run keepwarm again.",
        "Any one of them will do to begin.",
        "",
    ]
    for instruction in INSTRUCTIONS:
        parts += [instruction.export, indented(instruction.steps), indented(f"You get: {instruction.gives}."), ""]
    parts.append("Or see what it does first, on invented exports: keepwarm demo")
    return "\n".join(parts)


def indented(text: str) -> str:
    """Return a text in lines of readable length, set off from what is around it."""
    return textwrap.fill(text, width=96, initial_indent="    ", subsequent_indent="    ")


def ways_to_get(channels: Iterable[str], addresses: Sequence[str]) -> list[tuple[Instruction, list[str]]]:
    """Return how to get these channels, and which each way covers: by the addresses, else any way."""
    ways: dict[Instruction, list[str]] = {}
    for channel in channels:
        ways.setdefault(_way_to_get(channel, addresses), []).append(channel)
    return list(ways.items())


def _way_to_get(channel: str, addresses: Sequence[str]) -> Instruction:
    fitting = [each for each in (*INSTRUCTIONS, *_OTHER_SERVICES) if channel in each.channels]
    domains = [address.rpartition("@")[2].lower() for address in addresses]
    of_services = (each for domain in domains for each in fitting if re.fullmatch(each.domains or "(?!)", domain))
    return next(of_services, None) or next(each for each in fitting if not each.domains)
