"""One mail in several files: which copy tells who took part, whatever the files are called."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

import pytest

from tests.warehouse.landed import staged

ORDERS = [("Inbox", "Zoom"), ("Zoom", "Inbox")]
OURS = "To: Noa Berg <noa@harbour.example>\nCc: Dev <dev@lists.example>\n"
BY_LIST = "To: Dev <dev@lists.example>\nList-Id: <dev.lists.example>\nPrecedence: list\n"
ARCHIVE = (
    "From siv at fjord.example  Mon Mar  4 10:00:00 2024\nFrom: siv at fjord.example (Siv Ibsen)\n"
    "Date: Mon, 04 Mar 2024 10:00:00 +0100\nSubject: [dev] Plan\nMessage-ID: <1@fjord.example>\n\nText.\n\n"
)
SHEET = (
    "Message-ID,Date,From,To,Subject\n"
    "<1@fjord.example>,2024-03-04T09:00:00Z,siv@fjord.example,noa@harbour.example,Plan\n"
)


def mailbox(headers: str) -> str:
    return (
        "From - Mon Mar  4 09:30:00 2024\nMessage-ID: <1@fjord.example>\nFrom: Siv Ibsen <siv@fjord.example>\n"
        f"{headers}Date: Mon, 4 Mar 2024 10:00:00 +0100\nSubject: Plan\n\nText.\n\n"
    )


def told(folder: Path, files: Mapping[str, str]) -> list[tuple[str, list[str]]]:
    """Return of each mail the evidence that it is bulk, and who else but its sender is a party to it."""
    with staged(folder, files) as connection:
        return connection.sql(
            "select bulk_evidence, list(email order by email) filter (where role <> 'from')"
            " from staging.interactions join staging.participants using (interaction_id) group by all order by all"
        ).fetchall()


@pytest.mark.parametrize("names", ORDERS)
def test_what_came_directly_is_no_list_mail_though_the_list_sent_it_too(tmp_path: Path, names: tuple[str, str]) -> None:
    files = dict(zip(names, (mailbox(OURS), mailbox(BY_LIST)), strict=True))
    assert told(tmp_path, files) == [("", ["dev@lists.example", "noa@harbour.example"])]


@pytest.mark.parametrize("name", ["Archive.txt", "zz-dev-2024-March.txt"])
def test_a_lists_archive_tells_less_than_the_mail_that_came(tmp_path: Path, name: str) -> None:
    files = {"Inbox": mailbox(OURS), name: ARCHIVE}
    assert told(tmp_path, files) == [("", ["dev@lists.example", "noa@harbour.example"])]


def test_what_lies_among_the_drafts_too_was_sent_all_the_same(tmp_path: Path) -> None:
    files = {name: mailbox(OURS) for name in ("Drafts.mbox", "Sent.mbox")}
    with staged(tmp_path, files) as connection:
        assert connection.sql("select state from staging.interactions").fetchall() == [("confirmed",)]


@pytest.mark.parametrize("names", ORDERS)
def test_whom_only_the_senders_copy_names_got_it_too(tmp_path: Path, names: tuple[str, str]) -> None:
    received = "To: Noa Berg <noa@harbour.example>\n"
    sent = received + "Bcc: Mara Lind <mara@oakline.example>\n"
    files = dict(zip(names, (mailbox(received), mailbox(sent)), strict=True))
    assert told(tmp_path, files) == [("", ["mara@oakline.example", "noa@harbour.example"])]


@pytest.mark.parametrize("name", ["a-metadata.csv", "zz-metadata.csv"])
def test_a_table_takes_nothing_from_the_message_that_it_lists(tmp_path: Path, name: str) -> None:
    files = {"Inbox": mailbox(OURS), name: SHEET}
    assert told(tmp_path / "direct", files) == [("", ["dev@lists.example", "noa@harbour.example"])]
    [(evidence, _)] = told(tmp_path / "list", {"Inbox": mailbox(BY_LIST), name: SHEET})
    assert evidence.startswith("list-id")


def test_all_recipients_count_though_a_message_trace_has_a_row_for_each(tmp_path: Path) -> None:
    names = ("noa@harbour.example", "mara@oakline.example", "bo@fjord.example")
    rows = "".join(f"2024-03-04T10:00:00,siv@fjord.example,{name},Plan,<1@fjord.example>\n" for name in names)
    trace = f"Received,SenderAddress,RecipientAddress,Subject,MessageId\n{rows}"
    everybody = [("", sorted(names))]
    assert told(tmp_path / "alone", {"trace.csv": trace}) == everybody
    assert told(tmp_path / "twice", {"trace.csv": trace, "older/trace.csv": trace + rows}) == everybody


def test_a_message_tells_its_recipients_better_than_a_trace_that_names_the_members_of_a_list(tmp_path: Path) -> None:
    trace = (
        "Received,SenderAddress,RecipientAddress,Subject,MessageId\n"
        "2024-03-04T10:00:00,siv@fjord.example,bo@fjord.example,Plan,<1@fjord.example>\n"
    )
    files = {"Sent": mailbox("To: Dev <dev@lists.example>\n"), "trace.csv": trace}
    assert told(tmp_path, files) == [("", ["dev@lists.example"])]
