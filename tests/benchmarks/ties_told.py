"""What passed between the owner of a world and everybody in it, worked out from its chronicle alone."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, date, datetime
from typing import NamedTuple
from urllib.parse import unquote

from pipelines.demo.export_files import Mail
from tests.benchmarks.world.cast import AS_OF, Person
from tests.benchmarks.world.chronicle import Chronicle

_HOW_OTHERWISE = {"meeting": "you last met", "connection": "you connected", "recommendation": "they recommended you"}


class Word(NamedTuple):
    """A message between the owner and a person."""

    at: datetime
    day: date
    is_theirs: bool
    subject: str
    addressed_count: int
    is_chat: bool


@dataclass
class Tie:
    """What passed between the owner and one person, worked out from the chronicle."""

    person: Person
    days: list[date]
    how_last: str
    words: list[Word]


class Truth:
    """The ties of a world."""

    def __init__(self, told: Chronicle) -> None:
        """Work out every tie."""
        self.told = told
        self.mails = {(mail.sent_at, mail.sender.email): mail for mail in told.mails if mail.labels != "Drafts"}
        self.by_moment: dict[datetime, list[Mail]] = {}
        for mail in self.mails.values():
            self.by_moment.setdefault(mail.sent_at, []).append(mail)
        self.people = {_slug(key): person for person in told.people for key in told.keys.get(id(person), ())}
        self.ties = {id(person): self._tie(person) for person in told.people}

    def people_behind(self, keys: Iterable[tuple[str, str]]) -> dict[str, Person]:
        """Return who is meant by each person id, given their keys: those alone who are one person there and here."""
        pairs = {(person_id, id(self.people[slug])) for person_id, key in keys if (slug := _slug(key)) in self.people}
        ids, people = Counter(one for one, _ in pairs), Counter(other for _, other in pairs)
        by_id = {id(person): person for person in self.told.people}
        return {one: by_id[other] for one, other in pairs if ids[one] == people[other] == 1}

    def _tie(self, person: Person) -> Tie:
        contacts = sorted(contact for contact in self.told.contacts.get(id(person), []) if contact[0].date() <= AS_OF)
        days = sorted({at.astimezone(self.told.zone).date() for at, _ in contacts})
        words = [word for at, channel in contacts if (word := self._word(person, at, channel)) and channel != "meeting"]
        how = ""
        if contacts:
            at, channel = contacts[-1]
            written = [word for word in words if word.at == at]
            how = {
                "meeting": "you last met",
                "connection": "you connected",
                "recommendation": "they recommended you",
            }.get(channel, "they last wrote" if written and written[-1].is_theirs else "you last wrote")
        return Tie(person, days, how, words)

    def _word(self, person: Person, at: datetime, channel: str) -> Word | None:
        day = at.astimezone(self.told.zone).date()
        emails = {email for email, holder in self.told.holders.items() if holder is person}
        if channel == "email":
            for mail in self.by_moment.get(at, []):
                addressed = [party.email for party in (*mail.to, *mail.cc)]
                if mail.sender.email in emails or emails & set(addressed):
                    return Word(at, day, mail.sender.email in emails, mail.subject, len(set(addressed)), False)
        if channel == "linkedin_message":
            sent = f"{at.astimezone(UTC):%Y-%m-%d %H:%M:%S} UTC"
            for row in self.told.linkedin["messages.csv"]:
                if row[6] == sent and row[11] == "No" and person.slug in unquote(row[3] + row[5]):
                    return Word(at, day, person.slug in unquote(row[3]), "", 1, True)
        return None

    def answered(self, tie: Tie, *, opened_by_them: bool) -> tuple[int, int]:
        """Return how many conversations one side opened in three years, and how many of them the other answered."""
        turns: list[list[Word]] = []
        for word in (word for word in tie.words if (AS_OF - word.day).days < 1096):
            last = turns[-1][-1] if turns else None
            if last and last.is_theirs == word.is_theirs and (word.day - last.day).days < 14:
                turns[-1].append(word)
            else:
                turns.append([word])
        opened = answered = 0
        for place, turn in enumerate(turns):
            before = turns[place - 1] if place else None
            after = turns[place + 1] if place + 1 < len(turns) else None
            is_answer = before and before[-1].is_theirs != turn[0].is_theirs and _gap(before, turn) <= 30
            is_answered = after and after[0].is_theirs != turn[0].is_theirs and _gap(turn, after) <= 30
            is_known = is_answered or (AS_OF - turn[-1].day).days >= 14
            if turn[0].is_theirs == opened_by_them and not is_answer and is_known:
                opened += 1
                answered += bool(is_answered)
        return answered, opened


def _gap(turn: list[Word], after: list[Word]) -> int:
    return (after[0].day - turn[-1].day).days


def _slug(key: str) -> str:
    return unquote(key).rstrip("/").rpartition("/in/")[2].lower()
