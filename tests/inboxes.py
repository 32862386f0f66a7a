"""Invented exports to put into an inbox: mailboxes, messages, calendars, LinkedIn archives."""

from __future__ import annotations

import zipfile
from collections.abc import Mapping
from datetime import UTC, date, datetime, timedelta
from email.utils import format_datetime
from pathlib import Path

from warehouse.arrivals import discover
from warehouse.landing import Landing
from warehouse.settling import Summary, land_all

AS_OF = date(2026, 6, 30)
BEGIN = datetime(2024, 3, 4, 9, 30, tzinfo=UTC)


def message(number: int, sender: str = "Ida Brandt <ida@harbour.example>") -> bytes:
    """One message with its header, as in an .eml file."""
    sent_at = format_datetime(BEGIN + timedelta(hours=number))
    return (
        f"Message-ID: <{number}@harbour.example>\nFrom: {sender}\nTo: Tove Lind <tove@fjord.example>\n"
        f"Date: {sent_at}\nSubject: Note {number}\n\nText.\n\n"
    ).encode()


def mailbox(count: int, first: int = 0) -> bytes:
    """An mbox of ``count`` messages."""
    numbers = range(first, first + count)
    return b"".join(b"From ida@harbour.example Mon Mar  4 09:30:00 2024\n" + message(number) for number in numbers)


def calendar(count: int) -> bytes:
    """A calendar of ``count`` meetings."""
    events = "".join(
        f"BEGIN:VEVENT\r\nUID:{number}@fjord.example\r\nDTSTART:202403{number % 28 + 1:02d}T100000Z\r\n"
        f"DTEND:202403{number % 28 + 1:02d}T110000Z\r\nSUMMARY:Meeting {number}\r\n"
        "ORGANIZER;CN=Ida Brandt:mailto:ida@harbour.example\r\n"
        "ATTENDEE;CN=Tove Lind:mailto:tove@fjord.example\r\nEND:VEVENT\r\n"
        for number in range(count)
    )
    return f"BEGIN:VCALENDAR\r\nVERSION:2.0\r\nPRODID:-//Invented//EN\r\n{events}END:VCALENDAR\r\n".encode()


def connections(count: int) -> bytes:
    """LinkedIn's Connections.csv."""
    rows = "".join(
        f"Ida{number},Brandt,https://www.linkedin.com/in/ida-{number},,Harbour,Engineer,04 Mar 2024\n"
        for number in range(count)
    )
    return f"First Name,Last Name,URL,Email Address,Company,Position,Connected On\n{rows}".encode()


def write_zip(path: Path, members: Mapping[str, bytes], made: tuple[int, ...] = (2024, 3, 5, 12, 0, 0)) -> Path:
    """Write a zip archive whose members all bear the same time."""
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in members.items():
            info = zipfile.ZipInfo(name, made)  # type: ignore[arg-type]  # a tuple of six, which typeshed wants spelt out
            info.compress_type = zipfile.ZIP_DEFLATED
            archive.writestr(info, content)
    return path


def write_all(folder: Path, files: Mapping[str, bytes]) -> Path:
    """Write files below a folder."""
    for name, content in files.items():
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(content)
    return folder


def land_inbox(inbox: Path, landing: Path, as_of: date = AS_OF) -> Summary:
    """Look at an inbox and land what is new, as a run does."""
    place = Landing(landing)
    return land_all(discover([inbox], place), place, as_of)


def tree(folder: Path) -> dict[str, bytes]:
    """Every file below a folder and its content."""
    return {path.relative_to(folder).as_posix(): path.read_bytes() for path in folder.rglob("*") if path.is_file()}
