"""Content lines, of which iCalendar and vCard files are made: components, unfolding, parameters, text.

A content line is ``NAME;PARAMETER=VALUE:value``; lines ``BEGIN`` and ``END`` nest them into components (RFC 5545
section 3.1, RFC 6350 section 3.2). Files in the wild break every rule of it, so nothing here raises: line ends of any
kind, a byte-order mark, UTF-16, components without ``END``. Lines are cut and unfolded as bytes, since some programs
fold in the middle of a character.
"""

from __future__ import annotations

import codecs
import quopri
import re
from collections import Counter
from collections.abc import Iterable, Iterator
from contextlib import suppress
from functools import lru_cache
from typing import NamedTuple
from urllib.parse import unquote

MARK = re.compile(rb"\n([Bb][Ee][Gg][Ii][Nn]|[Ee][Nn][Dd])[ \t]*:([^\n]*)")
FIRST_COMPONENT = re.compile(rb"\A[\s\x00]*BEGIN[ \t]*:[ \t]*([A-Z0-9-]+)[ \t]*(?:[\r\n]|\Z)", re.IGNORECASE)
FOLD = re.compile(rb"(?<!\n)\n+[ \t]")  # empty lines before a continuation are part of the fold, as icalendar has it
LINE = re.compile(r'\n([A-Za-z0-9_.-]+)(?:;([^":\n]*+(?:"[^"\n]*+"[^":\n]*+)*))?:([^\n]*)')
# Of vCard 2.1 and vCalendar 1.0, in which soft line breaks (=) part a line.
QUOTED_PRINTABLE = rb"[^:\n]*;(?:ENCODING=)?QUOTED-PRINTABLE[;:]"
IS_QUOTED_PRINTABLE = re.compile(QUOTED_PRINTABLE, re.IGNORECASE).match
PARTED = re.compile(rb"\n" + QUOTED_PRINTABLE + rb"[^\n]*(?:(?<==)\n[^\n]*)*", re.IGNORECASE)
# A semicolon that is encoded belongs to the text, where others stand between the parts of the value.
ENCODED_SEMICOLON = re.compile(rb"(?<!=5C)=3B", re.IGNORECASE)
# Character sets of one byte a letter, by which text that is valid UTF-8 is hardly ever written.
ONE_BYTE_CHARSET = re.compile(r"iso-?8859|latin|windows-?125|cp125|us-ascii", re.IGNORECASE)
NO_CHARSET = re.compile(r"escape|idna|punycode|undefined", re.IGNORECASE)  # what else Python would decode
STRAY_LINE = re.compile(r"\n([A-Za-z0-9_.-]+)[ \t]*+(?:;([^:\n]*+))?:([^\n]*)")  # a blank or a quote too many
PARAMETER = re.compile(r'([^=;:"]+)(?:=((?:"[^"]*"|[^;"])*))?(?:;|\Z)')
LONGEST_PARAMETERS = 4_096  # where quotation marks are missing, each name is read anew to the end
ESCAPED = re.compile(r"\\([\\;,:\"nN])")
CARET = re.compile(r"\^([n'^])")  # RFC 6868
CARET_MEANING = {"n": "\n", "'": '"', "^": "^"}
WITHIN_BRACKETS = re.compile(r"<([^<>@]*@[^<>]*)>")
AROUND_ADDRESS = " \t\"'<>"
NO_ADDRESS = re.compile(r"[:;]")  # another scheme, or the rest of a torn line
SEVERAL_RETURNS = re.compile(rb"(?<!\r)\r+\n")
UTF16_MARKS = (codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)

Line = tuple[str, str, str]
"""A content line: its name as written, its parameters, its value."""


class Component:
    """A ``BEGIN`` … ``END`` block.

    ``stretches`` are its own lines, without those of nested components: (start, stop, number of the line before).
    """

    __slots__ = ("is_closed", "line_number", "name", "parent", "stretches")

    def __init__(self, name: str, line_number: int, parent: Component | None) -> None:
        """Open a component whose ``BEGIN`` stands at the line ``line_number``, counted from 1."""
        self.name = name
        self.line_number = line_number
        self.parent = parent
        self.stretches: list[tuple[int, int, int]] = []
        self.is_closed = False


class Document(NamedTuple):
    """A file cut into components, in the order of their ``BEGIN``; the first, without a name, is the file itself.

    ``content`` has plain line feeds and begins with one, so that every line of the file follows a line feed.
    """

    content: bytes
    components: list[Component]
    stray_ends: list[int]

    def own_lines(self, component: Component) -> list[Line | None]:
        """Return the component's own lines, unfolded, decoded and split; ``None`` for what is no content line."""
        own = b"".join([self.content[start:stop] for start, stop, _ in component.stretches])
        if b"\n\n" in own:
            own = FOLD.sub(b"", own)
        own = own.replace(b"\n ", b"").replace(b"\n\t", b"")
        if b"=\n" in own:
            own = PARTED.sub(lambda match: match[0].replace(b"=\n", b""), own)
        try:
            text = own.decode()
        except UnicodeDecodeError:
            text = "\n".join([decoded(line) for line in own.split(b"\n")])
        lines: list[Line | None] = LINE.findall(text)
        if len(lines) != text.count("\n"):
            lines = [split_line(line) for line in text.split("\n")[1:] if line]
        return lines

    def numbered_lines(self, component: Component, keeps_blank: bool = False) -> list[tuple[int, bytes]]:
        """Return (line number, unfolded line) of the component's own lines, as many as `own_lines` returns.

        ``keeps_blank`` is for vCard 2.1, which folds at a blank and leaves it: and after a soft line break (``=``) even
        a line that begins with a blank is what the break leads to.
        """
        lines: list[tuple[int, list[bytes]]] = []
        for start, stop, number in component.stretches:
            for line in self.content[start:stop].split(b"\n")[1:]:
                number += 1
                is_led_to = bool(lines) and lines[-1][1][-1].endswith(b"=")
                if line[:1] in (b" ", b"\t") and not (is_led_to and keeps_blank):
                    if not keeps_blank and lines and lines[-1][1] == [b""]:
                        lines.pop()  # an empty line before a continuation is part of the fold
                    if lines and (piece := line if keeps_blank else line[1:]):
                        lines[-1][1].append(piece)
                elif line or is_led_to:
                    lines.append((number, [line]))
        return list(_joined((number, b"".join(pieces)) for number, pieces in lines))


def cut(raw: bytes) -> Document:
    """Cut the bytes of a file into components."""
    content = b"\n" + _with_line_feeds(raw)
    current = Component("", 0, None)
    components, stray_ends, open_names = [current], [], Counter[str]()
    position = number = 0
    for mark in MARK.finditer(content):
        number_before = number
        number += content.count(b"\n", position, mark.start() + 1)
        _add_stretch(current, position, mark.start(), number_before)
        position = mark.end()
        name = _component_name(mark[2])
        if mark[1][:1] in b"Bb":
            current = Component(name, number, current)
            components.append(current)
            open_names[name] += 1
        elif open_names[name]:
            while current.name != name:
                open_names[current.name] -= 1
                current = current.parent or current
            open_names[name] -= 1
            current.is_closed = True
            current = current.parent or current
        else:
            stray_ends.append(number)
    _add_stretch(current, position, len(content), number)
    return Document(content, components, stray_ends)


def first_component(head: bytes) -> str:
    """Return the name in the ``BEGIN`` line that the file starts with, ``""`` where it does not start so."""
    match = FIRST_COMPONENT.match(_with_line_feeds(head))
    return match[1].decode().upper() if match else ""


def split_line(line: str) -> Line | None:
    """Split an unfolded line into name, parameters and value; ``None`` where it is no content line."""
    match = LINE.match(f"\n{line}") or STRAY_LINE.match(f"\n{line}")
    return (match[1], match[2] or "", match[3]) if match else None


def parameter_values(parameters: str) -> dict[str, str]:
    """Return the parameters by upper-case name, unquoted; the first of several wins, a bare one is ``""``."""
    values: dict[str, str] = {}
    for match in PARAMETER.finditer(parameters[:LONGEST_PARAMETERS]):
        value = (match[2] or "").strip().replace('"', "")
        if "^" in value:
            value = CARET.sub(lambda caret: CARET_MEANING[caret[1]], value)
        values.setdefault(match[1].strip().upper(), value)
    return values


def unescaped(text: str) -> str:
    r"""Undo the escapes of a text value (``\,`` ``\;`` ``\n``) and strip it."""
    if "\\" in text:
        text = ESCAPED.sub(lambda match: "\n" if match[1] in "nN" else match[1], text)
    return text.strip()


def plain_text(value: bytes, parameters: dict[str, str]) -> str:
    """Decode a value, of vCard 2.1 and vCalendar 1.0 by its ENCODING and CHARSET; escapes are left as they are."""
    if "QUOTED-PRINTABLE" in (parameters.get("ENCODING", "").upper(), *parameters):
        value = quopri.decodestring(ENCODED_SEMICOLON.sub(rb"=5C=3B", value) if b";" in value else value)
    charset = parameters.get("CHARSET")
    if charset and ONE_BYTE_CHARSET.match(charset):
        with suppress(UnicodeDecodeError):
            return value.decode()
    if charset and not NO_CHARSET.search(charset):
        with suppress(LookupError, ValueError):  # no such character set, or not this one
            return value.decode(charset).encode("utf-8", "replace").decode()
    return decoded(value)


def mail_address(value: str) -> str:
    """Return the e-mail address in a value, without ``mailto:``, quotes and a name before it; ``""`` if it has none."""
    text = unescaped(value)
    text = (WITHIN_BRACKETS.search(text) or [text, text])[1].strip(AROUND_ADDRESS)
    while text[:7].lower() == "mailto:":
        text = text[7:].partition("?")[0].strip(AROUND_ADDRESS)
    text = unquote(text).strip(AROUND_ADDRESS) if "%" in text else text
    return "" if "@" not in text or NO_ADDRESS.search(text) else text


def decoded(line: bytes) -> str:
    """Decode as UTF-8, or else as Windows-1252, the usual other one."""
    try:
        return line.decode()
    except UnicodeDecodeError:
        return line.decode("cp1252", "replace")


@lru_cache(maxsize=4096)
def _component_name(name: bytes) -> str:
    return decoded(name).strip().upper()


def _joined(lines: Iterable[tuple[int, bytes]]) -> Iterator[tuple[int, bytes]]:
    """Yield lines with their soft line breaks joined, and none that is empty."""
    waiting = iter(lines)
    for number, line in waiting:
        if line.endswith(b"=") and IS_QUOTED_PRINTABLE(line):
            pieces = [line]
            while pieces[-1].endswith(b"=") and (following := next(waiting, None)):
                pieces[-1] = pieces[-1][:-1]
                pieces.append(following[1])
            yield number, b"".join(pieces)
        elif line:
            yield number, line


def _with_line_feeds(raw: bytes) -> bytes:
    if raw.startswith(UTF16_MARKS):
        raw = raw.decode("utf-16", "replace").encode()
    raw = raw.removeprefix(codecs.BOM_UTF8)
    if b"\r" not in raw:
        return raw
    if b"\n" not in raw:
        return raw.replace(b"\r", b"\n")
    # Who writes CRLF as text on Windows writes CR CR LF.
    return SEVERAL_RETURNS.sub(b"\n", raw) if b"\r\r\n" in raw else raw.replace(b"\r\n", b"\n")


def _add_stretch(component: Component, start: int, stop: int, number: int) -> None:
    if stop > start:
        component.stretches.append((start, stop, number))
