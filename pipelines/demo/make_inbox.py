"""Make the demonstration's inbox from the tables of people and events in ``story/``.

    python -m pipelines.demo.make_inbox [FOLDER]

The same tables give the same bytes. Everybody in them is invented; every domain is reserved (RFC 2606).
"""

from __future__ import annotations

import csv
import re
import sys
from bisect import bisect_right
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta
from pathlib import Path
from zoneinfo import ZoneInfo

from pipelines.demo import INBOX
from pipelines.demo.export_files import Card, Mail, Meeting, Party, address_book, calendar, mailbox
from pipelines.demo.linkedin_archive import write_archives

STORY = Path(__file__).parent / "story"
ZONE = ZoneInfo("Europe/Copenhagen")
OWNER = "Nora Vestergaard"
PRIVATE = "nora@vestergaard.example"
WORK = (
    (date(2019, 2, 1), "nora.vestergaard@tidewatermaps.example"),
    (date(2022, 6, 1), "nora.vestergaard@larkspur.example"),
    (date(2026, 9, 1), "nora@oakline.example"),
)
CLIENTS = ("harrowfinch.example", "northgate.example", "talentbridge.example")
BROKEN = """From 1858000000000000001@xxx Wed Mar 44 27:11:00 +0000 2026
Date: Wed, 4 Mar 207777777777777714
From: =?utf-8?q?Somebody
Subject: (no subject)

"""


@dataclass(frozen=True)
class Person:
    """A row of ``people.csv``; names and addresses change on the days that stand behind them."""

    row: dict[str, str]

    def name(self, day: date) -> str:
        """Return the name beside the address on a day."""
        return _valid(self.row["names"], day)

    def email(self, day: date) -> str:
        """Return the address used on a day."""
        return _valid(self.row["emails"], day)

    def party(self, day: date) -> Party:
        """Return name and address on a day."""
        return Party(self.name(day), self.email(day))

    @property
    def emails(self) -> list[str]:
        """Return all addresses, the newest first."""
        return [re.sub(r"@\d{4}-\d\d-\d\d$", "", text) for text in reversed(self.row["emails"].split(";"))]


@dataclass
class Story:
    """The people, and the mail as it is told."""

    people: dict[str, Person]
    mails: list[Mail] = field(default_factory=list)
    threads: dict[str, tuple[int, tuple[str, ...]]] = field(default_factory=dict)

    def write(
        self, sent_at: datetime, sender: str, to: str, cc: str, subject: str, *, labels: str = "", matter: str = ""
    ) -> None:
        """Add a message between people, each named by a key, several with blanks between.

        Messages of one ``matter`` (else: of one subject) are one thread.
        """
        matter = matter or subject.removeprefix("Re: ")
        day = sent_at.date()
        others = [key for key in f"{sender} {to}".split() if key != "me"]
        thread, answered = self.threads.get(matter, (len(self.threads), ()))
        key = f"{sent_at:%Y%m%d%H%M}.{len(self.mails)}@{self._party(sender, day, others[0]).email.split('@')[1]}"
        self.threads[matter] = (thread, (*answered, key))
        self.mails.append(
            Mail(
                key,
                sent_at,
                self._party(sender, day, others[0]),
                [self._party(name, day, others[0]) for name in to.split()],
                [self._party(name, day, others[0]) for name in cc.split()],
                subject,
                answered if subject.startswith("Re: ") else (),
                labels or ("Sent" if sender == "me" else "Inbox,Important"),
                1_700_000_000_000_000_000 + thread,
                body="From here on it is invented." if sender == "me" else "A few lines.",
            )
        )

    def party(self, key: str, day: date) -> Party:
        """Return a person at a meeting."""
        return self._party(key, day, key)

    def _party(self, key: str, day: date, counterpart: str) -> Party:
        if key != "me":
            return self.people[key].party(day)
        domain = self.people[counterpart].email(day).split("@")[1]
        work = _work(day)
        return Party(OWNER, work if domain == work.split("@")[1] or domain in CLIENTS else PRIVATE)


def rows(name: str) -> list[dict[str, str]]:
    """Return the rows of a table of the story."""
    with (STORY / f"{name}.csv").open(encoding="utf-8", newline="") as stream:
        return list(csv.DictReader(stream))


def main(folder: Path) -> None:
    """Write the inbox."""
    story = Story({row["key"]: Person(row) for row in rows("people")})
    folder.mkdir(parents=True, exist_ok=True)
    for row in rows("mail"):
        _tell(story, row)
    mails = sorted([*story.mails, *_machine_mails()], key=lambda mail: (mail.sent_at, mail.key))
    content = mailbox(mails) + BROKEN.encode()
    (folder / "All mail Including Spam and Trash.mbox").write_bytes(content)
    meetings = [_meeting(story, number, row) for number, row in enumerate(rows("calendar"))]
    (folder / f"{PRIVATE}.ics").write_bytes(calendar(PRIVATE, str(ZONE), meetings))
    cards = [_card(person) for person in story.people.values() if person.row["card"]]
    (folder / "contacts.vcf").write_bytes(address_book(cards))
    write_archives(folder, rows("people"), rows("linkedin"))


def _tell(story: Story, row: dict[str, str]) -> None:
    """Tell one letter, or a rhythm of letters and answers that ends with an answer of the owner's."""
    if not row["every_days"]:
        sender, _, to = row["who"].partition(" > ")
        sent_at = _moment(date.fromisoformat(row["first"]), len(story.mails))
        story.write(sent_at, sender, to, row["cc"], row["subjects"], labels=row["labels"])
        return
    days = list(_days(row))
    subjects = row["subjects"].split(";")
    cc_choices = row["cc"].split(";")
    for number, day in enumerate(days):
        subject, matter = subjects[number % len(subjects)], f"{row['who']} {day}"
        pair = (row["who"], "me") if (len(days) - number) % 2 else ("me", row["who"])
        cc = cc_choices[number % len(cc_choices)] if number % 3 == 0 else ""
        sent_at = _moment(day, number * 7 + len(row["who"]))
        story.write(sent_at, *pair, cc, subject, matter=matter)
        answered_at = sent_at + timedelta(minutes=25 + 35 * (number % 8))
        story.write(answered_at, *pair[::-1], cc, f"Re: {subject}", matter=matter)


def _machine_mails() -> Iterator[Mail]:
    for machine, row in enumerate(rows("machines")):
        for number, day in enumerate(_days(row)):
            domain = row["email"].split("@")[1]
            yield Mail(
                f"{day:%Y%m%d}.bulk.{machine}@{domain}",
                _moment(day, number),
                Party(row["name"], row["email"]),
                [Party(OWNER, _work(day) if domain == _work(day).split("@")[1] else PRIVATE)],
                subject=row["subject"],
                labels=row["labels"] or "Category Updates,Unread",
                thread=1_800_000_000_000_000_000 + 1000 * machine + number,
                headers=[header for header in row["headers"].split(";") if header],
                body="Sent by a machine.",
            )


def _meeting(story: Story, number: int, row: dict[str, str]) -> Meeting:
    told, _, clock = row["first"].partition(" ")
    day = date.fromisoformat(told)
    organizer = Party(OWNER, _work(day))
    partstat = "DECLINED" if row["note"] == "declined" else "ACCEPTED"
    attendees = [organizer._replace(partstat=partstat), *(story.party(key, day) for key in row["who"].split())]
    if row["note"] == "room":
        attendees.append(Party(row["place"], "room-2@resource.oakline.example", cutype="RESOURCE"))
    start: datetime | date = datetime.combine(day, time.fromisoformat(clock), ZONE) if clock else day
    length = timedelta(days=2) if not clock else timedelta(minutes=int(row["minutes"]))
    return Meeting(
        f"demo{number:04d}@calendar.example",
        start,
        start + length,
        row["summary"],
        organizer,
        attendees,
        "CANCELLED" if row["note"] == "cancelled" else "CONFIRMED",
        row["rule"],
        [
            datetime.combine(date.fromisoformat(text), time.fromisoformat(clock), ZONE)
            for text in row["left_out"].split()
        ],
        place=row["place"],
    )


def _card(person: Person) -> Card:
    phone, birthday, note = person.row["card"].split("|")
    given, _, family = person.row["full_name"].partition(" ")
    company = person.row["moved_to"] or person.row["company"]
    return Card(person.row["full_name"], family, given, person.emails, company, "", phone, birthday, note)


def _days(row: dict[str, str]) -> Iterator[date]:
    """Yield the days of a rhythm, moved from the weekend to Monday."""
    day, last = date.fromisoformat(row["first"]), date.fromisoformat(row["last"])
    while day <= last:
        yield day + timedelta(days=max(0, 7 - day.weekday()) if day.weekday() > 4 else 0)
        day += timedelta(days=int(row["every_days"]))


def _moment(day: date, number: int) -> datetime:
    return datetime.combine(day, time(8 + number * 5 % 9, number * 17 % 60, number * 23 % 60), ZONE)


def _work(day: date) -> str:
    return WORK[bisect_right([since for since, _ in WORK], day) - 1][1]


def _valid(text: str, day: date) -> str:
    """Return the last of the values, ``value;value@2024-05-01;…``, that began by this day."""
    chosen = ""
    for value in text.split(";"):
        told = re.fullmatch(r"(.*?)(?:@(\d{4}-\d\d-\d\d))?", value)
        if told and (told[2] is None or date.fromisoformat(told[2]) <= day):
            chosen = told[1]
    return chosen


if __name__ == "__main__":
    main(Path(sys.argv[1]) if len(sys.argv) > 1 else INBOX)
