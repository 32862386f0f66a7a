"""messages.csv: who wrote to whom, when, in which conversation; what they wrote is looked at and let go.

``TO`` joins names with ``", "`` and names hold ``", "`` themselves (``Jane Doe, Ph.D.``), so the recipients are the
``RECIPIENT PROFILE URLS`` (since 2023), and names are put beside them only where both lists agree. Sent messages lie in
INBOX too: the folder says nothing about the direction. Archives before 2021 have no conversation id: there the parties
are the thread.
"""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterator
from typing import NamedTuple

from connectors.linkedin.dates import read_stamp
from connectors.linkedin.members import is_anonymous, name_of, party_key, profile_slug, profile_urls
from connectors.linkedin.sheets import Sheet, each_of
from connectors.records import Interaction, Participant, Record, State

# Columns that say the same in row after row are looked up together: who is in it, and what became of it.
PARTIES = ("from", "senderprofileurl", "to", "recipientprofileurls", "direction")
STANDING = ("folder", "ismessagedraft", "isconversationdraft")
OWN = ("conversationid", "conversationtitle", "date", "subject", "content")
SPONSORED = "spinmail-quill-editor"
UNFILLED = "%FIRSTNAME%"
YES = frozenset({"yes", "true", "1"})
# Letters after a name, with or without dots: PhD, Ph.D., MBA, CPA, M.Sc., Jr., III.
CREDENTIAL = re.compile(r"(?:[A-Z][a-z]{0,2}\.?[ -]?)?(?:[A-Z]\.?){1,5}[a-z]{0,2}\.?®?|Jr\.?|Sr\.?|Esq\.?")
# A name may be so many pieces of a list: "Doe, MBA, Ph.D., CPA".
PIECES_OF_A_NAME = 4


def messages(sheet: Sheet) -> Iterator[Record]:
    """Read messages.csv of any generation."""
    return each_of(sheet, _Correspondence(sheet).read)


class _Parties(NamedTuple):
    """Who is in a message, what tells its sender from others, and the thread where there is no conversation id.

    ``names`` are sender and recipients as written; a conversation is often titled so, which says nothing.
    """

    participants: tuple[Participant, ...]
    sender_key: str
    thread_key: str
    names: tuple[str, str]


class _Correspondence:
    """What the rows of one file tell about each other: names under URLs, and messages of the same second."""

    def __init__(self, sheet: Sheet) -> None:
        self.pick_parties, self.pick_standing, self.pick_own = map(sheet.picker, (PARTIES, STANDING, OWN))
        self.day_first = sheet.day_first
        senders = sheet.distinct("from", "senderprofileurl")
        self.names = {profile_slug(url): name for name, url in senders if profile_slug(url) and name_of(name)}
        self.known = frozenset(name for name, _ in senders if ", " in name)
        self.parties: dict[tuple[str, ...], _Parties] = {}
        self.standings: dict[tuple[str, ...], tuple[State, str]] = {}
        self.texts: dict[str, int] = {}
        self.other_texts: dict[str, list[int]] = {}

    def read(self, location: str, cells: tuple[str, ...]) -> tuple[Record, ...]:
        told = self.pick_parties(cells)
        if (parties := self.parties.get(told)) is None:
            parties = self.parties[told] = self._parties(*map(str.strip, told))
        told = self.pick_standing(cells)
        if (standing := self.standings.get(told)) is None:
            standing = self.standings[told] = _standing(*map(str.strip, told))
        conversation, title, date, subject, content = self.pick_own(cells)
        sent_at, stamp = read_stamp(date, self.day_first)
        thread_key = conversation.strip() or parties.thread_key
        subject, title = subject.strip(), title.strip()
        # By position: by name, 100,000 of them take a tenth longer.
        return (
            Interaction(
                location,
                "linkedin_message",
                self._numbered(f"{thread_key} {parties.sender_key} {stamp}", content),
                sent_at,
                parties.participants,
                None,
                thread_key,
                "",
                subject or (title if title not in parties.names else ""),
                standing[0],
                "sponsored" if _is_sponsored(content, parties.participants[0].profile_url) else "",
                standing[1],
                has_text=bool(content) and not content.isspace(),
            ),
        )

    def _numbered(self, key: str, content: str) -> str:
        """Tell messages of the same second apart by their order; the same row twice stays the same message."""
        text = hash(content)
        if self.texts.setdefault(key, text) == text:
            return key
        others = self.other_texts.setdefault(key, [])
        if text not in others:
            others.append(text)
        return f"{key} {others.index(text) + 2}"

    def _parties(self, name: str, sender_url: str, to: str, urls: str, direction: str) -> _Parties:
        sender = Participant("from", name_of(name), "", sender_url, is_owner=direction.casefold() == "outgoing")
        recipients = tuple(self._align(to, profile_urls(urls)))
        if direction.casefold() == "incoming" and len(recipients) == 1:
            recipients = (recipients[0]._replace(is_owner=True),)
        sender_key = party_key(sender.name, sender_url)
        return _Parties((sender, *recipients), sender_key, _parties_key(name, to), (name, to))

    def _align(self, to: str, urls: list[str]) -> Iterator[Participant]:
        names = _split_names(to, self.known)
        nameless = [name for name in names if is_anonymous(name)]
        named = [name for name in names if not is_anonymous(name)]
        if not urls:
            yield from (Participant("to", name_of(name)) for name in names)
            return
        told = [self.names.get(profile_slug(url), "") for url in urls]
        if len(urls) == 1 and not nameless and told[0] not in named:
            named = [to]
        shown = frozenset(named)
        agree = len(named) == len(urls) and all(
            name == known or known not in shown for name, known in zip(named, told, strict=True)
        )
        for url, name in zip(urls, named if agree else told, strict=True):
            yield Participant("to", name, "", url)
        yield from (Participant("to") for _ in nameless)


def _split_names(to: str, known: frozenset[str]) -> list[str]:
    """Split names joined by ``", "``, keeping together those seen as a sender's, and letters after a name with it."""
    pieces = to.split(", ") if to else []
    names: list[str] = []
    start = 0
    while start < len(pieces):
        stop = start + 1
        for longer in range(min(start + PIECES_OF_A_NAME, len(pieces)), stop, -1):
            if ", ".join(pieces[start:longer]) in known:
                stop = longer
                break
        name = ", ".join(pieces[start:stop])
        if names and stop == start + 1 and CREDENTIAL.fullmatch(name):
            names[-1] += f", {name}"
        else:
            names.append(name)
        start = stop
    return names


def _parties_key(sender: str, to: str) -> str:
    """Return a key of the set of parties, the same whoever of them writes; a digest, for names are no keys."""
    parties = sorted({sender.casefold(), *to.casefold().split(", ")})
    return "parties " + hashlib.blake2b("\n".join(parties).encode(errors="replace"), digest_size=8).hexdigest()


def _standing(folder: str, *drafts: str) -> tuple[State, str]:
    if any(is_draft.casefold() in YES for is_draft in drafts):
        return "draft", folder
    return ("spam" if folder.casefold() == "spam" else "confirmed"), folder


def _is_sponsored(content: str, sender_url: str) -> bool:
    """Tell a campaign by the mark of LinkedIn's editor for them; within a member's text it is a quotation."""
    if sender_url:
        return content[:1] == "<" and SPONSORED in content[:64]
    return SPONSORED in content or UNFILLED in content
