"""Address books: vCard files of versions 2.1, 3 and 4 (RFC 2426, RFC 6350), as every address book exports them.

A file holds any number of cards. A name may stand in FN, in N (family;given;additional;prefixes;suffixes), or in both;
properties may bear a group (``item1.TEL``), whose X-ABLabel tells whether a number is that of a fax machine. Version
2.1 writes parameters without a name (``TEL;CELL:``), in any character set, and long texts as quoted-printable with soft
line breaks. A card within a card (AGENT) is one more card.

================================  ======================================
card                              a contact
card of a group, a firm, a place  ignored: nobody in particular
card without name and address     ignored: it names nobody
PHOTO, LOGO, SOUND, KEY           never kept
================================  ======================================
"""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator
from contextlib import suppress
from datetime import date

from connectors.content_lines import (
    Component,
    Document,
    cut,
    decoded,
    first_component,
    mail_address,
    parameter_values,
    plain_text,
    split_line,
    unescaped,
)
from connectors.linkedin.members import profile_slug
from connectors.phone_labels import is_shared
from connectors.records import Contact, Ignored, Record, Rejected
from connectors.source import Source

VERSION = 5

NOTE_LENGTH = 500
OLD_VERSION = re.compile(rb"VERSION[ \t]*:[ \t]*2\.1", re.IGNORECASE)
BASE64 = re.compile(rb"[^:]*;(?:ENCODING=)?(?:BASE64|B)[;:]", re.IGNORECASE)
BASE64_LINE = re.compile(rb"[ \t]*[A-Za-z0-9+/]*=*[ \t]*")
LABEL = re.compile(rb"([A-Za-z0-9-]+)\.X-ABLABEL[^:]*:(.*)", re.IGNORECASE)
BETWEEN_EMAILS = re.compile(r"\\?[,;]")
PART = re.compile(r"((?:\\.|[^;\\]|\\\Z)*)(?:;|\Z)", re.DOTALL)
DAY = re.compile(r"(\d{4}|-)(?:-?(\d\d)-?(\d\d)|-(\d\d?)-(\d\d?))(?!\d)", re.ASCII)
READ = frozenset(("FN", "N", "NICKNAME", "ORG", "TITLE", "ROLE", "EMAIL", "TEL", "BDAY", "NOTE", "REV"))
PAGES = ("URL", "X-SOCIALPROFILE", "SOCIALPROFILE")
KINDS = ("KIND", "X-ADDRESSBOOKSERVER-KIND", "X-ABSHOWAS")  # the latter two are Apple's
NO_PERSON = frozenset(("group", "org", "company", "location", "device", "application", "thing"))
YEARS_UNKNOWN = frozenset(("-", "0000", "1604"))  # 1604 is Apple's

Properties = dict[str, list[str]]


def recognizes(source: Source) -> bool:
    """Tell whether the file starts as a card does."""
    with suppress(Exception):  # whatever is wrong with the file, it is not recognized
        return not source.files and first_component(source.head(4096)) == "VCARD"
    return False


def split(source: Source) -> Iterator[Source]:
    """Yield the file whole: address books are small."""
    yield source


def context(source: Source) -> str:
    """Return ``""``: what a card says depends on nothing but its bytes."""
    return ""


def read(source: Source) -> Iterator[Record]:
    """Yield a `Contact` or an `Ignored` for each card; before it what of the card could not be read."""
    document = cut(source.read_bytes())
    others: Counter[str] = Counter()
    for component in document.components:
        if component.name == "VCARD":
            yield from _read_card(document, component)
        elif component.parent is not None:
            others[component.name] += 1
        else:
            for number, _ in document.numbered_lines(component):
                yield Rejected("the line stands outside of any card", f"line {number}")
    for number in document.stray_ends:
        yield Rejected("an END without a BEGIN", f"line {number}")
    for name, count in others.items():
        yield Ignored(f"{name[:80]} is no card", "the whole file", count)


def _read_card(document: Document, component: Component) -> Iterator[Record]:
    location = f"line {component.line_number}"
    if not component.is_closed:
        yield Rejected("the card has no END:VCARD; it is read as far as it goes", location)
    properties: Properties = defaultdict(list)
    lines = list(_lines(document, component))
    labels = [match for _, line in lines if (match := LABEL.match(line))]
    shared = {decoded(match[1]).upper() for match in labels if is_shared(decoded(match[2]))}
    for number, line in lines:
        parts = split_line(line.decode("latin-1"))
        if parts is None:
            yield Rejected("not a property of a card", f"line {number}", decoded(line)[:200])
            continue
        name, parameters, value = parts
        group, _, name = name.upper().rpartition(".")
        if name not in READ and name not in PAGES and name not in KINDS:
            continue
        if name == "TEL" and (group in shared or is_shared(parameters)):
            continue
        text = plain_text(value.encode("latin-1"), parameter_values(parameters))
        if name in PAGES and "linkedin" in parameters.lower() and "/" not in text:  # Apple: x-apple:slug
            text = f"https://www.linkedin.com/in/{text.removeprefix('x-apple:')}"
        if name == "BDAY" and text.strip() and not _birthday(text):
            yield Rejected("BDAY is no day of a year", f"line {number}", text[:200])
        properties[name].append(text)
    yield _contact(properties, location)


def _lines(document: Document, component: Component) -> Iterator[tuple[int, bytes]]:
    """Yield (line number, line) without the lines of pictures that are not folded."""
    numbered = document.numbered_lines(component)
    if any(OLD_VERSION.match(line) for _, line in numbered):
        numbered = document.numbered_lines(component, keeps_blank=True)
    is_in_picture = False
    for number, line in numbered:
        if not (is_in_picture and BASE64_LINE.fullmatch(line)):
            is_in_picture = BASE64.match(line) is not None
            yield number, line


def _contact(properties: Properties, location: str) -> Contact | Ignored:
    if NO_PERSON.intersection(kind.strip().lower() for name in KINDS for kind in properties[name]):
        return Ignored("a group, a firm or a place, not a person", location)
    family, given, additional, prefix, suffix = _parts(properties["N"], 5)
    written_out = " ".join(filter(None, (prefix, given, additional, family, suffix)))
    full_name = _first(properties["FN"]) or written_out or _first(properties["NICKNAME"])
    emails = _distinct(mail_address(piece) for text in properties["EMAIL"] for piece in BETWEEN_EMAILS.split(text))
    if not full_name and not emails:
        return Ignored("the card names nobody", location)
    company = next(filter(None, _parts(properties["ORG"], 2)), "")
    position = _first(properties["TITLE"]) or _first(properties["ROLE"])
    birthday = next(filter(None, map(_birthday, properties["BDAY"])), "")
    if company and company == full_name and not ((given and family) or position or birthday):
        return Ignored("a group, a firm or a place, not a person", location)
    pages = [unescaped(text) for name in PAGES for text in properties[name]]
    return Contact(
        location,
        "address_book",
        full_name=full_name,
        given_name=given,
        family_name=family,
        emails=emails,
        profile_url=next(filter(profile_slug, pages), ""),
        phones=_distinct(_without_scheme(text, "tel:") for text in properties["TEL"]),
        company=company,
        position=position,
        birthday=birthday,
        note=_first(properties["NOTE"]).replace("\r\n", "\n")[:NOTE_LENGTH],
        observed_on=_revised_on(_first(properties["REV"])),
    )


def _parts(values: list[str], count: int) -> list[str]:
    parts = [unescaped(part) for part in PART.findall(values[0])] if values else []
    return [*parts, *[""] * count][:count]


def _first(values: list[str]) -> str:
    return next(filter(None, map(unescaped, values)), "")


def _distinct(texts: Iterable[str]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(filter(None, texts)))


def _without_scheme(value: str, scheme: str) -> str:
    text = unescaped(value)
    return text[len(scheme) :] if text[: len(scheme)].lower() == scheme else text


def _birthday(text: str) -> str:
    """Return ISO text, ``--05-17`` where the year is not known, ``""`` where there is no day."""
    match = DAY.match(text.strip())
    if match is None:
        return ""
    year, month, day = filter(None, match.groups())
    is_known = year not in YEARS_UNKNOWN
    try:
        date(int(year) if is_known else 2000, int(month), int(day))
    except ValueError:
        return ""
    return f"{year if is_known else '-'}-{month:0>2}-{day:0>2}"


def _revised_on(text: str) -> date | None:
    match = DAY.match(text)
    with suppress(ValueError):
        return date(*map(int, filter(None, match.groups()))) if match else None
    return None
