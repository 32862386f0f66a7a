from __future__ import annotations

from pathlib import PurePosixPath
from unicodedata import normalize

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
        (b" [Imap]/Drafts", "[Imap]/Drafts", "draft"),
        (b" Scheduled", "Scheduled", "draft"),
        (" Entwu\u0308rfe".encode(), "Entwürfe", "draft"),
        (b" =?UTF-8?Q?Unerwu=CC=88nscht?=", "Unerwünscht", "spam"),
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
        ("Export/Entwu\u0308rfe.mbox/mbox", "Entwürfe", "draft"),
        ("Unerwu\u0308nscht.mbox", "Unerwünscht", "spam"),
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
        ("V10/6D5B/Drafts.mbox/9F8E/Data/Messages/103.emlx", "Drafts", "draft"),
        ("V10/6D5B/Junk.mbox/9F8E/Data/1/2/Messages/21001.partial.emlx", "Junk", "spam"),
        ("V10/6D5B/Clients.mbox/Entwu\u0308rfe.mbox/9F8E/Data/Messages/1.emlx", "Entwürfe", "draft"),
        ("Mail/IMAP-ana/Drafts.imapmbox/Messages/7.emlx", "Drafts", "draft"),
        ("export/Messages/1.eml", "Messages", "confirmed"),
        ("1.eml", "", "confirmed"),
    ],
)
def test_folders_of_message_files(path: str, name: str, state: str) -> None:
    assert folders.of_message(PurePosixPath(path)) == (name, state)


@pytest.mark.parametrize(
    ("name", "state"),
    [
        ("Postausgang", "draft"),
        ("Boîte d'envoi", "draft"),
        ("Boîte d\N{RIGHT SINGLE QUOTATION MARK}envoi", "draft"),
        ("Postvak UIT", "draft"),
        ("A Enviar", "draft"),
        ("寄件匣", "draft"),
        ("postponed", "draft"),
        ("Kopie robocze", "draft"),
        ("Junk-E-Mail", "spam"),
        ("Uønsket e-mail", "spam"),
        ("Correio Não Solicitado", "spam"),
        ("İstenmeyen", "spam"),
        ("垃圾電子郵件", "spam"),
        # So Gmail calls what was sent, in Hebrew.
        ("דואר יוצא", "confirmed"),
    ],
)
def test_folders_that_mail_programs_name_in_other_languages(name: str, state: str) -> None:
    assert folders.of_message(PurePosixPath(name, "1.eml")) == (name, state)
    assert folders.labelled(name.encode()) == (name, state)


@pytest.mark.parametrize("name", sorted(folders.DRAFTS | folders.UNSENT | folders.SPAM))
def test_every_name_is_known_however_it_is_written(name: str) -> None:
    written = {folders.of_mailbox(PurePosixPath(name)), folders.of_mailbox(PurePosixPath(normalize("NFD", name)))}
    assert written == {(name, "spam" if name in folders.SPAM else "draft")}
    assert folders.of_mailbox(PurePosixPath(name.title())).state != "confirmed"


@pytest.mark.parametrize(("name", "state"), [("queue", "draft"), ("Queue", "confirmed"), ("Vorlagen", "confirmed")])
def test_what_waits_to_be_sent_lies_in_a_folder_and_under_no_label(name: str, state: str) -> None:
    assert folders.of_mailbox(PurePosixPath("Local Folders", name)).state == state
    assert folders.of_message(PurePosixPath("Mail", name, "1")).state == state
    assert folders.labelled(name.encode()).state == "confirmed"


@settings(deadline=None)
@given(st.binary(max_size=100), st.text(max_size=30))
def test_never_raises(field: bytes, name: str) -> None:
    folders.labelled(field).name.encode()
    folders.of_message(PurePosixPath("a", name, "b")).name.encode()
