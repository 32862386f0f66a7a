from __future__ import annotations

from email.header import Header

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from connectors.mail.encoded_words import decode, tidy, to_utf8


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("plain", "plain"),
        ("=?UTF-8?B?R3LDvMOfZQ==?=", "Grüße"),
        ("=?iso-8859-1?q?Gr=FC=DFe?= aus Oslo", "Grüße aus Oslo"),
        ("a =?utf-8?Q?=C3=BC?= b", "a ü b"),
        ("=?utf-8?Q?a?= =?utf-8?Q?b?=", "ab"),
        ("=?utf-8?Q?a_?=\n =?iso-8859-1?Q?=FC?=", "a ü"),
        ("=?utf-8*de?Q?=C3=BC?=", "ü"),
        ("=?iso-2022-jp?B?GyRCRnxLXBsoQg==?=", "日本"),
        ("=?koi8-r?B?8NLJ18XU?=", "Привет"),
        ("=?x-mac-roman?Q?Caf=8E?=", "Café"),
    ],
)
def test_decodes(text: str, expected: str) -> None:
    assert decode(text) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("=?utf-8?Q?=C3?= =?utf-8?Q?=BC?=", "ü"),
        ("=?utf-8?B?w7w?=", "ü"),
        ("=?utf-8?B?w7w=A?=", "ü"),
        ("=?us-ascii?Q?=C3=BC?=", "ü"),
        ("=?utf-8?Q?Jos=E9?=", "José"),
        ("=?us-ascii?Q?Gr=FC=DFe?=", "Grüße"),
        ("=?utf-8?B?SXTigJlzIPM=?=", "It\N{RIGHT SINGLE QUOTATION MARK}s \N{REPLACEMENT CHARACTER}"),
        ("=?utf-8?Q?Gr=C3=BC=C3?=", "Grü\N{REPLACEMENT CHARACTER}"),
        ("=?iso-8859-1?Q?=93quoted=94?=", "“quoted”"),
        ("=?gb2312?B?g+E=?=", b"\x83\xe1".decode("gb18030")),
        ("=?unknown-8bit?Q?Gr=FC=DFe?=", "Grüße"),
        ("=?utf\\0\\1?Q?Ana?=", "Ana"),
        ("=?utf\0?Q?Ana?=", "Ana"),
        ("=?idna?Q?Ana?=", "Ana"),
        ("=?unicode_escape?Q?=5Cud800?=", "\\ud800"),
        ("=?base64?Q?Ana?=", "Ana"),
        ("=?utf-8?Q?Really?_Yes.?=", "Really? Yes."),
        ("=?utf-8?Q?two words?=", "two words"),
        ("=?utf-8?Q?never closed", "=?utf-8?Q?never closed"),
        ("=?utf-8?X?what?=", "=?utf-8?X?what?="),
    ],
)
def test_mends_what_mail_programs_break(text: str, expected: str) -> None:
    assert decode(text) == expected


@settings(deadline=None)
@given(st.text(st.characters(codec="utf-8", exclude_categories=["Cc", "Zl", "Zp", "Zs"]), min_size=1, max_size=60))
def test_what_was_encoded_comes_back(text: str) -> None:
    assert decode(Header(text, "utf-8").encode()) == text


@settings(deadline=None)
@given(
    st.text()
    | st.lists(st.sampled_from(["=?", "?=", "?", "utf-8", "Q", "B", "=C3", " ", "é", "utf-7", "+2AA-"])).map("".join)
)
def test_never_raises_and_leaves_text_that_can_be_stored(text: str) -> None:
    tidied = tidy(decode(text))
    tidied.encode()
    assert tidied == tidied.strip()
    assert "\n" not in tidied


def test_tidies_white_space_and_control_characters() -> None:
    assert tidy("  Ana\n\t Sil\0va\u00a0 \x1b[1m") == "Ana Silva [1m"
    assert tidy("half \ud800 a character") == "half a character"
    # A zero-width joiner holds names and emoji together.
    assert tidy("\U0001f469\u200d\U0001f4bb") == "\U0001f469\u200d\U0001f4bb"


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Re: \x1b$BF|K\\$N7o\x1b(B ok, \x1b$B;3ED\x1b(J", "Re: 日本の件 ok, 山田"),
        ("\x1b$BF|K\\", "日本"),
        ("\x1b$B~~\x1b(B", "$B~~(B"),
        ("\x1b$Bé\x1b(B", "$Bé(B"),
    ],
)
def test_raw_iso_2022_jp_is_read_as_what_it_is(text: str, expected: str) -> None:
    assert tidy(text) == expected


@pytest.mark.parametrize(
    ("block", "expected"),
    [
        ("\nFrom: Grün\nTo: Ęwa".encode(), "\nFrom: Grün\nTo: Ęwa"),
        ("\nFrom: Grün".encode("latin-1") + "\nTo: Ęwa".encode(), "\nFrom: Grün\nTo: Ęwa"),
        ("\nFrom: Привет\nContent-Type: text/plain; charset=".encode("koi8-r") + b"koi8-r",
         "\nFrom: Привет\nContent-Type: text/plain; charset=koi8-r"),
        ("\nFrom: Grün\nContent-Type: text/plain;\n charset=\"".encode("latin-1") + b'utf-16"',
         "\nFrom: Grün\nContent-Type: text/plain;\n charset=\"utf-16\""),
    ],
)  # fmt: skip
def test_raw_bytes_are_read_in_the_charset_of_the_message(block: bytes, expected: str) -> None:
    assert to_utf8(block).decode() == expected


@pytest.mark.parametrize(
    ("charset", "text"),
    [
        ("tis-620", "ปากีสถาน"),
        ("gb2312", "莫桑比克"),
        ("big5", "巴拉圭"),
        ("euc-jp", "ベトナム"),
        ("euc-kr", "탄자니아"),
    ],
)
def test_a_line_that_looks_much_like_utf8_is_in_the_charset_of_the_message(charset: str, text: str) -> None:
    content_type = f"Content-Type: text/plain; charset={charset}"
    block = f"\n{content_type}\nSubject: ".encode() + text.encode(charset)
    assert to_utf8(block).decode() == f"\n{content_type}\nSubject: {text}"


@pytest.mark.parametrize("charset", ["utf-8", "iso-8859-1", "us-ascii", "gb2312", "x-unknown"])
@pytest.mark.parametrize("text", ["Żółć", "Привет", "สวัสดี", "नमस्ते"])
def test_a_line_of_utf8_that_ends_within_a_letter_is_in_utf8(charset: str, text: str) -> None:
    block = f"\nContent-Type: text/plain; charset={charset}\nSubject: {text}".encode()
    assert to_utf8(block[:-1]) == block.decode()[:-1].encode()


@settings(deadline=None)
@given(st.binary(max_size=200))
def test_any_block_becomes_utf8(block: bytes) -> None:
    to_utf8(block).decode()
