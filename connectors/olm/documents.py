"""The XML documents of an archive, cut into items: each is parsed by itself, and without its long texts.

So a document of any size takes the memory of one item, a damaged item costs no other, and bodies, which are most of an
archive, never reach the parser. Outlook writes control characters that XML forbids; they are left out. Document types,
by which entities are declared, it never writes, and such a document is refused.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import NamedTuple
from xml.etree import ElementTree
from xml.etree.ElementTree import Element

from connectors.archives.unpacking import Readable

ITEMS = (b"email", b"appointment", b"contact", b"group", b"task", b"note", b"category")
ITEMS_OF = {name + b"s": name for name in ITEMS} | {b"categories": b"category"}
ROOT = re.compile(rb"<(" + b"|".join([*ITEMS_OF, *ITEMS]) + rb")(?=[\s/>])")
STARTS = {name: re.compile(rb"<" + name + rb"(?:\s[^<>]*)?(?<!/)>") for name in ITEMS}
# What follows the last item: the end of the document, or nothing where the item is all of it.
CLOSED = re.compile(rb"\A\s*\Z|(?:</[a-z]+s\s*>|/>)\s*\Z")
LONGEST_PROLOG = 4 * 1024
LONGEST_TAG = 64 * 1024
LONG_TEXT = re.compile(
    rb"<(OPF(?:MessageCopy(?:(?:HTML)?Body|Preview)|CalendarEventCopyDescription(?:Plain)?|ContactAddPicture"
    rb"|ContactCopy(?:Notes|ContactImage)))(?:\s[^<>]*)?(?<!/)>"
)
# Of a message as it came, only the header is wanted.
SOURCE, SOURCE_END = re.compile(rb"<OPFMessageCopySource(?:\s[^<>]*)?>(?!<!\[CDATA\[)"), b"</OPFMessageCopySource>"
HEADER_END = re.compile(rb"\n(?:\r|&#(?:13|x[dD]);)?\n")
# On every element, and of no use; to parse without takes two thirds of the time.
SPACE = b' xml:space="preserve"'
NO_XML = re.compile(
    r"[\x00-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff]"
    r"|&#(?:0*+(?:[0-8]|1[124-9]|2\d|3[01])|x0*+(?:[0-8bcef]|1[0-9a-f]|d[89a-f][0-9a-f]{2}|fff[ef]));",
    re.IGNORECASE,
)
# A body of 64 MB is no letter; and what is left of an item without its long texts is some kilobytes.
LONGEST_ITEM = 64 * 1024 * 1024
LONGEST_PARSED = 4 * 1024 * 1024
MOST_ELEMENTS = 50_000
MOST_DAMAGED = 1_000


class Fault(NamedTuple):
    """Why an item, or the rest of a document, cannot be read."""

    reason: str


class Document(NamedTuple):
    """A document that is opened: what its items are (``email``, ``contact``, …), and each of them, or what is wrong."""

    kind: str
    items: Iterator[Element | Fault]


def open_document(stream: Readable) -> Document | Fault:
    """Read the beginning of a document; its items are read from ``stream`` as they are asked for."""
    head = stream.read()
    root = ROOT.search(head, 0, LONGEST_PROLOG)
    prolog = head[: root.start() if root else LONGEST_PROLOG]
    if b"<!" in prolog.replace(b"<!--", b""):
        return Fault("it declares a document type, which Outlook never does")
    if root is None:
        return Fault("no document of Outlook's" if head.strip() else "the document is empty")
    kind = ITEMS_OF.get(root[1], root[1])
    return Document(kind.decode(), _items(head[root.start() :], stream, STARTS[kind], b"</" + kind + b">"))


def _items(content: bytes, stream: Readable, starts: re.Pattern[bytes], end: bytes) -> Iterator[Element | Fault]:
    damaged = position = 0
    while damaged < MOST_DAMAGED:
        start = starts.search(content, position)
        stop = content.find(end, start.end()) if start else -1
        if start and stop >= 0:
            position = stop + len(end)
            item = _parsed(_without_long_texts(content[start.start() : position]))
            damaged = damaged + 1 if isinstance(item, Fault) else 0
            yield item
            continue
        # What is no item, nor its beginning, is let go.
        content = content[start.start() if start else max(position, len(content) - LONGEST_TAG) :]
        position = 0
        more = stream.read() if len(content) <= LONGEST_ITEM else b""
        if not more:
            if start or not CLOSED.search(content):
                yield Fault("the item is too long" if len(content) > LONGEST_ITEM else "the document breaks off here")
            return
        content += more
    yield Fault(f"after {MOST_DAMAGED:,} damaged items the rest of the document is not read")


def _without_long_texts(item: bytes) -> bytes:
    pieces: list[bytes] = []
    position = 0
    while start := LONG_TEXT.search(item, position):
        stop = item.find(b"</" + start[1] + b">", start.end())
        if stop < 0:
            break
        pieces.append(item[position : start.end()])
        position = stop
    pieces.append(item[position:])
    item = b"".join(pieces)
    if (source := SOURCE.search(item)) and (body := HEADER_END.search(item, source.end())):
        stop = item.find(SOURCE_END, body.start())
        item = item[: body.start()] + item[stop:] if stop >= 0 else item
    return item


def _parsed(item: bytes) -> Element | Fault:
    item = item.replace(SPACE, b"")
    if len(item) > LONGEST_PARSED or item.count(b"<") > 2 * MOST_ELEMENTS:
        return Fault("the item is too long")
    try:
        element = ElementTree.fromstring(item)
    except ElementTree.ParseError:
        try:
            element = ElementTree.fromstring(NO_XML.sub("", item.decode("utf-8", "replace")))
        except ElementTree.ParseError:
            return Fault("the item is damaged: no XML")
    return element if len(element) else Fault("the item is empty")
