r"""Header text as real mail writes it: encoded words (RFC 2047) and raw 8-bit bytes, made plain Unicode.

Faults seen in public corpora and mended here: a character cut in two by neighbouring words, base64 without padding,
charsets that do not exist (``utf\0\1``, ``unknown-8bit``), ``gb2312`` that is really gb18030, ``iso-8859-1`` that is
really windows-1252, spaces and question marks inside a word, raw Latin or Cyrillic bytes beside UTF-8, raw ISO-2022-JP.
Nothing raises.
"""

from __future__ import annotations

import binascii
import codecs
import re
from functools import lru_cache

# Beyond this a text is cut before it is decoded: no person's name or subject is longer, and hostile ones cost time.
LONGEST_TEXT = 4_000
ASCII = bytes(range(128))
# So many letters of UTF-8 are no accident.
FEWEST_LETTERS = 2

WORD = re.compile(r"=\?([^?\s*]{1,60})(?:\*[^?\s]{0,60})?\?([bBqQ])\?([^?]*+(?:\?(?!=)[^?]*+)*)\?=")
CHARSET_PARAMETER = re.compile(rb"\n[Cc]ontent-[Tt]ype:[^\n]*(?:\n[ \t][^\n]*)*?[Cc]harset=\"?([\w.:-]{1,60})")
# Kanji between the escapes of ISO-2022-JP, all in ASCII.
ESCAPED = re.compile(r"\x1b\$[@B][!-~\s]*(?:\x1b\([BJ]|$)")
# Marks of direction and of no width, which come along where an address or a name is copied.
UNSEEN = "\u200b\u200e\u200f\u202a-\u202e\u2060-\u2069\ufeff"
NOT_TEXT = re.compile(rf"[\x00-\x08\x0e-\x1f\x7f-\x84\x86-\x9f\ud800-\udfff{UNSEEN}]")
# A letter of UTF-8 beyond ASCII.
LETTER = re.compile(
    rb"[\xc2-\xdf][\x80-\xbf]|\xe0[\xa0-\xbf][\x80-\xbf]|[\xe1-\xef][\x80-\xbf]{2}|[\xf0-\xf4][\x80-\xbf]{3}"
)

# What mail calls a charset, and the superset that is really meant by it.
MEANT = {
    "ascii": "utf-8",
    "us-ascii": "utf-8",
    "iso-8859-1": "cp1252",
    "latin1": "cp1252",
    "latin-1": "cp1252",
    "iso-8859-8-i": "iso-8859-8",
    "iso-8859-9": "cp1254",
    "gb2312": "gb18030",
    "gb_2312-80": "gb18030",
    "gbk": "gb18030",
    "big5": "cp950",
    "shift_jis": "cp932",
    "shift-jis": "cp932",
    "x-sjis": "cp932",
    "euc-kr": "cp949",
    "ks_c_5601-1987": "cp949",
    "windows-874": "cp874",
    "tis-620": "cp874",
    "utf8mb4": "utf-8",
    "unicode-1-1-utf-7": "utf-7",
    "x-mac-roman": "mac_roman",
    "x-mac-ce": "mac_latin2",
    "x-mac-cyrillic": "mac_cyrillic",
    "x-mac-greek": "mac_greek",
    "x-mac-turkish": "mac_turkish",
}

# Python codecs that are no charsets of mail; idna is also quadratic in time.
NO_CHARSET = frozenset({"idna", "punycode", "unicode_escape", "raw_unicode_escape", "undefined", "mbcs", "oem"})


def decode(text: str) -> str:
    """Return text with its encoded words decoded, and neighbouring words joined without the space between."""
    if "=?" not in text:
        return text
    if alone := WORD.fullmatch(text):
        return _decoded(_content(alone[2], alone[3]), alone[1].lower())
    text = text[:LONGEST_TEXT]
    parts: list[str] = []
    run, run_charset, done = b"", "", 0
    for word in WORD.finditer(text):
        charset, between = word[1].lower(), text[done : word.start()]
        is_apart = not run_charset or bool(between.strip())
        if run_charset and (is_apart or charset != run_charset):
            parts.append(_decoded(run, run_charset))
            run = b""
        if is_apart:
            parts.append(between)
        run += _content(word[2], word[3])
        run_charset, done = charset, word.end()
    if run_charset:
        parts.append(_decoded(run, run_charset))
    return "".join([*parts, text[done:]])


def tidy(text: str) -> str:
    """Return text on one line: white space collapsed, control characters and half characters (surrogates) gone."""
    text = text.strip()
    if text.isprintable() and "  " not in text:
        return text
    if "\x1b" in text:
        text = unescape(text)
    return " ".join(NOT_TEXT.sub("", text).split())


def unescape(text: str) -> str:
    """Return text with its raw ISO-2022-JP decoded; what only looks like it stays."""
    return ESCAPED.sub(_unescaped, text)


def _unescaped(match: re.Match[str]) -> str:
    try:
        return match[0].encode().decode("iso2022_jp")
    except UnicodeError:
        return match[0]


def to_utf8(block: bytes) -> bytes:
    """Return a header block in UTF-8; other lines are read in the charset of the message, else in windows-1252."""
    try:
        block.decode()
    except UnicodeDecodeError:
        declared = CHARSET_PARAMETER.search(block)
        charset = _raw_charset(declared[1].decode("ascii", "replace").lower() if declared else "")
        return b"\n".join(_line_to_utf8(line, charset) for line in block.split(b"\n"))
    return block


def _line_to_utf8(line: bytes, charset: str) -> bytes:
    if _fits(line, "utf-8"):
        return line
    # Words of Thai, Chinese, Japanese and Korean may look much like UTF-8; and windows-1252 fits nearly any bytes.
    is_as_told = _codec(charset) != "cp1252" and _fits(line, _codec(charset))
    if not is_as_told and _is_damaged_utf8(line):
        return line.decode("utf-8", "ignore").encode()
    return _decoded(line, charset).encode("utf-8", "replace")


def _fits(line: bytes, codec: str) -> bool:
    try:
        line.decode(codec)
    except UnicodeError:
        return False
    return True


def _is_damaged_utf8(line: bytes) -> bool:
    """Tell whether a line that is not UTF-8 would be, had it not been cut within a letter, or a byte broken."""
    letters = LETTER.findall(line)
    return len(letters) >= FEWEST_LETTERS and len(LETTER.sub(b"", line).translate(None, ASCII)) < len(letters)


def _content(encoding: str, text: str) -> bytes:
    raw = text.encode("utf-8", "replace")
    if encoding in "qQ":
        return binascii.a2b_qp(raw, header=True)
    try:
        return binascii.a2b_base64(raw + b"==")
    except binascii.Error:
        return binascii.a2b_base64(_whole_groups(raw))


def _whole_groups(raw: bytes) -> bytes:
    """Drop the last characters of base64 text that make up no group of four."""
    digits = re.sub(rb"[^A-Za-z0-9+/]", b"", raw)
    return digits[: len(digits) - len(digits) % 4]


def _decoded(content: bytes, charset: str) -> str:
    codec = _codec(charset)
    try:
        return content.decode(codec)
    except UnicodeError:
        text = content.decode(codec, "replace")
    # What claims to be UTF-8 and holds no character of it beyond ASCII is windows-1252.
    is_claim = codec == "utf-8" and text.replace("\N{REPLACEMENT CHARACTER}", "").isascii()
    return content.decode("cp1252", "replace") if is_claim else text


@lru_cache(maxsize=512)
def _codec(charset: str) -> str:
    """Return the name of a codec that can be trusted to decode, whatever the name of the charset."""
    name = MEANT.get(charset, charset)
    try:
        codec = codecs.lookup(name)
        b"a".decode(name, "replace")
    except (LookupError, ValueError):  # ValueError: a NUL in the name
        return "cp1252"
    return "cp1252" if codec.name.replace("-", "_") in NO_CHARSET else codec.name


@lru_cache(maxsize=512)
def _raw_charset(charset: str) -> str:
    """Return the charset if raw header bytes can be in it: one that leaves ASCII alone and is not UTF-8."""
    codec = _codec(charset)
    is_usable = codec != "utf-8" and b"From: a@b".decode(codec, "replace") == "From: a@b"
    return charset if is_usable else "cp1252"
