from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from connectors.mail import headers
from connectors.mail.folders import Folder
from connectors.records import Ignored, Interaction, Rejected

INBOX = Folder("Inbox", "confirmed")
PLAIN = "From: Ana <ana@sea.example>\nTo: bo@sea.example\nDate: Thu, 8 Nov 2007 15:00:05 +0100\n"


def read(text: str | bytes, folder: Folder = INBOX) -> Interaction | Rejected | Ignored:
    block = b"\n" + (text if isinstance(text, bytes) else text.encode())
    return headers.message(block, "byte 0", folder)


def interaction(text: str | bytes, folder: Folder = INBOX) -> Interaction:
    record = read(text, folder)
    assert isinstance(record, Interaction)
    return record


def test_names_of_fields_are_read_in_any_case_and_with_blanks_before_the_colon() -> None:
    record = interaction(
        "FROM: Ana <ana@sea.example>\nto : bo@sea.example\ndAte: Thu, 8 Nov 2007 15:00:05 +0100\n"
        "MESSAGE-Id: <a@sea.example>\nsubject: x\nlist-ID: <crew.sea.example>\nLIST-unsubscribe: <mailto:x@y>"
    )
    assert [party.role for party in record.participants] == ["from", "to"]
    assert (record.natural_key, record.subject) == ("a@sea.example", "x")
    assert record.bulk_evidence == "list-id; list-unsubscribe"


def test_names_that_only_begin_like_a_field_are_not_it() -> None:
    record = interaction(f"{PLAIN}X-From: c@sea.example\nFrom-Server: d\nTo-Do: e@sea.example\nSubjects: none")
    assert [party.email for party in record.participants] == ["ana@sea.example", "bo@sea.example"]
    assert record.subject == ""


def test_of_repeated_fields_the_first_counts_but_recipients_add_up() -> None:
    record = interaction(f"{PLAIN}Subject: one\nSubject: two\nDate: Fri, 9 Nov 2007 15:00:05 +0100\nTO: c@sea.example")
    assert record.subject == "one"
    assert record.occurred_at.isoformat() == "2007-11-08T14:00:05+00:00"
    assert [party.email for party in record.participants] == ["ana@sea.example", "bo@sea.example", "c@sea.example"]


def test_blind_copies_are_read_where_readpst_puts_them() -> None:
    for name in ("Bcc", "X-libpst-forensic-bcc"):
        record = interaction(f"{PLAIN}{name}: Silva, Ana; Kim Vos <kim@sea.example>")
        assert [(party.role, party.name) for party in record.participants[2:]] == [
            ("cc", "Silva, Ana"),
            ("cc", "Kim Vos"),
        ]


NAMES = st.sampled_from(
    ["From", "To", "Cc", "Date", "Subject", "List-Id", "X-From", "Received", "Fromage", "X-GM-THRID", "References", "x"]
)
FIELD_LINES = st.tuples(
    st.one_of(NAMES, NAMES.map(str.lower), NAMES.map(str.upper), NAMES.map(str.swapcase)),
    st.sampled_from(["", " ", "\t "]),
    st.lists(st.text("ab: ,\t\r", max_size=5), min_size=1, max_size=3),
    st.sampled_from(["\n ", "\n\t"]),
)


@given(st.lists(FIELD_LINES, max_size=12))
def test_fields_are_those_that_reading_line_by_line_finds(lines: list[tuple[str, str, list[str], str]]) -> None:
    block = "".join(f"\n{name}{blanks}:{fold.join(values)}" for name, blanks, values, fold in lines).encode()
    expected: dict[bytes, list[bytes]] = {}
    for name, _, values, fold in lines:
        if usual := headers.BY_LOWER.get(name.lower().encode()):
            expected.setdefault(usual, []).append(fold.join(values).encode())
    assert headers.fields(block) == {
        name: b",".join(values) if name in headers.REPEATABLE else values[0] for name, values in expected.items()
    }


def test_long_subjects_are_cut() -> None:
    assert interaction(f"{PLAIN}Subject: {'word ' * 1000}").subject == ("word " * 100).strip()


def test_blank_subject_and_missing_identifier() -> None:
    record = interaction(f"{PLAIN}Subject:\nMessage-ID:\n")
    assert record.subject == ""
    assert record.natural_key.startswith("sha256:")
    assert record.thread_key == record.natural_key
    assert interaction(f"X-Moved: yes\n{PLAIN}").natural_key == record.natural_key
    assert interaction(f"{PLAIN}Subject: other").natural_key != record.natural_key


def test_threads_by_references_then_by_what_was_answered() -> None:
    both = interaction(f"{PLAIN}Message-ID: <c>\nReferences: <root@x>\n <a@x>\nIn-Reply-To: <b@x> (message of Ana)")
    assert (both.thread_key, both.in_reply_to) == ("root@x", "b@x")
    referring = interaction(f"{PLAIN}Message-ID: <c>\nReferences: <root@x> <a@x>\nIn-Reply-To: your letter of Monday")
    assert (referring.thread_key, referring.in_reply_to) == ("root@x", "a@x")
    answering = interaction(f"{PLAIN}Message-ID: <c>\nIn-Reply-To: <b@x>")
    assert (answering.thread_key, answering.in_reply_to) == ("b@x", "b@x")
    alone = interaction(f"{PLAIN}Message-ID: <c>\nIn-Reply-To: <c>")
    assert (alone.thread_key, alone.in_reply_to) == ("c", "")


def test_identifiers_lose_brackets_blanks_and_what_follows() -> None:
    assert interaction(f"{PLAIN}Message-ID: <a@ sea.example> (added by relay)").natural_key == "a@sea.example"
    assert interaction(f"{PLAIN}Message-ID:\n  a@sea.example").natural_key == "a@sea.example"
    assert interaction(f"{PLAIN}Message-ID: <{'a' * 5000}>").natural_key.startswith("sha256:")


def test_gmail_threads_have_their_own_key() -> None:
    assert interaction(f"{PLAIN}X-GM-THRID: 1784\nReferences: <root@x>").thread_key == "gm:1784"
    assert interaction(f"{PLAIN}X-GM-THRID: none\nReferences: <root@x>").thread_key == "root@x"


def test_the_account_is_where_the_message_was_delivered() -> None:
    assert interaction(f"X-Original-To: a@x\nDelivered-To: b@x\n{PLAIN}").mailbox == "b@x"
    assert interaction(f"X-Original-To: a@x\n{PLAIN}").mailbox == "a@x"
    assert interaction(f"X-Delivered-To: <a@x>\n{PLAIN}").mailbox == "a@x"
    assert interaction(f"Delivered-To: mailing list crew@x\n{PLAIN}").mailbox == ""


def test_labels_come_before_the_folder() -> None:
    assert interaction(f"{PLAIN}X-Gmail-Labels: Sent", Folder("All mail", "spam")).folder == "Sent"
    assert interaction(PLAIN, Folder("Sent", "confirmed")).folder == "Sent"


def test_states() -> None:
    assert interaction(PLAIN, Folder("Junk", "spam")).state == "spam"
    assert interaction(f"{PLAIN}X-Unsent: 1").state == "draft"
    assert interaction(f"{PLAIN}X-Mozilla-Draft-Info: internal/draft").state == "draft"
    assert interaction(f"{PLAIN}X-Gmail-Labels: Draft").state == "draft"
    assert isinstance(read(f"{PLAIN}X-Mozilla-Status: 000b"), Ignored)
    assert isinstance(read(f"{PLAIN}X-Mozilla-Status: 1013"), Interaction)
    assert isinstance(read(f"{PLAIN}X-Mozilla-Status: ?"), Interaction)
    assert isinstance(read(f"{PLAIN}X-Status: AD"), Ignored)
    assert isinstance(read(f"{PLAIN}X-Status: Delivered\nX-Mozilla-Status: ?"), Interaction)
    assert interaction(f"{PLAIN}X-Status: T\r").state == "draft"
    assert interaction(f"{PLAIN}X-Status: AF\nStatus: RO").state == "confirmed"


@pytest.mark.parametrize("letters", ["RT", "RST", "RAT", "UT", "READ", "DELIVERED"])
def test_flags_of_kmail_tell_of_attachments_and_not_of_drafts(letters: str) -> None:
    assert interaction(f"{PLAIN}Status: RO\nX-Status: {letters}").state == "confirmed"


def test_a_date_that_is_no_use_gives_way_to_the_last_relay_then_to_the_from_line() -> None:
    received = "Received: by a; nonsense\nReceived: by b;\n Fri, 9 Nov 2007 15:00:05 +0100\n"
    undated = "From: ana@sea.example\nDate: Sun, 1 Jan 30000 10:00:00 +0000"
    assert interaction(received + undated).occurred_at.isoformat() == "2007-11-09T14:00:05+00:00"
    block = b"From ana Sat Nov 10 15:00:05 2007\n" + undated.encode()
    record = headers.message(block, "byte 0", INBOX)
    assert isinstance(record, Interaction)
    assert (record.occurred_at.isoformat(), record.time_zone) == ("2007-11-10T15:00:05+00:00", "")
    assert read(undated) == Rejected("no usable date", "byte 0", " ".join(undated.split()))


@pytest.mark.parametrize(
    ("date", "received", "expected"),
    [
        ("Fri, 4 Mar 2039 10:00:00 +0100", "Fri, 8 Mar 2024 10:00:00 +0100", "2024-03-08T09:00:00+00:00"),
        ("Tue, 1 Jan 1980 00:00:00 +0000", "Sat, 9 Mar 2024 10:00:00 +0100", "2024-03-09T09:00:00+00:00"),
        ("Thu, 1 Jan 1970 00:00:00 +0000", "Sat, 9 Mar 2024 10:00:00 +0100", "2024-03-09T09:00:00+00:00"),
        # So long it may have taken, or the clocks differ a little.
        ("Fri, 4 Mar 2039 10:00:00 +0100", "Thu, 3 Mar 2039 10:00:00 +0100", "2039-03-04T09:00:00+00:00"),
        ("Fri, 4 Mar 2039 10:00:00 +0100", "Fri, 18 Mar 2039 10:00:00 +0100", "2039-03-04T09:00:00+00:00"),
        ("Fri, 4 Jan 1980 10:00:00 +0100", "Sat, 5 Jan 1980 10:00:00 +0100", "1980-01-04T09:00:00+00:00"),
        # Whoever sends, receives nothing.
        ("Fri, 4 Mar 2039 10:00:00 +0100", "", "2039-03-04T09:00:00+00:00"),
    ],
)
def test_a_date_of_a_clock_that_was_set_wrong_gives_way_to_the_last_relay(
    date: str, received: str, expected: str
) -> None:
    relayed = f"Received: from a by b; {received}\n" if received else ""
    assert interaction(f"{relayed}From: ana@sea.example\nDate: {date}").occurred_at.isoformat() == expected


def test_without_an_identifier_a_message_is_the_same_however_its_addresses_are_written() -> None:
    other = PLAIN.replace("ana@sea", "Ana@Sea").replace("bo@sea", "BO@SEA")
    assert interaction(other).natural_key == interaction(PLAIN).natural_key
    assert interaction(PLAIN.replace("bo@", "bob@")).natural_key != interaction(PLAIN).natural_key


def test_rejections_say_why() -> None:
    def reason(text: str) -> str:
        record = read(text)
        assert isinstance(record, Rejected)
        assert len(record.excerpt) <= 200
        return record.reason

    assert reason("Date: Thu, 8 Nov 2007 15:00:05 +0100") == "neither sender nor recipient"
    assert reason("From: ana@sea.example") == "no usable date"
    assert reason("only text " * 100) == "no header fields"


def test_a_list_that_hides_its_senders_is_seen_through() -> None:
    rewritten = PLAIN.replace("Ana <ana@sea.example>", "'Ana Silva' via Crew <crew@sea.example>")
    listed = f"{rewritten}List-Id: <crew.sea.example>\n"
    assert interaction(f"{listed}Reply-To: ana@sea.example").participants[0][1:3] == ("Ana Silva", "ana@sea.example")
    original = interaction(f"{listed}Reply-To: crew@sea.example\nX-Original-From: Ana <ana@sea.example>")
    assert original.participants[0][1:3] == ("Ana", "ana@sea.example")
    # Without a list, "via" is what a service writes, and its address is the sender's.
    assert interaction(f"{rewritten}Reply-To: ana@sea.example").participants[0].email == "crew@sea.example"
    assert interaction(f"{listed}Reply-To: crew@sea.example").participants[0].email == "crew@sea.example"


def test_a_header_of_two_hundred_kilobytes() -> None:
    recipients = ",\n ".join(f"Crew {number} <{number}@sea.example>" for number in range(6_000))
    record = interaction(f"{PLAIN}X-Junk: {'x' * 200_000}\nCc: {recipients}\nMessage-ID: <big@sea.example>")
    assert len(record.participants) == 6_002
    assert record.natural_key == "big@sea.example"


def test_raw_bytes_in_a_header_are_read() -> None:
    record = interaction(PLAIN.replace("Ana", "Björn").encode("latin-1") + "Subject: Zażółć".encode())
    assert (record.participants[0].name, record.subject) == ("Björn", "Zażółć")


@pytest.mark.parametrize("end", [b"", b"\xc5", b"\xff"])
def test_a_line_of_utf8_that_is_cut_or_damaged_is_still_in_utf8(end: bytes) -> None:
    assert interaction(PLAIN.encode() + b"Subject: " + "Zażółć".encode() + end).subject == "Zażółć"
