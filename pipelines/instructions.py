"""How to request each export, step by step (as the services had it in November 2026), and where to put it."""

from __future__ import annotations

import textwrap
from collections.abc import Collection
from pathlib import Path
from typing import NamedTuple


class Instruction(NamedTuple):
    """How to get one export. ``channels`` are those that it covers: linkedin, mail, calendar, contacts."""

    export: str
    channels: tuple[str, ...]
    steps: str
    gives: str


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
    ),
    Instruction(
        "Outlook",
        ("mail", "calendar", "contacts"),
        "Mail: add the account to Thunderbird and let it load; the mailboxes are the files without extension in its "
        "profile's ImapMail folder. Calendar: outlook.com, Settings, Calendar, Shared calendars, Publish, then "
        "download the ICS link. Do this before you lose the account.",
        "mailbox files, which may be named .mbox, and .ics files",
    ),
    Instruction(
        "Apple",
        ("mail", "calendar", "contacts"),
        "Mail: select mailboxes, Mailbox, Export Mailbox. Calendar: File, Export, Export. Contacts: select all, File, "
        "Export, Export vCard.",
        ".mbox folders, .ics and .vcf files",
    ),
    Instruction(
        "Any other mail program",
        ("mail",),
        "Save messages as files, or point keepwarm at the program's own mailbox files or Maildir folders.",
        ".eml files, mbox files, Maildir folders",
    ),
    Instruction(
        "Contacts of a phone",
        ("contacts",),
        "In the contacts app: Settings or Share, Export, to a vCard file.",
        "a .vcf file",
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


def what_is_missing(channels: Collection[str]) -> list[Instruction]:
    """Return how to get what no landed export covers, the first way for each channel."""
    missing: list[Instruction] = []
    for channel in CHANNELS:
        if channel not in channels:
            first = next(i for i in INSTRUCTIONS if channel in i.channels)
            if first not in missing:
                missing.append(first)
    return missing
