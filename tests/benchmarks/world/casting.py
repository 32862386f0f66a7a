"""Draw the cast of a world: who the owner is, whom they know, and how hard these are to tell."""

from __future__ import annotations

import csv
from dataclasses import dataclass
from datetime import date, timedelta
from pathlib import Path
from random import Random

from tests.benchmarks.world.cast import AS_OF, Address, Company, Owner, Person, Tenure
from tests.benchmarks.world.spelling import PRIVATE_DOMAINS, local_part, plain

ZONES = {
    "English": "Europe/London",
    "Norwegian": "Europe/Oslo",
    "Hindi": "Asia/Kolkata",
    "Japanese": "Asia/Tokyo",
    "Spanish": "America/Bogota",
    "Portuguese": "America/Sao_Paulo",
    "Turkish": "Europe/Istanbul",
    "French": "America/Toronto",
    "Greek": "Europe/Athens",
    "Yoruba": "Africa/Lagos",
    "Chinese": "America/Los_Angeles",
}
PATTERNS = ("first.last", "flast", "first_last", "last.first", "firstl", "first.last", "f.last", "firstlast")
POSITIONS = ("Analyst", "Data Engineer", "Senior Data Engineer", "Head of Data", "VP Data")
BOUNDS = {
    "colleague": (0.45, 0.7),
    "followed": (0.02, 0.08),
    "changed": (0.04, 0.12),
    "private": (0.3, 0.6),
    "misfit": (0.15, 0.35),
    "profile": (0.7, 0.9),
    "linkedin_only": (0.05, 0.15),
    "married": (0.02, 0.06),
    "moved": (0.15, 0.3),
    "card": (0.15, 0.35),
    "shown_email": (0.05, 0.15),
    "twins": (0.01, 0.03),
    "bare_twins": (0.2, 0.5),
}


@dataclass
class Name:
    """A name as drawn: the Latin form, its nicknames, and the form in its own script."""

    given: str
    family: str
    nicknames: list[str]
    native: str


class Casting:
    """Draws people; ``shares`` says how many (0 to 1) have which peculiarity."""

    def __init__(self, seed: int, years: int, given: dict[str, float], employers: int | None = None) -> None:
        """Draw what the whole world shares: names, companies, the owner."""
        self.draw = Random(f"{seed}:cast")
        self.shares = {name: given.get(name, self.draw.uniform(*bounds)) for name, bounds in BOUNDS.items()}
        self.started_on = AS_OF - timedelta(days=365 * years)
        self.names = _names()
        self.companies = [Company(**row, pattern=self.draw.choice(PATTERNS)) for row in _table("companies")]
        self.draw.shuffle(self.companies)
        self.taken: set[str] = set()
        count = employers or self.draw.randint(2, 5)
        self.owner = self._owner(count)
        self.others = self.companies[count : count + 9]

    def people(self, count: int) -> list[Person]:
        """Draw the people, namesakes among them."""
        people = [self._person() for _ in range(count)]
        writing = [person for person in people if person.addresses]
        chosen = self.draw.sample(writing, max(1, round(count * self.shares["twins"])))
        return people + [self._twin(person) for person in chosen]

    def _owner(self, count: int) -> Owner:
        language = self.draw.choice(sorted(ZONES))
        name = self._name(language)
        tenures: list[Tenure] = []
        began = self.started_on - timedelta(days=self.draw.randint(100, 900))
        cuts = sorted(self.draw.sample(range(1, 10), count - 1))
        for number, company in enumerate(self.companies[:count]):
            length = (AS_OF - self.started_on).days
            until = self.started_on + timedelta(days=length * cuts[number] // 10) if number < count - 1 else None
            pattern = self.draw.choice((company.pattern, "first"))
            email = f"{local_part(self.draw, name.given, name.family, pattern)}@{company.domain}"
            ends = until and until.replace(day=1) - timedelta(days=1)
            tenures.append(Tenure(company, POSITIONS[number], began.replace(day=1), ends, email))
            began = until or began
        private = f"{local_part(self.draw, name.given, name.family, 'first.last')}@{self.draw.choice(PRIVATE_DOMAINS)}"
        slug = plain(f"{name.given}{name.family}").lower().replace(" ", "").replace("'", "")
        return Owner((name.given, name.family), ZONES[language], private, slug, tenures)

    def _name(self, language: str = "") -> Name:
        """Draw a full name that nobody has yet, compared in plain letters."""
        while True:
            spoken = language or self.draw.choice(sorted(self.names))
            given, family = (self.draw.choice(self.names[spoken][part]) for part in ("given", "family"))
            latin, _, native_given = given.partition("=")
            surname, _, native_family = family.partition("=")
            first, *nicknames = latin.split("/")
            joined = "" if spoken in ("Chinese", "Japanese", "Korean") else " "
            pair = (native_family, native_given) if not joined else (native_given, native_family)
            if plain(f"{first} {surname}").lower() not in self.taken:
                self.taken.add(plain(f"{first} {surname}").lower())
                return Name(first, surname, nicknames, joined.join(pair).strip())

    def _person(self) -> Person:
        name = self._name()
        is_colleague = self._has("colleague")
        job = self.draw.choice(self.owner.tenures)
        company = job.company if is_colleague else self.draw.choice(self.others)
        kind = "colleague" if is_colleague else self.draw.choice(("client", "client", "friend", "recruiter"))
        person = Person([(date.min, (name.given, name.family))], kind, company, [], name.nicknames, name.native)
        person.met_on = self._day(max(self.started_on, job.started_on), job.finished_on or AS_OF)
        person.left_on = job.finished_on if is_colleague and job.finished_on else AS_OF
        person.is_former = is_colleague and job.finished_on is not None
        self._profile(person)
        if person.slug and self._has("linkedin_only"):
            person.linkedin_company, person.shows_email = company.name, False
            return person
        self._addresses(person, name)
        if is_colleague and self._has("followed") and job != self.owner.tenures[-1]:
            self._follow(person, job)
        elif not is_colleague and self._has("changed"):
            self._change(person, name)
        elif self._has("married"):
            self._marry(person)
        person.has_card |= self._has("card")
        return person

    def _addresses(self, person: Person, name: Name) -> None:
        person.addresses.append(Address(self._email(name, person.company)))
        if self._has("private"):
            fits = not self._has("misfit")
            other = name if fits else self._name()
            pattern = self.draw.choice(("first.last", "firstlast", "lastf", "flast"))
            number = self.draw.choice(("", self.draw.randint(1, 99)))
            local = local_part(self.draw, other.given, other.family, pattern, self.draw.random() < 0.5)
            email = f"{local}{number}@{self.draw.choice(PRIVATE_DOMAINS)}"
            if email not in self.taken:
                self.taken.add(email)
                person.addresses.append(Address(email, is_private=True))

    def _email(self, name: Name, company: Company) -> str:
        """Return a work address in the pattern of the company, seldom in another; never one that is taken."""
        pattern = company.pattern if self.draw.random() < 0.8 else self.draw.choice(PATTERNS)
        local = local_part(self.draw, name.given, name.family, pattern, german=self.draw.random() < 0.3)
        email = f"{local}@{company.domain}"
        while email in self.taken:
            email = f"{local}{self.draw.randint(2, 140)}@{company.domain}"
        self.taken.add(email)
        return email

    def _follow(self, person: Person, job: Tenure) -> None:
        """Let a colleague follow the owner to the next employer; a card of the address book knows both addresses."""
        person.has_card = True
        following = self.owner.tenures[self.owner.tenures.index(job) + 1]
        until = job.finished_on or AS_OF
        first = person.addresses[0]
        given, family = person.names[0][1]
        email = self._email(Name(given, family, [], ""), following.company)
        person.addresses[0] = first._replace(until=until)
        person.addresses.insert(1, Address(email, since=until + timedelta(days=1)))
        person.company = following.company
        person.left_on = following.finished_on or AS_OF
        person.is_former = following.finished_on is not None

    def _change(self, person: Person, name: Name) -> None:
        """Let a person go to another company: one address ends, another begins, and only the name is the same."""
        company = self.draw.choice([company for company in self.others if company != person.company])
        day = self._day(person.met_on, AS_OF - timedelta(days=200))
        first = person.addresses[0]
        person.addresses[0] = first._replace(until=day, company=person.company.name)
        person.addresses.insert(
            1, Address(self._email(name, company), since=day + timedelta(days=30), company=company.name)
        )
        person.linkedin_company = company.name if person.slug else ""

    def _profile(self, person: Person) -> None:
        if not self._has("profile"):
            return
        given, family = person.names[-1][1]
        told = plain(f"{given} {family}").lower().replace("'", "").replace(".", "")
        person.slug = f"{'-'.join(told.split())}-{self.draw.getrandbits(32):08x}"
        if self.draw.random() < 0.05:
            person.slug = f"{given}-{family}-{self.draw.getrandbits(16):04x}".replace("İ", "i").lower()
            person.slug = person.slug.replace(" ", "-").replace("'", "")
        moved = self._has("moved")
        person.linkedin_company = self.draw.choice(self.others).name if moved else person.company.name
        person.connected_on = self._day(person.met_on, min(person.left_on, AS_OF - timedelta(days=1)))
        person.shows_email = self._has("shown_email")

    def _marry(self, person: Person) -> None:
        """Give a new family name from a day on; the address stays."""
        given, family = person.names[0][1]
        later = self._name().family
        day = self._day(person.met_on, AS_OF - timedelta(days=120))
        if later != family:
            person.names.append((day, (given, later)))
            person.native = ""
            person.shows_email = bool(person.slug)

    def _twin(self, person: Person) -> Person:
        """Draw another person of the same name at another company, and leave no address of either that fits both."""
        name = person.names[0][1]
        domains = [address.email.split("@")[1] for address in person.addresses]
        company = self.draw.choice([company for company in self.others if company.domain not in domains])
        twin = Person([(date.min, name)], "client", company, [], person.nicknames, person.native)
        twin.met_on, twin.left_on = self._day(self.started_on, AS_OF), AS_OF
        self._profile(twin)
        twin.addresses.append(Address(self._email(Name(*name, [], ""), company)))
        if person.left_on == AS_OF and self._has("bare_twins"):
            # Without profiles only the time tells them from one person who changed jobs: both write all the while.
            person.slug, twin.slug, twin.met_on = "", "", person.met_on
        del person.names[1:]
        person.addresses = [address for address in person.addresses if not address.is_private][-1:]
        for one in (person, twin):
            one.is_twin = True
            one.linkedin_company = one.addresses[0].company or one.company.name
        return twin

    def _has(self, share: str) -> bool:
        return self.draw.random() < self.shares[share]

    def _day(self, first: date, last: date) -> date:
        return first + timedelta(days=self.draw.randint(0, max(0, (last - first).days)))


def _table(name: str) -> list[dict[str, str]]:
    with (Path(__file__).parent / f"{name}.csv").open(encoding="utf-8", newline="") as stream:
        return list(csv.DictReader(stream))


def _names() -> dict[str, dict[str, list[str]]]:
    names: dict[str, dict[str, list[str]]] = {}
    for row in _table("names"):
        names.setdefault(row["language"], {})[row["part"]] = row["names"].split(";")
    return names
