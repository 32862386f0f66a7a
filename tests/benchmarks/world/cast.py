"""Who is in a world: the owner, their jobs, and the people with names, addresses and profiles."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date
from typing import NamedTuple

AS_OF = date(2026, 11, 20)


class Company(NamedTuple):
    """A company: its name, its mail domain, and how it forms addresses."""

    name: str
    domain: str
    pattern: str


class Tenure(NamedTuple):
    """A job of the owner's."""

    company: Company
    position: str
    started_on: date
    finished_on: date | None
    email: str


class Address(NamedTuple):
    """An address and the days between which it is used."""

    email: str
    since: date = date.min
    until: date = date.max
    is_private: bool = False
    company: str = ""


@dataclass
class Person:
    """Somebody the owner knows; ``names`` are (given, family) with the day from which each holds."""

    names: list[tuple[date, tuple[str, str]]]
    kind: str
    company: Company
    addresses: list[Address] = field(default_factory=list)
    nicknames: list[str] = field(default_factory=list)
    native: str = ""
    slug: str = ""
    linkedin_company: str = ""
    connected_on: date | None = None
    shows_email: bool = False
    has_card: bool = False
    is_twin: bool = False
    is_former: bool = False
    met_on: date = date.min
    left_on: date = date.max

    def name_on(self, day: date) -> tuple[str, str]:
        """Return (given, family) on a day."""
        return [name for since, name in self.names if since <= day][-1]

    @property
    def full_name(self) -> str:
        """Return the name of today."""
        return " ".join(self.names[-1][1])

    @property
    def profile_url(self) -> str:
        """Return the address of the LinkedIn profile, ``""`` where there is none."""
        return f"https://www.linkedin.com/in/{self.slug}" if self.slug else ""


@dataclass
class Owner:
    """The holder of the exports."""

    name: tuple[str, str]
    zone: str
    private_email: str
    slug: str
    tenures: list[Tenure]

    @property
    def emails(self) -> list[str]:
        """Return all addresses."""
        return [self.private_email, *(tenure.email for tenure in self.tenures)]

    def tenure_on(self, day: date) -> Tenure | None:
        """Return the job on a day, if there is one."""
        return next((job for job in self.tenures if job.started_on <= day <= (job.finished_on or date.max)), None)
