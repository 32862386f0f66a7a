"""Draw a world and write it: the exports in ``inbox/``, the truth beside them."""

from __future__ import annotations

import json
import math
from datetime import UTC, datetime, time, timedelta
from pathlib import Path
from random import Random

from pipelines.demo.export_files import Card, Mail, address_book, calendar, mailbox, message, write_archive
from tests.benchmarks.world import agenda, correspondence, network
from tests.benchmarks.world.cast import AS_OF, Person
from tests.benchmarks.world.casting import Casting
from tests.benchmarks.world.chronicle import Chronicle


def write_world(
    out: Path,
    seed: int,
    people: int = 150,
    years: int = 5,
    contacts: float = 45,
    shares: dict[str, float] | None = None,
    employers: int | None = None,
) -> Chronicle:
    """Draw the world of a seed, write it below ``out`` and return it; raise `FileExistsError` where one is already."""
    (out / "inbox").mkdir(parents=True)
    casting = Casting(seed, years, shares or {}, employers)
    told = Chronicle(casting.owner, casting.people(people), Random(f"{seed}:story"))
    for person in told.people:
        _live(told, person, contacts)
    _surround(told, people, years, datetime.combine(casting.started_on, time(9), told.zone))
    _write(told, out / "inbox")
    (out / "truth.json").write_text(json.dumps(_truth(told), ensure_ascii=False, indent=1), encoding="utf-8")
    return told


def _live(told: Chronicle, person: Person, contacts: float) -> None:
    """Draw the contacts with one person: most while they worked together, fewer after."""
    network.connect(told, person)
    draw = told.draw
    count = min(300, round(draw.lognormvariate(math.log(contacts) - 0.4, 0.9)))
    fades_on = person.left_on + timedelta(days=round(draw.expovariate(1 / 400)))
    moments = sorted(
        told.moment(person.met_on, person.left_on if draw.random() < 0.85 else min(fades_on, AS_OF))
        for _ in range(count)
    )
    if not person.addresses:
        moments = moments[: draw.randint(0, 5)]
    for at in moments:
        is_linked = bool(person.slug and person.connected_on and person.connected_on <= at.date())
        channel = draw.choices(("mail", "meeting", "chat"), (60, 25, 15 if is_linked else 0))[0]
        if is_linked and (channel == "chat" or not person.addresses):
            network.chat(told, person, at)
        elif channel == "meeting":
            agenda.hold_meeting(told, person, at)
        else:
            correspondence.write_letter(told, person, at)
    if person.addresses and draw.random() < 0.07:
        agenda.hold_series(told, person, person.met_on, person.left_on)


def _surround(told: Chronicle, people: int, years: int, first: datetime) -> None:
    """Draw what is around: groups, machines, spam, and all that looks like contact and is none."""
    draw, began = told.draw, first.date()
    for _ in range(years * 20):
        correspondence.write_group_thread(told, told.moment(began, AS_OF))
        correspondence.write_in_copy(told, told.moment(began, AS_OF))
        correspondence.write_spam(told, told.moment(began, AS_OF))
    for _ in range(years * 12):
        agenda.hold_assembly(told, told.moment(began, AS_OF))
    for year in range(began.year + 1, AS_OF.year + 1):
        agenda.keep_holidays(told, year)
    correspondence.write_machines(told, people * 12, first)
    for person in told.people:
        if draw.random() < 0.35:
            correspondence.write_without_contact(told, person, told.moment(person.met_on, AS_OF))
        if draw.random() < 0.3:
            agenda.plan_meeting(told, person)
    linked = [person for person in told.people if person.slug and not person.is_twin]
    for _ in range(years):
        chosen = draw.sample(linked, min(3, len(linked)))
        if len(chosen) == 3:
            network.chat_without_contact(told, chosen, told.moment(began, AS_OF))
    network.praise(told, draw.sample(linked, min(15, len(linked))))


def _write(told: Chronicle, inbox: Path) -> None:
    for folder in ("linkedin", "mail", "calendar", "contacts"):
        (inbox / folder).mkdir()
    name = f"{told.draw.choice(('Basic', 'Complete'))}_LinkedInDataExport_{AS_OF:%m-%d-%Y}.zip"
    write_archive(inbox / "linkedin" / name, network.members(told))
    _write_mail(told, inbox / "mail")
    for email in told.owner.emails:
        meetings = [meeting for filed, meeting in told.meetings if filed == email]
        (inbox / "calendar" / f"{email}.ics").write_bytes(calendar(email, told.owner.zone, meetings))
    (inbox / "contacts" / "contacts.vcf").write_bytes(address_book(_cards(told)))


def _write_mail(told: Chronicle, folder: Path) -> None:
    """Write the mail with one former employer as a Maildir, all other as a mailbox, a third of the first in both."""
    job = told.owner.tenures[0]
    archive = folder / f"{job.company.domain.split('.')[0]}-archive"
    for name in ("cur", "new", "tmp"):
        (archive / name).mkdir(parents=True, exist_ok=True)
    kept: list[Mail] = []
    for number, mail in enumerate(sorted(told.mails, key=lambda mail: (mail.sent_at, mail.key))):
        addresses = {party.email for party in (mail.sender, *mail.to, *mail.cc)}
        is_archived = job.email in addresses and mail.labels in ("Sent", "Inbox", "Inbox,Important")
        if is_archived:
            name = f"{mail.sent_at.timestamp():.0f}.{number}.host:2,S"
            (archive / "cur" / name).write_bytes(message(mail).encode())
        if not is_archived or told.draw.random() < 0.33:
            kept.append(mail)
    newline = told.draw.choice(("\n", "\r\n"))
    (folder / "All mail Including Spam and Trash.mbox").write_bytes(mailbox(kept, newline))


def _cards(told: Chronicle) -> list[Card]:
    cards = []
    for person in told.people:
        if not person.has_card or not person.addresses:
            continue
        given, family = person.names[-1][1]
        emails = [address.email for address in person.addresses]
        told.keys.setdefault(id(person), set()).update(emails)
        shown = told.draw.choices((f"{given} {family}", f"{family} {given}", person.native or given), (90, 5, 5))[0]
        cards.append(Card(shown, family, given, emails, person.company.name))
    return cards


def _truth(told: Chronicle) -> dict[str, object]:
    as_of = datetime.combine(AS_OF, time(12), UTC)
    people = [
        _told_of(told, person, sorted(told.contacts.get(id(person), [])))
        for person in told.people
        if told.keys.get(id(person))
    ]
    return {
        "as_of": as_of.isoformat(),
        "me": told.owner.emails,
        "nonpeople": sorted(told.machines),
        "people": people,
        "counts": {
            "mails": len(told.mails),
            "events": len(told.meetings),
            "linkedin_messages": len(told.linkedin.get("messages.csv", [])),
        },
    }


def _told_of(told: Chronicle, person: Person, contacts: list[tuple[datetime, str]]) -> dict[str, object]:
    last = contacts[-1] if contacts else None
    return {
        "name": person.full_name,
        "keys": sorted(told.keys[id(person)]),
        "twin": person.is_twin,
        "kind": person.kind,
        "former": person.is_former,
        "last": last[0].astimezone(UTC).isoformat() if last else None,
        "last_channel": last[1] if last else None,
        "contacts": len(contacts),
    }
