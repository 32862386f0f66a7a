"""Whose exports these are, as sent mail and settings tell it."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from pathlib import Path

import pytest

from tests.warehouse.landed import staged

ANA, BO, IDA = "Ana Sousa <ana@reef.example>", "Bo Berg <bo@fjord.example>", "Ida Brandt <ida@harbour.example>"
SALES, MARA = "Harbour Sales <sales@harbour.example>", "Mara Lind <mara@oakline.example>"


def mail(*parties: tuple[str, str], first: int = 0) -> str:
    """A mailbox with a message for each sender and recipient."""
    return "".join(
        f"From - Mon Mar  4 09:30:00 2024\nMessage-ID: <{first + number}@post.example>\nFrom: {pair[0]}\n"
        f"To: {pair[1]}\nDate: Mon, 4 Mar 2024 09:{number:02}:00 +0000\nSubject: Note\n\nText.\n\n"
        for number, pair in enumerate(parties)
    )


def owners(folder: Path, files: Mapping[str, str], me: Iterable[str] = ()) -> set[str]:
    with staged(folder, files, me=[*me]) as connection:
        return {
            email for (email,) in connection.execute("select canonical_email from staging.owner_addresses").fetchall()
        }


@pytest.mark.parametrize(
    "folder",
    [
        "Sent Items", "Gesendete Objekte", "Messages envoyés", "Elementos enviados", "Posta inviata", "Wysłane",
        "Lähetetyt", "Odeslaná pošta", "Elküldött elemek", "Gönderilmiş Öğeler", "Отправленные", "Απεσταλμένα",
        "דואר שנשלח", "البريد المرسل", "送信済みメール", "已发送邮件", "보낸편지함", "Đã gửi",
    ],
)  # fmt: skip
def test_who_wrote_what_lies_in_a_folder_for_sent_mail_is_the_owner(tmp_path: Path, folder: str) -> None:
    files = {folder: mail((IDA, BO)), "Archive": mail((BO, IDA), (BO, IDA), (BO, ANA), first=10)}
    assert owners(tmp_path, files) == {"ida@harbour.example"}


def test_where_two_are_in_everything_nobody_is_taken_for_the_owner(tmp_path: Path) -> None:
    assert owners(tmp_path, {"Client": mail(*[(IDA, BO), (BO, IDA)] * 4)}) == set()


@pytest.mark.parametrize("name", ["", "Ida Brandt "])
def test_the_mailbox_of_a_second_address_is_the_owners_though_one_alone_is_named(tmp_path: Path, name: str) -> None:
    second = f"{name}<ib@post.example>"
    inbox = mail((BO, second), (ANA, second), ("ida@harbour.example", second)).replace(
        "From: ", "Delivered-To: ib@post.example\nFrom: "
    )
    assert owners(tmp_path, {"Inbox": inbox}, me=["ida@harbour.example"]) == {"ida@harbour.example", "ib@post.example"}


def test_who_is_in_nearly_everything_is_the_owner_where_nothing_else_tells(tmp_path: Path) -> None:
    assert owners(tmp_path, {"Archive": mail((IDA, BO), (ANA, IDA), (BO, IDA), (IDA, MARA))}) == {"ida@harbour.example"}


BESIDE = {
    "ida/Sent": mail((IDA, BO), (IDA, ANA), (IDA, BO)),
    "ida/Inbox": mail((BO, IDA), first=10),
    "mara/Sent": mail((MARA, ANA), (MARA, BO), first=20),
    "mara/Inbox": mail((ANA, MARA), first=30),
}


def test_of_two_people_whose_mailboxes_lie_side_by_side_one_is_the_owner(tmp_path: Path) -> None:
    assert owners(tmp_path / "unsaid", BESIDE) == {"ida@harbour.example"}
    assert owners(tmp_path / "said", BESIDE, me=["mara@oakline.example"]) == {"mara@oakline.example"}


def test_an_address_of_another_name_is_the_owners_too_if_they_send_from_the_same_mailbox(tmp_path: Path) -> None:
    files = {"Sent": mail((IDA, BO), (IDA, ANA), (SALES, BO)), "Inbox": mail((BO, IDA), (BO, SALES), first=10)}
    assert owners(tmp_path, files) == {"ida@harbour.example", "sales@harbour.example"}


@pytest.mark.parametrize("me", [[], ["ida@harbour.example"]])
def test_however_seldom_the_owner_writes_as_another(tmp_path: Path, me: list[str]) -> None:
    files = {"Sent": mail(*[(IDA, BO), (IDA, ANA)] * 10, (SALES, BO)), "Inbox": mail((BO, IDA), first=50)}
    assert owners(tmp_path, files, me) == {"ida@harbour.example", "sales@harbour.example"}


@pytest.mark.parametrize("me", [[], ["ida@harbour.example"]])
def test_an_address_without_a_name_that_sends_from_the_same_mailbox_is_the_owners(
    tmp_path: Path, me: list[str]
) -> None:
    files = {"Sent": mail((IDA, BO), (IDA, ANA), ("ib@post.example", BO)), "Inbox": mail((BO, IDA), first=10)}
    assert owners(tmp_path, files, me) == {"ida@harbour.example", "ib@post.example"}


@pytest.mark.parametrize("count", [1, 10])
@pytest.mark.parametrize("me", [[], ["ida@harbour.example"]])
def test_a_letter_of_somebody_elses_among_the_sent_does_not_make_them_the_owner(
    tmp_path: Path, me: list[str], count: int
) -> None:
    files = {"Sent": mail(*[(IDA, BO), (IDA, ANA)] * count, (MARA, IDA)), "Inbox": mail((BO, IDA), first=50)}
    assert owners(tmp_path, files, me) == {"ida@harbour.example"}


@pytest.mark.parametrize("name", ["Ida Lind", "ida", "Ида Брандт", "Team <ida.brandt"])
def test_who_may_bear_the_owners_name_in_another_mailbox_is_the_owner(tmp_path: Path, name: str) -> None:
    other = "ida.brandt@oakline.example" if "<" in name else "ib@oakline.example"
    sender = f"{name.partition(' <')[0]} <{other}>"
    files = {"old/Sent": mail((IDA, BO), (IDA, ANA)), "new/Sent": mail((sender, BO), first=20)}
    assert owners(tmp_path, files) == {"ida@harbour.example", other}
