"""What members did for each other, messages aside: invitations, recommendations, endorsements, events."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import partial
from typing import Literal

from connectors.linkedin.dates import has_time, read_moment
from connectors.linkedin.members import full_name, name_of, party_key
from connectors.linkedin.sheets import Row, Sheet, each
from connectors.records import Interaction, Participant, Record, State

Direction = Literal["given", "received", "untold"]

OWNER_SENT = "outgoing"
OWNER_RECEIVED = "incoming"
# The words of LinkedIn for whether the owner goes, in those of iCalendar; others are kept as found.
PARTSTATS = {
    "attending": "ACCEPTED",
    "attended": "ACCEPTED",
    "accepted": "ACCEPTED",
    "going": "ACCEPTED",
    "registered": "ACCEPTED",
    "confirmed": "ACCEPTED",
    "interested": "TENTATIVE",
    "invited": "NEEDS-ACTION",
    "pending": "NEEDS-ACTION",
    "declined": "DECLINED",
    "not attending": "DECLINED",
    "not_attending": "DECLINED",
    "not going": "DECLINED",
    "rejected": "DECLINED",
    # The owner gave the place back (seen in a project's test data, 2024).
    "relinquished": "DECLINED",
    "withdrawn": "DECLINED",
}
EVENT_RANGE = re.compile(r"\s[-–]\s")


def invitations(sheet: Sheet) -> Iterator[Record]:
    """Read Invitations.csv; the direction says which of the two is the owner. URLs came late in 2023."""
    return each(sheet, _invitation)


def recommendations_received(sheet: Sheet) -> Iterator[Record]:
    """Read Recommendations_Received.csv; no profile URL, so who it was follows from name and company."""
    return each(sheet, partial(_recommendation, "received"))


def recommendations_given(sheet: Sheet) -> Iterator[Record]:
    """Read Recommendations_Given.csv."""
    return each(sheet, partial(_recommendation, "given"))


def recommendations(sheet: Sheet) -> Iterator[Record]:
    """Read recommendations of which nobody tells who wrote them, as the portability API has them."""
    return each(sheet, partial(_recommendation, "untold"))


def endorsements_received(sheet: Sheet) -> Iterator[Record]:
    """Read Endorsement_Received_Info.csv; the subject is the skill. URLs, without scheme, came in 2023."""
    return each(sheet, partial(_endorsement, "received"))


def endorsements_given(sheet: Sheet) -> Iterator[Record]:
    """Read Endorsement_Given_Info.csv."""
    return each(sheet, partial(_endorsement, "given"))


def events(sheet: Sheet) -> Iterator[Record]:
    """Read Events.csv; the time is one moment, or two joined by a dash."""
    return each(sheet, _event)


def _invitation(row: Row) -> tuple[Record, ...]:
    sent_at = row.moment("sentat")
    direction = row["direction"].casefold()
    inviter = Participant(
        "from", name_of(row["from"]), profile_url=row["inviterprofileurl"], is_owner=direction == OWNER_SENT
    )
    invitee = Participant(
        "to", name_of(row["to"]), profile_url=row["inviteeprofileurl"], is_owner=direction == OWNER_RECEIVED
    )
    parties = " ".join(party_key(party.name, party.profile_url) for party in (inviter, invitee))
    key = f"{parties} {sent_at.isoformat()}"
    return (
        Interaction(
            row.location,
            "invitation",
            key,
            sent_at,
            (inviter, invitee),
            is_all_day=not has_time(row["sentat"]),
            has_text=bool(row["message"]),
        ),
    )


def _recommendation(direction: Direction, row: Row) -> tuple[Record, ...]:
    name = full_name(row["firstname"], row["lastname"])
    written_at = row.moment("creationdate")
    return (
        Interaction(
            row.location,
            "recommendation",
            # Without the direction, which one of two readers does not know; that one yields to the other.
            f"{name.casefold()} {written_at.isoformat()}",
            written_at,
            _parties(direction, name, company=row["company"]),
            state="draft" if row["status"].casefold() == "draft" else "confirmed",
            revision=0 if direction == "untold" else 1,
            is_all_day=not has_time(row["creationdate"]),
            has_text=bool(row["text"]),
        ),
    )


def _endorsement(direction: Direction, row: Row) -> tuple[Record, ...]:
    who = "endorser" if direction == "received" else "endorsee"
    name = full_name(row[f"{who}firstname"], row[f"{who}lastname"])
    url = row[f"{who}publicurl"]
    endorsed_at = row.moment("endorsementdate")
    skill = row["skillname"]
    return (
        Interaction(
            row.location,
            "endorsement",
            f"{direction} {party_key(name, url)} {skill.casefold()} {endorsed_at.isoformat()}",
            endorsed_at,
            _parties(direction, name, url),
            subject=skill,
            is_all_day=not has_time(row["endorsementdate"]),
        ),
    )


def _event(row: Row) -> tuple[Record, ...]:
    begin, *rest = EVENT_RANGE.split(row["eventtime"], maxsplit=1)
    starts_at = read_moment(begin, row.day_first)
    ends_at = read_moment(rest[0], row.day_first) if rest else None
    status = row["status"]
    partstat = PARTSTATS.get(status.casefold(), status)
    state: State = "cancelled" if partstat == "DECLINED" or status.casefold().startswith("cancel") else "confirmed"
    name, url = row["eventname"], row["externalurl"]
    return (
        Interaction(
            row.location,
            "industry_event",
            f"{url or name.casefold()} {starts_at.isoformat()}",
            starts_at,
            (Participant("attendee", partstat=partstat, is_owner=True),),
            ended_at=ends_at,
            subject=name,
            state=state,
            place=row["location"] or row["eventlocation"] or row["venue"] or row["address"],
            url=url,
            is_all_day=not has_time(begin),
        ),
    )


def _parties(direction: Direction, name: str, url: str = "", company: str = "") -> tuple[Participant, Participant]:
    """Return giver and receiver, the owner without a name, for these files do not tell it."""
    if direction == "untold":
        return Participant("attendee", name, profile_url=url, company=company), Participant("attendee", is_owner=True)
    if direction == "received":
        return Participant("from", name, profile_url=url, company=company), Participant("to", is_owner=True)
    return Participant("from", is_owner=True), Participant("to", name, profile_url=url, company=company)
