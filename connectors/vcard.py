"""Address books: vCard files of versions 2.1, 3 and 4 (RFC 2426, RFC 6350), as every address book exports them.

A file holds any number of cards. A name may stand in FN, in N (family;given;additional;prefixes;suffixes), or in both;
properties may bear a group (``item1.EMAIL``), and what the group's X-ABLabel says of them is not needed. Version 2.1
writes parameters without a name (``TEL;CELL:``), and long texts as quoted-printable with soft line breaks.

==========================  ==========================================================
card                        a contact
card of a group or a list   ignored: nobody in particular
card without name, address  ignored: it names nobody
PHOTO, LOGO, SOUND, KEY     never kept
==========================  ==========================================================
"""

from __future__ import annotations

import quopri
import re
import zipfile
import zlib
from collections import defaultdict
from collections.abc import Iterator
from contextlib import suppress
from datetime import date

from connectors.content_lines import Component, Document, cut, decoded, first_component, parameter_values, unescaped
from connectors.records import Contact, Ignored, Record, Rejected
from connectors.source import Source

VERSION = 1

NOTE_LENGTH = 500
SOFT_BREAK = re.compile(rb"^([^\r\n:]*QUOTED-PRINTABLE[^\r\n:]*:[^\r\n]*)=\r?\n[ \t]?", re.IGNORECASE | re.MULTILINE)
BARE_BASE64 = re.compile(rb"[A-Za-z0-9+/]+=*")
UNESCAPED_SEMICOLON = re.compile(r"(?<!\\);")
DAY = re.compile(r"(\d{4}|--)-?(\d\d)-?(\d\d)(?:$|T)")
PROFILE = re.compile(r"linkedin\.com/(?:in|pub)/", re.IGNORECASE)
GROUP_KINDS = frozenset(("group", "org", "location", "device", "application"))

Properties = dict[str, list[str]]


def recognizes(source: Source) -> bool:
    """Tell whether the file starts as a card does."""
    try:
        return not source.files and first_component(source.head(4096)) == "VCARD"
    except (OSError, EOFError, RuntimeError, ValueError, zipfile.BadZipFile, zlib.error):
        return False


def split(source: Source) -> Iterator[Source]:
    """Yield the file whole: address books are small."""
    yield source


def context(source: Source) -> str:
    """Return ``""``: what a card says depends on nothing but its bytes."""
    return ""


def read(source: Source) -> Iterator[Record]:
    """Yield a `Contact` for each card; lines that make no sense as `Rejected`, the card stays."""
    document = cut(_joined(source.read_bytes()))
    for component in document.components[1:]:
        location = f"line {component.line_number}"
        if component.name != "VCARD":
            yield Ignored(f"a {component.name} block is no card", location)
            continue
        yield from _read_card(document, component, location)


def _read_card(document: Document, component: Component, location: str) -> Iterator[Record]:
    if not component.is_closed:
        yield Rejected("the card has no END:VCARD; what stands before was read", f"{location}, end")
    properties: Properties = defaultdict(list)
    numbered = document.numbered_lines(component)
    for line, (number, raw) in zip(document.own_lines(component), numbered, strict=False):
        if line is not None:
            name, parameters, value = line
            properties[name.rpartition(".")[2].upper()].append(_value(parameters, value))
        elif not BARE_BASE64.fullmatch(raw.strip()):
            yield Rejected("this line is no property of a card", f"line {number}", decoded(raw)[:200])
    yield _contact(properties, location)


def _contact(properties: Properties, location: str) -> Record:
    kinds = {kind.lower() for kind in properties["KIND"] + properties["X-ADDRESSBOOKSERVER-KIND"]}
    if kinds & GROUP_KINDS:
        return Ignored("a group or an organisation, not a person", location)
    family, given, additional, prefix, suffix = _parts(properties["N"], 5)
    written_out = " ".join(filter(None, (prefix, given, additional, family, suffix)))
    full_name = _first(properties["FN"]) or written_out or _first(properties["NICKNAME"])
    emails = tuple(dict.fromkeys(address for text in properties["EMAIL"] if (address := _address(text))))
    if not full_name and not emails:
        return Ignored("the card names nobody", location)
    urls = properties["URL"] + properties["X-SOCIALPROFILE"] + properties["SOCIALPROFILE"]
    return Contact(
        location,
        "address_book",
        full_name=full_name,
        given_name=given,
        family_name=family,
        emails=emails,
        profile_url=next((unescaped(url) for url in urls if PROFILE.search(url)), ""),
        phones=tuple(dict.fromkeys(unescaped(text).removeprefix("tel:") for text in properties["TEL"] if text.strip())),
        company=_parts(properties["ORG"], 1)[0],
        position=_first(properties["TITLE"]) or _first(properties["ROLE"]),
        birthday=_birthday(_first(properties["BDAY"])),
        note=_first(properties["NOTE"])[:NOTE_LENGTH],
        observed_on=_revised_on(_first(properties["REV"])),
    )


def _joined(raw: bytes) -> bytes:
    """Join the soft line breaks of quoted-printable values, which are no folding."""
    while (joined := SOFT_BREAK.sub(rb"\1", raw)) != raw:
        raw = joined
    return raw


def _value(parameters: str, value: str) -> str:
    named = parameter_values(parameters)
    encoding = named.get("ENCODING", "").upper()
    if encoding == "QUOTED-PRINTABLE" or "QUOTED-PRINTABLE" in named:
        content = quopri.decodestring(value.encode())
        with suppress(LookupError, UnicodeDecodeError):
            return content.decode(named.get("CHARSET") or "utf-8")
        return decoded(content)
    return value


def _parts(values: list[str], count: int) -> list[str]:
    parts = [unescaped(part) for part in UNESCAPED_SEMICOLON.split(values[0])] if values else []
    return [*parts, *[""] * count][:count]


def _first(values: list[str]) -> str:
    return next((text for value in values if (text := unescaped(value))), "")


def _address(value: str) -> str:
    text = unescaped(value)
    return text[7:] if text[:7].lower() == "mailto:" else text


def _birthday(text: str) -> str:
    """Return ISO text, ``--05-17`` where the year is unknown (1604 in Apple's cards), ``""`` where there is no day."""
    match = DAY.match(text)
    if not match:
        return ""
    year, month, day = match.groups()
    try:
        date(2000 if year in ("--", "1604") else int(year), int(month), int(day))
    except ValueError:
        return ""
    return f"--{month}-{day}" if year in ("--", "1604") else f"{year}-{month}-{day}"


def _revised_on(text: str) -> date | None:
    match = DAY.match(text)
    if not match or match[1] == "--":
        return None
    with suppress(ValueError):
        return date(*map(int, match.groups()))
    return None
