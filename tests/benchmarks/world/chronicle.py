"""What has been told of a world: its files' contents in the making, and the truth that goes with them."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date, datetime
from random import Random
from zoneinfo import ZoneInfo

from pipelines.demo.export_files import Mail, Meeting, Party
from tests.benchmarks.world.cast import AS_OF, Address, Owner, Person
from tests.benchmarks.world.spelling import display_name


@dataclass
class Chronicle:
    """Mail, meetings and LinkedIn rows in the order in which they were drawn, and who was in touch when."""

    owner: Owner
    people: list[Person]
    draw: Random
    mails: list[Mail] = field(default_factory=list)
    threads: dict[int, Mail] = field(default_factory=dict)
    meetings: list[tuple[str, Meeting]] = field(default_factory=list)
    linkedin: dict[str, list[tuple[str, ...]]] = field(default_factory=dict)
    contacts: dict[int, list[tuple[datetime, str]]] = field(default_factory=dict)
    keys: dict[int, set[str]] = field(default_factory=dict)
    machines: set[str] = field(default_factory=set)
    holders: dict[str, Person] = field(default_factory=dict)
    spelt_out: set[Party] = field(default_factory=set)
    key_count: int = 0

    @property
    def zone(self) -> ZoneInfo:
        """The owner's time zone."""
        return ZoneInfo(self.owner.zone)

    def next_key(self, domain: str) -> str:
        """Return a fresh Message-ID or UID."""
        self.key_count += 1
        return f"{self.key_count:06x}.{self.draw.getrandbits(40):010x}@{domain}"

    def contact(self, person: Person, at: datetime, channel: str) -> None:
        """Note that the owner and the person were in touch."""
        self.contacts.setdefault(id(person), []).append((at, channel))

    def party(self, person: Person, day: date) -> Party | None:
        """Return the person's name and address as some mail program has them; ``None`` where there is no address.

        The first time that an address is told, the full name of the day stands beside it, and again after a marriage:
        what the exports nowhere say cannot be asked for.
        """
        address = self._address(person, day)
        if address is None:
            return None
        self.holders[address.email] = person
        given, family = person.name_on(day)
        if Party(f"{given} {family}", address.email) not in self.spelt_out:
            return Party(f"{given} {family}", address.email)
        company = address.company or person.company.name
        name = display_name(self.draw, (given, family), person.nicknames, person.native, company)
        return Party(name, address.email)

    def tell(self, parties: Iterable[Party]) -> None:
        """Note whom the files now tell of, and under which names."""
        for party in parties:
            person = self.holders.get(party.email)
            if person:
                self.keys.setdefault(id(person), set()).add(party.email)
                self.spelt_out.add(Party(party.name, party.email))

    def owner_party(self, person: Person | None, day: date) -> Party:
        """Return the owner, with the address that they use towards a person on a day."""
        job = self.owner.tenure_on(day)
        given, family = self.owner.name
        name = self.draw.choices((f"{given} {family}", f"{family}, {given}", given), (94, 4, 2))[0]
        is_work = person is not None and job is not None and person.company == job.company
        if job and (is_work or self.draw.random() < (0.25 if person and person.kind == "friend" else 0.7)):
            return Party(name, job.email)
        return Party(name, self.owner.private_email)

    def profile(self, person: Person) -> str:
        """Return the person's profile, noting that it has been told."""
        self.keys.setdefault(id(person), set()).add(person.profile_url)
        return person.profile_url

    def moment(self, first: date, last: date) -> datetime:
        """Draw a time of a day between two days, at work's hours, before the last day of the world begins."""
        last = min(last, AS_OF.replace(day=AS_OF.day - 1))
        first = min(first, last)
        day = first.fromordinal(self.draw.randint(first.toordinal(), last.toordinal()))
        hour, minute, second = self.draw.randint(8, 18), self.draw.randint(0, 59), self.draw.randint(0, 59)
        return datetime(day.year, day.month, day.day, hour, minute, second, tzinfo=self.zone)

    def _address(self, person: Person, day: date) -> Address | None:
        valid = [address for address in person.addresses if address.since <= day <= address.until]
        private = [address for address in valid if address.is_private]
        if private and (self.draw.random() < 0.15 or len(private) == len(valid)):
            return private[0]
        work = [address for address in valid if not address.is_private]
        return work[0] if work else None
