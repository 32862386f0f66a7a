"""Who a message went to: names that hold commas, beside URLs that may be more or fewer."""

from __future__ import annotations

from pathlib import Path

import pytest

from connectors import linkedin
from connectors.records import Interaction
from connectors.source import Source

MESSAGES = (
    "CONVERSATION ID,CONVERSATION TITLE,FROM,SENDER PROFILE URL,TO,RECIPIENT PROFILE URLS,DATE,SUBJECT,CONTENT,FOLDER"
)
AMA, BO, CY = (f"https://www.linkedin.com/in/{slug}" for slug in ("ama", "bo", "cy"))


def read(path: Path, *rows: tuple[str, str, str, str, str]) -> list[Interaction]:
    """Return the messages of rows of sender, their URL, recipients, their URLs and text."""
    lines = [
        f'2-{number}==,,"{sender}",{url},"{to}","{urls}",2024-01-0{number + 1} 10:00:00 UTC,,"{text}",INBOX'
        for number, (sender, url, to, urls, text) in enumerate(rows)
    ]
    path.write_text("\n".join([MESSAGES, *lines]), encoding="utf-8")
    return [record for record in linkedin.read(Source(path)) if isinstance(record, Interaction)]


def recipients(message: Interaction) -> list[tuple[str, str]]:
    return [(party.name, party.profile_url) for party in message.participants if party.role == "to"]


def test_letters_behind_a_name_belong_to_it(tmp_path: Path) -> None:
    (message,) = read(tmp_path / "messages.csv", ("Vera", CY, "Ama Owsley, Ph.D., MBA, Bo Lund", f"{AMA},{BO}", "Hi"))
    assert recipients(message) == [("Ama Owsley, Ph.D., MBA", AMA), ("Bo Lund", BO)]


def test_a_name_with_commas_is_known_where_its_bearer_wrote(tmp_path: Path) -> None:
    _, message = read(
        tmp_path / "messages.csv",
        ("Ama Owsley, Certified Coach", AMA, "Vera", CY, "Hi"),
        ("Vera", CY, "Ama Owsley, Certified Coach, Bo Lund", f"{AMA},{BO}", "Hi"),
    )
    assert recipients(message) == [("Ama Owsley, Certified Coach", AMA), ("Bo Lund", BO)]


def test_names_in_another_order_than_their_addresses_are_not_mixed_up(tmp_path: Path) -> None:
    _, message = read(
        tmp_path / "messages.csv",
        ("Ama Owsley", AMA, "Vera", CY, "Hi"),
        ("Vera", CY, "Bo Lund, Ama Owsley", f"{AMA},{BO}", "Hi"),
    )
    assert recipients(message) == [("Ama Owsley", AMA), ("", BO)]


@pytest.mark.parametrize(
    ("url", "text", "is_campaign"),
    [
        ("", "Dear %FIRSTNAME%, we offer", True),
        (AMA, "Why did your mail begin with %FIRSTNAME%?", False),
        ("", "Hello, this is me", False),
    ],
)
def test_what_nobody_filled_in_is_a_campaign(tmp_path: Path, url: str, text: str, is_campaign: bool) -> None:
    (message,) = read(tmp_path / "messages.csv", ("Ama", url, "Vera", CY, text))
    assert bool(message.bulk_evidence) == is_campaign
