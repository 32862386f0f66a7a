from __future__ import annotations

from pathlib import PurePosixPath

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from connectors.mail import folders


@pytest.mark.parametrize(
    ("field", "name", "state"),
    [
        (b" Inbox,Important", "Inbox, Important", "confirmed"),
        (b' "Work, old",Sent', "Work, old, Sent", "confirmed"),
        (b' "A \\"b\\" c"', 'A \\"b\\" c', "confirmed"),
        (b" =?UTF-8?Q?Entw=C3=BCrfe,Ge=C3=B6ffnet?=", "Entwürfe, Geöffnet", "draft"),
        (
            b" =?UTF-8?Q?Bo=C3=AEte?=\n =?UTF-8?Q?_de_r=C3=A9ception?=,Brouillons",
            "Boîte de réception, Brouillons",
            "draft",
        ),
        (b" [Gmail]/Drafts", "[Gmail]/Drafts", "draft"),
        (b" Projects/Drafts", "Projects/Drafts", "confirmed"),
        (b" Spam,Opened", "Spam, Opened", "spam"),
        (b" =?UTF-8?B?6L+35oOR44Oh44O844Or?=", "迷惑メール", "spam"),
        (b" Trash", "Trash", "confirmed"),
        (b"", "", "confirmed"),
    ],
)
def test_labels_of_gmail(field: bytes, name: str, state: str) -> None:
    assert folders.labelled(field) == (name, state)


@pytest.mark.parametrize(
    ("path", "name", "state"),
    [
        ("Takeout/Mail/All mail Including Spam and Trash.mbox", "All mail Including Spam and Trash", "confirmed"),
        ("Takeout/Mail/Spam.mbox", "Spam", "spam"),
        ("Profile/Mail/Local Folders/Drafts", "Drafts", "draft"),
        ("Export/Sent Messages.mbox/mbox", "Sent Messages", "confirmed"),
        ("mbox", "mbox", "confirmed"),
        ("Old.2019.mbox", "Old.2019", "confirmed"),
    ],
)
def test_folders_that_are_mailbox_files(path: str, name: str, state: str) -> None:
    assert folders.of_mailbox(PurePosixPath(path)) == (name, state)


@pytest.mark.parametrize(
    ("path", "name", "state"),
    [
        ("Mail/Archive/cur/1.host:2,S", "Archive", "confirmed"),
        ("Mail/.INBOX.Drafts/new/1.host", "INBOX.Drafts", "draft"),
        ("Mail/.Entw&APw-rfe/cur/1.host", "Entwürfe", "draft"),
        ("Mail/.R&-D/cur/1.host", "R&D", "confirmed"),
        ("Mail/.&broken-/cur/1.host", "&broken-", "confirmed"),
        ("export/Junk E-mail/1.eml", "Junk E-mail", "spam"),
        ("1.eml", "", "confirmed"),
    ],
)
def test_folders_of_message_files(path: str, name: str, state: str) -> None:
    assert folders.of_message(PurePosixPath(path)) == (name, state)


@settings(deadline=None)
@given(st.binary(max_size=100), st.text(max_size=30))
def test_never_raises(field: bytes, name: str) -> None:
    folders.labelled(field).name.encode()
    folders.of_message(PurePosixPath("a", name, "b")).name.encode()
