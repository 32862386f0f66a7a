"""People to forget, and how."""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path

from connectors.records import Participant
from warehouse import decisions
from warehouse.forgotten import (
    DECISIONS_NAME,
    KEY_NAME,
    Forgotten,
    Known,
)

NOON = datetime(2026, 6, 30, 12, tzinfo=UTC)
IDA = Known("ida@harbour.example", "https://www.linkedin.com/in/ida-brandt", "Ida Brandt")
TOVE = Known("tove@fjord.example", "", "Tove Lind")


def forgetting(*people: Known, mine: tuple[Known, ...] = (TOVE,)) -> Forgotten:
    nobody = Forgotten(b"a secret")
    digests = {digest for party in people for digest in nobody.remembered(party)}
    return nobody.with_more(digests, {digest for party in mine for digest in nobody.remembered(party)})


def remember(home: Path, forgotten: Forgotten) -> None:
    home.mkdir(exist_ok=True)
    forgotten.write_key(home / KEY_NAME)
    decisions.append(home / DECISIONS_NAME, forgotten.lines(NOON))


BY_IDA = Participant("from", "Ida Brandt", "ida@harbour.example")
TO_TOVE = Participant("to", "", "tove@fjord.example")
TO_BO = Participant("cc", "Bo Falk", "bo@reef.example")
