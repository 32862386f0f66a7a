"""Lists of messages: CSV with a header, or JSON Lines, one message a row, as exporters of mail metadata write them.

Columns are From, To, Cc, Bcc, Date, Time, Subject, Message-ID, In-Reply-To, References, Folder, Labels and whether it
is a draft, under these names or what they are called in other languages (`connectors.tables.mail_columns`). A date and
a sender or recipients are needed; the rest may be missing. A row is read as the header of a message would be, so that
the same message from a mailbox is known to be the same. Times without a zone count as UTC.

Outlook's own CSV export ("From: (Name)", "From: (Address)" …, named in its language) holds no dates at all: its header
is rejected, with what to export instead. With a date added by whoever made the file, it is read.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from contextlib import suppress
from itertools import islice
from pathlib import PurePosixPath
from typing import Any

from connectors.mail import folders, headers
from connectors.mail.encoded_words import tidy
from connectors.mail.folders import Folder
from connectors.records import Ignored, Record, Rejected
from connectors.source import Source
from connectors.tables import EXCERPT, HEAD_BYTES, Layout, Row, encoding_of, key, layout_of, parse, rows
from connectors.tables.dates import BadDate, header_date, is_day_first
from connectors.tables.mail_columns import AS_LINKEDIN, COLUMNS, NEEDED, PROFILES

VERSION = 5

PAIRS = {"From": "from", "To": "to", "Cc": "cc", "Bcc": "bcc"}
ADDRESSED = ("From", "To", "from addresses", "to addresses")
ADDRESS_COLUMNS = frozenset((*PAIRS, "from addresses", "to addresses", "cc addresses", "bcc addresses"))
LISTS = ADDRESS_COLUMNS | {"X-Gmail-Labels"}
BETWEEN_ADDRESSES = re.compile("[;,]")
# What programs write for nothing.
NOTHING = frozenset(("nan", "nat", "none", "null", "n/a", "[]", "{}"))
YES = frozenset(("true", "yes", "y", "1"))
# ``^DRAFT`` of Google Vault, ``\\Draft`` and ``$Junk`` of IMAP.
MARK_OF_LABEL = re.compile(r"(?:\A|(?<=,))\s*[\^\\$]+")
# A spreadsheet's day, and the time that stands in a column of its own.
MIDNIGHT = re.compile(r"[T ]00?:00(?::00(?:\.0+)?)?\Z")
TIME = re.compile(r"\D{0,6}\d{1,2}[:.h]\d\d(?!\d|\.\d{4})")
QUOTED = re.compile(r"'([^']*)'|\"([^\"]*)\"")
FIELDS = ("From", "To", "Cc", "Bcc", "Date", "Subject", "Message-ID", "In-Reply-To", "References", "X-GM-THRID")
NO_DATES = "Outlook's CSV holds no dates; in Outlook, export the folder as an Outlook Data File (.pst) instead"
LONGEST_FIELD = 256 * 1024  # thousands of recipients
LONGEST_LINE = 4 * 1024 * 1024


def recognizes(source: Source) -> bool:
    """Tell whether this is a table of messages, by its header and by addresses below it."""
    if source.files or source.offset or source.length is not None:
        return False
    with suppress(Exception):  # whatever is wrong with the file, it is not recognized
        head = source.head(HEAD_BYTES)
        return _is_sheet(head) or _is_lines(head)
    return False


def split(source: Source) -> Iterator[Source]:
    """Yield the file whole."""
    yield source


def context(source: Source) -> str:
    """Return the name of the file, which stands for the folder of messages that name none."""
    return _own_folder(source).name


def read(source: Source) -> Iterator[Record]:
    """Yield a record for each row."""
    layout = _layout(source.head(HEAD_BYTES))
    if layout and not {"Date", "Received"} & layout.columns.keys():
        yield Rejected(NO_DATES, f"row {layout.header_row}", layout.delimiter.join(layout.header)[:EXCERPT])
        if count := sum(1 for _ in rows(source, layout)):
            yield Ignored("messages without dates", "all rows", count)
        return
    # Twice through the file: how its dates are written, no row can tell alone.
    day_first = is_day_first(_date(row) for row in _rows(source, layout) if isinstance(row, Row))
    own = _own_folder(source)
    for row in _rows(source, layout):
        yield _record(row, day_first, own) if isinstance(row, Row) else row


def _rows(source: Source, layout: Layout | None) -> Iterator[Row | Rejected | Ignored]:
    return rows(source, layout) if layout else _lines(source)


def _record(row: Row, day_first: bool | None, own: Folder) -> Record:
    fields = {name: text for name, text in row.cells.items() if name == "Subject" or text.casefold() not in NOTHING}
    fields |= {name: _unlisted(fields[name]) for name in LISTS & fields.keys()}
    try:
        fields["Date"] = header_date(_date(row), day_first)
    except BadDate as flaw:
        return Rejected(str(flaw), row.location, _date(row)[:EXCERPT])
    for name, prefix in PAIRS.items():
        names, addresses = fields.get(f"{prefix} names", ""), fields.get(f"{prefix} addresses", "")
        if addresses or (names and name not in fields):
            fields[name] = _paired(names, addresses)
        elif names and name == "From":
            fields[name] = _paired(names, fields[name])
        elif name == "From" and "," in (told := fields.get(name, "")) and not set('@<"=').intersection(told):
            fields[name] = _paired(told, "")  # a sender is one: "Silva, Ana"
    folder = own
    if "X-Gmail-Labels" in fields:
        folder = folders.labelled(_labels(fields["X-Gmail-Labels"]).encode("utf-8", "replace"))
    elif "Folder" in fields:
        folder = folders.of_mailbox(PurePosixPath(fields["Folder"].replace("\\", "/")))
    lines = [f"\n{name}: {tidy(fields[name])[:LONGEST_FIELD]}" for name in FIELDS if name in fields]
    if fields.get("is draft", "").casefold() in YES:
        lines.append("\nX-Unsent: 1")
    block = "".join(lines).encode("utf-8", "replace")
    return headers.message(block, row.location, folder)


def _date(row: Row) -> str:
    told, time = row.cells.get("Date") or row.cells.get("Received", ""), row.cells.get("Time", "")
    day = MIDNIGHT.sub("", told)
    return f"{day} {time}" if day and ":" not in day and TIME.match(time) else told


def _paired(names: str, addresses: str) -> str:
    """Return the address field that Outlook has taken apart; of addresses within an Exchange only the name is told."""
    if "<" in addresses:  # they come with names of their own
        return addresses
    told = [part.strip() for part in names.split(";")]
    known = [part.strip() for part in BETWEEN_ADDRESSES.split(addresses)]
    if any(known) and len(known) != len(told):  # whose names they are, nobody can tell
        told = []
    count = max(len(told), len(known))
    told += [""] * (count - len(told))
    known += [""] * (count - len(known))
    return ", ".join(_mailbox(name, address) for name, address in zip(told, known, strict=True) if name or address)


def _unlisted(text: str) -> str:
    """Return what a list, written as a programming language would, has in it, as a header has it."""
    if text[:1] + text[-1:] not in ("[]", "{}", "()") and not text.startswith("frozenset("):
        return text
    with suppress(ValueError, RecursionError):
        return _text(json.loads(text))
    return ", ".join(filter(None, map("".join, QUOTED.findall(text)))) or text


def _labels(text: str) -> str:
    """Return labels as Gmail has them: with commas between, and without marks."""
    return MARK_OF_LABEL.sub("", text if "," in text else text.replace(";", ","))


def _mailbox(name: str, address: str) -> str:
    address = address if "@" in address and not any(mark in address for mark in "<> ,") else ""
    name = name.replace("\\", "\\\\").replace('"', '\\"')
    return " ".join(filter(None, (f'"{name}"' if name and name != address else "", f"<{address}>" if address else "")))


def _own_folder(source: Source) -> Folder:
    return folders.of_mailbox(PurePosixPath(PurePosixPath(source.name).stem))


def _layout(head: bytes) -> Layout | None:
    layout = layout_of(head, COLUMNS, NEEDED)
    if layout is None:
        return None
    keys = list(map(key, layout.header))
    if "from" in keys:  # before "Sender", who may have sent it for another
        layout.columns["From"] = keys.index("from")
    return layout._replace(encoding="cp1250") if layout.encoding == "cp1252" and "temat" in keys else layout


def _is_sheet(head: bytes) -> bool:
    layout = _layout(head)
    keys = frozenset(map(key, layout.header)) if layout else frozenset()
    if layout is None or not PROFILES.isdisjoint(keys):
        return False
    is_as_linkedin = any(choice <= keys for choice in AS_LINKEDIN) and "internetmessageid" not in keys
    if not is_as_linkedin and ("Message-ID" in layout.columns or "from names" in layout.columns):
        return True
    # Among the parties: what people write to each other elsewhere, as on LinkedIn, holds addresses too.
    positions = [layout.columns[name] for name in ADDRESS_COLUMNS & layout.columns.keys()]
    below = islice(parse(head.decode(layout.encoding, "replace"), layout.delimiter), layout.header_row, None)
    told = [cells[position] for cells in below for position in positions if position < len(cells) and cells[position]]
    addressed = sum("@" in cell for cell in told)
    return 2 * addressed > len(told) if is_as_linkedin else addressed > 0


def _is_lines(head: bytes) -> bool:
    line = head.lstrip(b"\xef\xbb\xbf \r\n\t").partition(b"\n")[0]
    if not line.startswith(b"{"):
        return False
    cells = _cells(json.loads(line))
    return any(choice <= cells.keys() for choice in NEEDED) and "@" in "".join(
        cells.get(name, "") for name in ADDRESSED
    )


def _lines(source: Source) -> Iterator[Row | Rejected | Ignored]:
    encoding = encoding_of(source.head(HEAD_BYTES))
    with source.open() as stream:
        number = 0
        while line := stream.readline(LONGEST_LINE):
            number += 1
            text = line.decode(encoding, "replace").strip()
            try:
                found = json.loads(text) if text else {}
                row = Row(f"line {number}", _cells(found))
            except (ValueError, AttributeError, RecursionError):
                yield Rejected("not an object in JSON", f"line {number}", text[:EXCERPT])
                continue
            if row.cells:
                yield row
            elif text:
                yield Ignored("a line that tells nothing of a message", f"line {number}")


def _cells(found: Any) -> dict[str, str]:
    """Return the fields of a message in JSON; raise AttributeError where it is no object."""
    cells: dict[str, str] = {}
    for name, value in found.items():
        column = COLUMNS.get(key(name))
        if isinstance(value, dict) and key(name) == "keywords":  # of JMAP (RFC 8621, 4.1.1)
            column, value = "is draft", value.get("$draft")
        text = "true" if value is True and column == "is draft" else _text(value)
        if column and text and (column not in cells or key(name) == "from"):
            cells[column] = text
    return cells


def _text(value: Any) -> str:
    """Return a value as a header has it: a list joined by commas, a person as name and address."""
    if isinstance(value, list | tuple):
        return ", ".join(filter(None, map(_text, value)))
    if isinstance(value, dict):
        person = {key(name): inner for name, inner in value.items()}
        if isinstance(person.get("emailaddress"), dict):
            return _text(person["emailaddress"])
        told = (person.get(name) for name in ("address", "email", "emailaddress"))
        address = next((text for text in told if isinstance(text, str)), "")
        return _mailbox(str(person.get("name") or ""), address)
    return "" if value is None or isinstance(value, bool) else str(value).strip()
