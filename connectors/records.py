"""The records that every connector yields, and nothing else.

Records are named tuples: frozen, typed, and several times cheaper to make than a frozen dataclass, which
counts at a million messages. Text is kept as found; normal forms are the warehouse's business. An absent text is
``""``, an absent date ``None``.
"""

from __future__ import annotations

from datetime import date, datetime
from typing import Literal, NamedTuple

ContactKind = Literal["connection", "address_book", "uploaded_contact", "note", "owner"]
InteractionKind = Literal[
    "email",
    "meeting",
    "linkedin_message",
    "invitation",
    "connection",
    "recommendation",
    "endorsement",
    "industry_event",
]
State = Literal["confirmed", "cancelled", "draft", "spam", "reply"]
Role = Literal["from", "to", "cc", "organizer", "attendee"]


class Contact(NamedTuple):
    """A person as one source tells it; a person only after resolution.

    ``birthday`` is ISO text, ``1980-05-17`` or ``--05-17``. ``observed_on`` is the day on which the source said
    so (the date of the export). ``is_owner`` is true where the source itself says that this is its holder.
    """

    location: str
    kind: ContactKind
    full_name: str = ""
    given_name: str = ""
    family_name: str = ""
    emails: tuple[str, ...] = ()
    profile_url: str = ""
    phones: tuple[str, ...] = ()
    company: str = ""
    position: str = ""
    birthday: str = ""
    note: str = ""
    observed_on: date | None = None
    is_owner: bool = False


class Participant(NamedTuple):
    """One party to an interaction.

    ``is_owner`` is true where the source itself says that this is the holder of the export (the recipient of a
    *received* endorsement, say); such a participant may have no name or address at all.
    """

    role: Role
    name: str = ""
    email: str = ""
    profile_url: str = ""
    company: str = ""
    partstat: str = ""
    cutype: str = ""
    is_owner: bool = False


class Interaction(NamedTuple):
    """A message, meeting occurrence, invitation, connection, recommendation, endorsement or industry event.

    ``natural_key`` identifies it across exports within its kind (Message-ID; UID + RECURRENCE-ID; conversation +
    sender + time). Times are aware and in UTC. ``bulk_evidence`` names what betrays a machine or a list
    (``list-id``, ``precedence: bulk``), separated by ``; ``. ``folder`` holds labels or the folder's name.
    ``mailbox`` is the address of the account that the source says it belongs to (Delivered-To, X-WR-CALNAME),
    ``time_zone`` the IANA name or ``+01:00`` offset it was written in. ``in_reply_to`` is the key of the message
    that it answers. ``has_text`` is true where the source holds a text of its own (an invitation with a note, a
    recommendation); the text is never kept. ``revision`` orders the versions of one interaction, the newest highest.
    Of state ``reply`` it is no interaction of its own, but tells how an attendee answers one.
    """

    location: str
    kind: InteractionKind
    natural_key: str
    occurred_at: datetime
    participants: tuple[Participant, ...]
    ended_at: datetime | None = None
    thread_key: str = ""
    in_reply_to: str = ""
    subject: str = ""
    state: State = "confirmed"
    bulk_evidence: str = ""
    folder: str = ""
    mailbox: str = ""
    time_zone: str = ""
    place: str = ""
    url: str = ""
    revision: int = 0
    is_all_day: bool = False
    is_recurring: bool = False
    has_text: bool = False


class Tenure(NamedTuple):
    """A position that the owner held; ``finished_on`` is ``None`` where it goes on."""

    location: str
    company: str
    position: str
    started_on: date | None
    finished_on: date | None
    place: str = ""


class Skill(NamedTuple):
    """A skill of the owner's."""

    location: str
    name: str


class Rejected(NamedTuple):
    """A record that could not be read: why, where, and its first characters (200 at most)."""

    reason: str
    location: str
    excerpt: str = ""


class Ignored(NamedTuple):
    """Records that are knowingly not read: why, where and how many."""

    reason: str
    location: str
    record_count: int = 1


Record = Contact | Interaction | Tenure | Skill | Rejected | Ignored
