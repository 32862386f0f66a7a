"""ORGANIZER and ATTENDEE as parties to a meeting (RFC 5545, sections 3.8.4.1 and 3.8.4.3), and who comes off it."""

from __future__ import annotations

import re
from collections.abc import Iterable
from functools import lru_cache

from connectors.content_lines import mail_address, parameter_values, unescaped
from connectors.records import Participant, Role

# A name with a colon and without quotes, which ends the parameters too early: CN=Lee: chair;PARTSTAT=…:mailto:…
TORN = re.compile(r"(?!\s*mailto:)(.*):\s*(mailto:.*)", re.IGNORECASE)
TOLD_ONLY = "NON-PARTICIPANT"  # "copied for information purposes only"
NO_PERSON = frozenset(("GROUP", "RESOURCE", "ROOM"))


@lru_cache(maxsize=65_536)
def read_participant(role: Role, parameters: str, address: str) -> Participant | None:
    """Read an ORGANIZER or ATTENDEE; ``None`` where somebody is only told of the meeting.

    A room stays even so: that it is one is worth knowing. The same people come back in event after event, hence the
    cache.
    """
    if torn := TORN.fullmatch(address):
        parameters, address = f"{parameters}:{torn[1]}", torn[2]
    values = parameter_values(parameters)
    cutype = values.get("CUTYPE", "")
    if values.get("ROLE", "").upper() == TOLD_ONLY and role == "attendee" and cutype.upper() not in NO_PERSON:
        return None
    return Participant(
        role,
        unescaped(values.get("CN", "")),
        mail_address(address) or mail_address(values.get("EMAIL", "")),
        partstat=values.get("PARTSTAT", ""),
        cutype=cutype,
    )


def uninvited(participants: Iterable[Participant]) -> tuple[Participant, ...]:
    """Return those whom an organizer takes off a meeting that goes on, as if they had declined it."""
    return tuple(
        participant._replace(partstat="DECLINED")
        for participant in participants
        if participant.role == "attendee" and participant.email
    )
