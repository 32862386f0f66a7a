from __future__ import annotations

from email.utils import formataddr, getaddresses

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from connectors.mail.addresses import mailboxes
from connectors.mail.parties import copied, recipients, senders

PARTS = st.sampled_from(
    [
        *"\"'()<>,;:@\\=?[] \u00a0\u3000\t\n\0éø",
        "=?utf-8?Q?A;B?=", "SMTP:", "/Acme@ACME", "\x1b$BF|\x1b(B",
        "Ana", "Silva", "ana@harbour.example", "<bo@harbour.example>", "=?utf-8?Q?Silva,_Ana?=", "=?utf-8?B?", "?=",
        '"Okafor, Chidi"', "(Lumen)", " at ", "mailto:", "undisclosed-recipients:;", ", ",
    ]
)  # fmt: skip
WORDS = st.text("abcdefghijklmnopqrstuvwxyz", min_size=1, max_size=8)
ADDRESSES = st.builds("{}.{}@{}.example".format, WORDS, WORDS, WORDS)
NAMES = st.text(st.characters(codec="ascii", categories=["L", "N", "P", "Zs"]), max_size=20).map(
    lambda text: " ".join(text.replace("=?", "").split())
)


def parties(text: str) -> list[tuple[str, str]]:
    return [(party.name, party.email) for party in recipients(text.encode())]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Ana Silva <ana@harbour.example>", [("Ana Silva", "ana@harbour.example")]),
        ("ana@harbour.example", [("", "ana@harbour.example")]),
        ('"Silva, Ana" <ana@harbour.example>, Bo <bo@sea.example>',
         [("Silva, Ana", "ana@harbour.example"), ("Bo", "bo@sea.example")]),
        ('"A \\"Nana\\" S" <ana@harbour.example>', [('A "Nana" S', "ana@harbour.example")]),
        ("Ana.Silva@Harbour.EXAMPLE", [("", "Ana.Silva@Harbour.EXAMPLE")]),
        ("Ana\n\tSilva\n <ana@harbour.example>", [("Ana Silva", "ana@harbour.example")]),
        ('"ana silva"@harbour.example', [("", '"ana silva"@harbour.example')]),
        ("ana@[192.0.2.1]", [("", "ana@[192.0.2.1]")]),
        ("Björn <björn@exämple.example>", [("Björn", "björn@exämple.example")]),
    ],
)  # fmt: skip
def test_reads_what_the_standard_has(text: str, expected: list[tuple[str, str]]) -> None:
    assert parties(text) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Crew: ana@sea.example, \"D, E\" <d@sea.example>;, f@sea.example",
         [("", "ana@sea.example"), ("D, E", "d@sea.example"), ("", "f@sea.example")]),
        ("undisclosed-recipients:;", []),
        ('"Undisclosed-Recipient:;"@harbour.example', []),
        ("ana@sea.example (Ana Silva)", [("Ana Silva", "ana@sea.example")]),
        ("Ana (Lumen (Oslo), sales) <ana@sea.example>", [("Ana (Lumen (Oslo), sales)", "ana@sea.example")]),
        ("<@relay.example,@mx.example:ana@sea.example>", [("", "ana@sea.example")]),
        ("ana @ sea . example", [("", "ana@sea.example")]),
        ("ana(work)@sea.example", [("work", "ana@sea.example")]),
        (",, ,", []),
        ("", []),
    ],
)  # fmt: skip
def test_reads_groups_comments_and_obsolete_forms(text: str, expected: list[tuple[str, str]]) -> None:
    assert parties(text) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Silva, Ana <ana@sea.example>", [("Silva, Ana", "ana@sea.example")]),
        ("ana@sea.example; bo@sea.example;", [("", "ana@sea.example"), ("", "bo@sea.example")]),
        ("ana at sea.example (Ana Silva)", [("Ana Silva", "ana@sea.example")]),
        ("Ana <ana@sea.example> Bo <bo@sea.example>", [("Ana", "ana@sea.example"), ("Bo", "bo@sea.example")]),
        ("ana@sea.example bo@sea.example", [("", "ana@sea.example"), ("", "bo@sea.example")]),
        ("Ana Silva ana@sea.example", [("Ana Silva", "ana@sea.example")]),
        ("mailto:ana@sea.example", [("", "ana@sea.example")]),
        ("'ana@sea.example'", [("", "ana@sea.example")]),
        ('"Ana <ana@sea.example>, Bo <bo@sea.example>', [("Ana", "ana@sea.example"), ("Bo", "bo@sea.example")]),
        ("Ana (Lumen <ana@sea.example>, bo@sea.example", [("Ana (Lumen", "ana@sea.example"), ("", "bo@sea.example")]),
        ("Ana Silva", [("Ana Silva", "")]),
        ("Ana </O=LUMEN/CN=ANA>", [("Ana", "")]),
        ("Una <una@sea.example", [("Una", "una@sea.example")]),
        ("<una@sea.example", [("", "una@sea.example")]),
        ("Ana Silva [mailto:ana@sea.example]", [("Ana Silva", "ana@sea.example")]),
        ("[SMTP:ana@sea.example]", [("", "ana@sea.example")]),
        ("Ana <SMTP:ana@sea.example>", [("Ana", "ana@sea.example")]),
        ('Ana <"ana@sea.example">', [("Ana", "ana@sea.example")]),
        ('Ana <"ana silva"@sea.example>', [("Ana", '"ana silva"@sea.example')]),
        ("=?utf-8?Q?W=C3=B6rd_<ana@sea.example>?=", [("Wörd", "ana@sea.example")]),
        ("Ana Silva/Sales/Acme@ACME", [("Ana Silva", "")]),
        ("CN=Ana Silva/OU=Sales/O=Acme@ACME, bo@sea.example", [("Ana Silva", ""), ("", "bo@sea.example")]),
        ("CN=Ana Silva/O=Acme", [("Ana Silva", "")]),
        ("<Ana/Sales/Acme@ACME>", [("Ana", "")]),
        ("ana/sales@sea.example", [("", "ana/sales@sea.example")]),
        ("Ana <'ana@sea.example'>", [("Ana", "ana@sea.example")]),
        ("Ana <<ana@sea.example>>", [("Ana", "ana@sea.example")]),
        ("Ana <ana at sea.example>", [("Ana", "ana@sea.example")]),
        ('"Ana Silva" ana@sea.example', [("Ana Silva", "ana@sea.example")]),
        ("<ana@sea.example, bo@sea.example;eva@sea.example>",
         [("", "ana@sea.example"), ("", "bo@sea.example"), ("", "eva@sea.example")]),
        ('"Ana" <>, Bo <bo@sea.example>', [("Ana", ""), ("Bo", "bo@sea.example")]),
        ("Ana Silva <>; Bo", [("Ana Silva", ""), ("Bo", "")]),
        ('"undisclosed-recipients:;"', []),
        ('"Undisclosed recipients" <>', []),
        ("=?utf-8?Q?ana=40sea=2Eexample?=", [("", "ana@sea.example")]),
        ("=?utf-8?Q?ana=40sea.example,_bo=40sea.example?=", [("", "ana@sea.example"), ("", "bo@sea.example")]),
        ("\u202aAna\u202c <\u202aana@sea.example\u202c>", [("Ana", "ana@sea.example")]),
        ("\ufeffana@sea.example\u200b", [("", "ana@sea.example")]),
        ("Ana <ana@sea.example\u00a0>", [("Ana", "ana@sea.example")]),
        ("Ana\u3000ana@sea.example", [("Ana", "ana@sea.example")]),
        ("\x1b$BF|K\\\x1b(B, \x1b$B;3ED\x1b(B <ana@sea.example>", [("日本, 山田", "ana@sea.example")]),
    ],
)  # fmt: skip
def test_reads_what_mail_programs_write_instead(text: str, expected: list[tuple[str, str]]) -> None:
    assert parties(text) == expected


@pytest.mark.parametrize(
    ("text", "names"),
    [
        ("Silva, Ana; Okafor, Chidi", ["Silva, Ana", "Okafor, Chidi"]),
        ("Silva, Ana;", ["Silva, Ana"]),
        ("Silva, Ana, Dr.; Bo", ["Silva, Ana, Dr.", "Bo"]),
        ("Silva, Ana; Bo <bo@sea.example>; Okafor, Chidi", ["Silva, Ana", "Bo", "Okafor, Chidi"]),
        ("=?utf-8?B?TcO8bGxlciwgSsO2cmc7IFNpbHZhLCBBbmE=?=", ["Müller, Jörg", "Silva, Ana"]),
        ("=?utf-8?Q?M=C3=BCller,_J=C3=B6rg?=; Silva, Ana", ["Müller, Jörg", "Silva, Ana"]),
        ("Silva, Ana", ["Silva", "Ana"]),
        ("Crew: Ana, Bo;", ["Ana", "Bo"]),
        ("Ana, Bo, Chidi, Dan; Eva", ["Ana", "Bo", "Chidi", "Dan", "Eva"]),
        ('"Silva, Ana", "Okafor, Chidi"; Bo', ["Silva, Ana", "Okafor, Chidi", "Bo"]),
    ],
)
def test_between_semicolons_a_name_without_address_may_hold_a_comma(text: str, names: list[str]) -> None:
    assert [name for name, _ in parties(text)] == names


@pytest.mark.parametrize(
    "text",
    [
        "=?utf-8?Q?Silva=2C_Ana?= <ana@sea.example>",
        "=?utf-8?Q?Silva,_Ana?= <ana@sea.example>",
        "=?UTF-8?B?U2lsdmEsIA==?=\n =?UTF-8?B?QW5h?= <ana@sea.example>",
        '"=?utf-8?Q?Silva=2C_Ana?=" <ana@sea.example>',
        "=?utf-8?Q?=22Silva=2C_Ana=22?= <ana@sea.example>",
        "=?utf-8?Q?Silva=2C_Ana_=3Cana=40sea=2Eexample=3E?=",
    ],
)
def test_decodes_names_after_cutting_the_list(text: str) -> None:
    found = parties(f"{text}, Bo <bo@sea.example>")
    assert [email for _, email in found[-2:]] == ["ana@sea.example", "bo@sea.example"]
    assert " ".join(name for name, _ in found[:-1]) in ("Silva, Ana", "Silva Ana")


def test_roles_are_those_of_the_field() -> None:
    text = b"ana@sea.example, Bo <bo@sea.example>"
    told = [party.role for read in (senders, recipients, copied, recipients) for party in read(text)]
    assert told == ["from", "from", "to", "to", "cc", "cc", "to", "to"]


@settings(deadline=None)
@given(st.lists(PARTS, max_size=25).map("".join))
@example('"' * 50)
@example("(" * 50 + ")")
def test_whatever_the_text_it_is_read_the_same_way_with_and_without_shortcuts(text: str) -> None:
    slowly = [tuple(mailbox) for mailbox in mailboxes(text.encode().decode())]
    assert parties(text) == slowly
    assert all("\n" not in name and "\0" not in name for name, _ in slowly)


@settings(deadline=None)
@given(st.binary(max_size=300))
def test_never_raises(value: bytes) -> None:
    for party in recipients(value):
        assert party.name or party.email
        (party.name + party.email).encode()


@settings(deadline=None)
@given(st.lists(st.tuples(NAMES, ADDRESSES), min_size=1, max_size=5))
def test_agrees_with_the_standard_library_on_well_formed_lists(people: list[tuple[str, str]]) -> None:
    text = ", ".join(formataddr(person) for person in people)
    assert [email for _, email in parties(text)] == [email for _, email in getaddresses([text])]


@settings(deadline=None)
@given(st.lists(st.tuples(st.text("ÀÉîøßŻж中 abc", max_size=12), ADDRESSES), min_size=1, max_size=5))
def test_encoded_names_come_back(people: list[tuple[str, str]]) -> None:
    text = ", ".join(formataddr(person) for person in people)
    assert parties(text) == [(" ".join(name.split()), email) for name, email in people]


@pytest.mark.parametrize(
    "unit", ["(", '"\\', "<a", "=?a?q?", "a,", "()", "@", '"', ":", "a@b ", "<>a", ". ", "a at ", "\\"]
)
def test_hostile_lists_take_no_longer_than_their_length_allows(unit: str) -> None:
    # Quadratic time would take minutes here, and the suite's patience ends long before.
    assert recipients((unit * (40_000 // len(unit))).encode()) is not None
