"""Write exports as the services write them: a mailbox, a calendar, an address book, a LinkedIn archive.

Everything is text in, bytes out, and the same bytes every time. Times are aware; those that a file tells in local time
are given in local time.
"""

from __future__ import annotations

import csv
import io
import zipfile
from collections.abc import Iterable, Mapping, Sequence
from datetime import UTC, date, datetime
from email.header import Header
from email.utils import format_datetime, formataddr
from pathlib import Path
from typing import NamedTuple

NOTES = (
    'Notes:\n"When exporting your connection data, you may notice that some of the email addresses are missing. '
    "You will only see email addresses for connections who have allowed their connections to see or download their "
    "email address using this setting https://www.linkedin.com/psettings/privacy/email. You can learn more here "
    'https://www.linkedin.com/help/linkedin/answer/261"\n\n'
)


class Party(NamedTuple):
    """A name beside an address, and what a calendar adds."""

    name: str
    email: str
    partstat: str = "ACCEPTED"
    cutype: str = "INDIVIDUAL"


class Mail(NamedTuple):
    """A message; ``answers`` are the keys of its thread, oldest first, ``headers`` further header lines."""

    key: str
    sent_at: datetime
    sender: Party
    to: Sequence[Party]
    cc: Sequence[Party] = ()
    subject: str = ""
    answers: Sequence[str] = ()
    labels: str = "Inbox"
    thread: int = 0
    headers: Sequence[str] = ()
    body: str = ""


class Meeting(NamedTuple):
    """An event: all-day where ``start`` is a ``date``; a time in UTC is written in UTC, any other with its zone."""

    uid: str
    start: datetime | date
    end: datetime | date
    summary: str
    organizer: Party | None = None
    attendees: Sequence[Party] = ()
    status: str = "CONFIRMED"
    rule: str = ""
    left_out: Sequence[datetime] = ()
    replaces: datetime | None = None
    place: str = ""
    url: str = ""


class Card(NamedTuple):
    """A card of an address book."""

    full_name: str
    family_name: str
    given_name: str
    emails: Sequence[str] = ()
    company: str = ""
    position: str = ""
    phone: str = ""
    birthday: str = ""
    note: str = ""
    url: str = ""


def message(mail: Mail) -> str:
    """Return header and body of a message, with LF at the end of lines."""
    head = [
        f"Message-ID: <{mail.key}>",
        f"Date: {format_datetime(mail.sent_at)}",
        f"From: {_address(mail.sender)}",
        "To: " + ",\n ".join(_address(party) for party in mail.to),
    ]
    if mail.cc:
        head.append("Cc: " + ",\n ".join(_address(party) for party in mail.cc))
    head.append("Subject: " + Header(mail.subject, None if mail.subject.isascii() else "utf-8").encode())
    if mail.answers:
        head.append(f"In-Reply-To: <{mail.answers[-1]}>")
        head.append("References: " + "\n ".join(f"<{key}>" for key in mail.answers))
    head += [*mail.headers, "MIME-Version: 1.0", "Content-Type: text/plain; charset=utf-8"]
    return "\n".join(head) + "\n\n" + mail.body.rstrip("\n") + "\n"


def mailbox(mails: Iterable[Mail], newline: str = "\n") -> bytes:
    """Return a mailbox as Gmail's Takeout writes it: mboxrd, with thread numbers and labels."""
    parts = []
    for mail in mails:
        sent_at = mail.sent_at.astimezone(UTC)
        lines = message(mail).split("\n")
        quoted = "\n".join(f">{line}" if line.lstrip(">").startswith("From ") else line for line in lines)
        parts.append(
            f"From {mail.thread:019d}@xxx {sent_at:%a %b %d %H:%M:%S +0000 %Y}\n"
            f"X-GM-THRID: {mail.thread}\n"
            f"X-Gmail-Labels: {Header(mail.labels, None if mail.labels.isascii() else 'utf-8').encode()}\n{quoted}\n"
        )
    return "".join(parts).replace("\n", newline).encode()


def calendar(name: str, zone: str, meetings: Iterable[Meeting]) -> bytes:
    """Return a calendar as Google exports it."""
    lines = [
        "BEGIN:VCALENDAR",
        "PRODID:-//Google Inc//Google Calendar 70.9054//EN",
        "VERSION:2.0",
        "CALSCALE:GREGORIAN",
        "METHOD:PUBLISH",
        f"X-WR-CALNAME:{name}",
        f"X-WR-TIMEZONE:{zone}",
    ]
    for meeting in meetings:
        lines += _event(meeting)
    return _folded([*lines, "END:VCALENDAR"])


def address_book(cards: Iterable[Card]) -> bytes:
    """Return the cards as vCard 3.0."""
    lines: list[str] = []
    for card in cards:
        lines += ["BEGIN:VCARD", "VERSION:3.0", f"FN:{_escaped(card.full_name)}"]
        lines.append(f"N:{_escaped(card.family_name)};{_escaped(card.given_name)};;;")
        lines += [f"EMAIL;TYPE=INTERNET:{email}" for email in card.emails]
        told = {
            "ORG": _escaped(card.company),
            "TITLE": _escaped(card.position),
            "TEL;TYPE=CELL": card.phone,
            "BDAY": card.birthday,
            "NOTE": _escaped(card.note),
            "URL": card.url,
        }
        lines += [f"{name}:{value}" for name, value in told.items() if value]
        lines.append("END:VCARD")
    return _folded(lines)


def table(header: str, rows: Iterable[Sequence[str]], preamble: str = "") -> bytes:
    """Return a CSV file under ``header``, a line of names with commas between."""
    stream = io.StringIO()
    writer = csv.writer(stream, lineterminator="\n")
    writer.writerow(header.split(","))
    writer.writerows(rows)
    return (preamble + stream.getvalue()).encode()


def write_archive(path: Path, members: Mapping[str, bytes]) -> None:
    """Write a zip file of the same bytes every time: fixed dates, and nothing that depends on a version of zlib."""
    with zipfile.ZipFile(path, "w", zipfile.ZIP_STORED) as archive:
        for name, content in members.items():
            entry = zipfile.ZipInfo(name, (2026, 1, 1, 0, 0, 0))
            entry.create_system = 3
            entry.external_attr = 0o644 << 16
            archive.writestr(entry, content)


def _address(party: Party) -> str:
    return formataddr((party.name, party.email)) if party.name else party.email


def _event(meeting: Meeting) -> list[str]:
    lines = ["BEGIN:VEVENT", _time("DTSTART", meeting.start), _time("DTEND", meeting.end)]
    if meeting.rule:
        lines.append(f"RRULE:{meeting.rule}")
    lines += [_time("EXDATE", moment) for moment in meeting.left_out]
    stamp = "20200101T000000Z" if not isinstance(meeting.start, datetime) else _utc(meeting.start)
    lines.append(f"DTSTAMP:{stamp}")
    if meeting.organizer:
        lines.append(f'ORGANIZER;CN="{meeting.organizer.name}":mailto:{meeting.organizer.email}')
    lines.append(f"UID:{meeting.uid}")
    lines += [
        f'ATTENDEE;CUTYPE={party.cutype};ROLE=REQ-PARTICIPANT;PARTSTAT={party.partstat};CN="{party.name}"'
        f":mailto:{party.email}"
        for party in meeting.attendees
    ]
    if meeting.replaces:
        lines.append(_time("RECURRENCE-ID", meeting.replaces))
    told = {"LOCATION": _escaped(meeting.place), "URL": meeting.url, "STATUS": meeting.status}
    lines += [f"{name}:{value}" for name, value in told.items() if value]
    return [*lines, f"SUMMARY:{_escaped(meeting.summary)}", "TRANSP:OPAQUE", "END:VEVENT"]


def _time(name: str, moment: datetime | date) -> str:
    if not isinstance(moment, datetime):
        return f"{name};VALUE=DATE:{moment:%Y%m%d}"
    zone = str(moment.tzinfo)
    if moment.tzinfo is UTC:
        return f"{name}:{_utc(moment)}"
    return f"{name};TZID={zone}:{moment:%Y%m%dT%H%M%S}"


def _utc(moment: datetime) -> str:
    return f"{moment.astimezone(UTC):%Y%m%dT%H%M%SZ}"


def _escaped(text: str) -> str:
    return text.replace("\\", "\\\\").replace(";", "\\;").replace(",", "\\,").replace("\n", "\\n")


def _folded(lines: Iterable[str]) -> bytes:
    """Join with CRLF, each line cut at 75 octets (RFC 5545, 3.1), never inside a character."""
    folded: list[bytes] = []
    for line in lines:
        rest = line.encode()
        while len(rest) > 75:
            cut = 75
            while rest[cut] & 0xC0 == 0x80:
                cut -= 1
            folded.append(rest[:cut])
            rest = b" " + rest[cut:]
        folded.append(rest)
    return b"\r\n".join(folded) + b"\r\n"
