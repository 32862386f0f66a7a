"""Compare the fields that we read with those of the standard library, message by message, and name what differs.

    python -m tests.benchmarks.mail_agreement FOLDER_OR_FILE …

Both sides get the same header blocks: those of mailboxes by our boundaries, and those of message files. The standard
library is used as most programs do: `email` with compat32, `make_header`, `getaddresses`, `parsedate_to_datetime`. A
difference has the name of its reason (`REASONS`, the first that holds); ``other`` is what has none yet. Prints one
JSON object, with the place of an example of each reason, and nothing of what the messages hold.
"""

from __future__ import annotations

import argparse
import json
import re
import sys
from collections import Counter
from collections.abc import Callable, Iterator
from datetime import UTC, datetime
from email.header import decode_header, make_header
from email.message import Message
from email.parser import BytesHeaderParser
from email.utils import getaddresses, parsedate_to_datetime
from pathlib import Path

from connectors import mbox, message_files
from connectors.mail import headers
from connectors.mail.folders import Folder
from connectors.records import Interaction
from connectors.source import Source

FOLDER = Folder("", "confirmed")
PARSER = BytesHeaderParser()
CRASHED = "RecursionError"
Reason = Callable[[bytes, str, str], bool]

# Of a field as it stands, what we read, and what the standard library reads.
REASONS: dict[str, dict[str, Reason]] = {
    "subject": {
        "raw 8-bit text, which the standard library replaces": lambda raw, ours, theirs: not raw.isascii(),
        "neighbouring encoded words: RFC 2047 has no space between": lambda raw, ours, theirs: (
            raw.count(b"=?") > 1 and ours.replace(" ", "") == theirs.replace(" ", "")
        ),
        "a charset that does not exist, or is really its superset": lambda raw, ours, theirs: b"=?" in raw,
        "white space and control characters": lambda raw, ours, theirs: _bare(ours) == _bare(theirs),
        "a line that is no field, at which the standard library stops": lambda raw, ours, theirs: not theirs,
        "longer than we keep": lambda raw, ours, theirs: len(raw) > headers.LONGEST_SUBJECT,
    },
    "date": {
        "not a moment at which mail existed": lambda raw, ours, theirs: not ours or not _is_plausible(theirs),
        "a date that the standard library cannot read": lambda raw, ours, theirs: not theirs,
        "a zone by name": lambda raw, ours, theirs: re.search(rb"[A-Za-z]{2,5}\)?\s*$", raw) is not None,
        "a zone that is no zone": lambda raw, ours, theirs: ours[:10] == theirs[:10],
    },
    "message_id": {
        "text around the identifier": lambda raw, ours, theirs: ours in theirs,
        "white space within": lambda raw, ours, theirs: _bare(ours) == _bare(theirs),
        "raw 8-bit text": lambda raw, ours, theirs: not raw.isascii(),
        "a line that is no field, at which the standard library stops": lambda raw, ours, theirs: theirs == "None",
        "none, so a hash of the message": lambda raw, ours, theirs: ours.startswith("sha256:"),
    },
    "addresses": {
        "deep nesting, on which the standard library fails": lambda raw, ours, theirs: theirs == CRASHED,
        "a word without a domain: a name to us, an address to the standard library": lambda raw, ours, theirs: (
            ours == ", ".join(told for told in theirs.split(", ") if "@" in told)
        ),
        "a line that is no field, at which the standard library stops": lambda raw, ours, theirs: not theirs,
        "ana at harbour.example, as list archives write it": lambda raw, ours, theirs: b" at " in raw,
        "raw 8-bit text": lambda raw, ours, theirs: not raw.isascii(),
        "an encoded word with a comma or an address in it": lambda raw, ours, theirs: b"=?" in raw,
        "a group, semicolons or a route": lambda raw, ours, theirs: b";" in raw or b":" in raw,
        "comments or unbalanced parentheses": lambda raw, ours, theirs: b"(" in raw or b")" in raw,
        "quotes that are unbalanced or within a word": lambda raw, ours, theirs: b'"' in raw or b"'" in raw,
        "square brackets or a broken address": lambda raw, ours, theirs: bool(re.search(rb"[\[\]<>]|@\s|\s@", raw)),
        "blanks instead of commas, or two signs": lambda raw, ours, theirs: b"@" in raw,
    },
}


def header_blocks(path: Path) -> Iterator[tuple[str, bytes]]:
    """Yield (place, header block) of every message of a file or folder."""
    for file in sorted(path.rglob("*")) if path.is_dir() else [path]:
        if not file.is_file():
            continue
        source = Source(file)
        blocks: list[bytes] = []
        if mbox.recognizes(source):
            mbox.survey(source, blocks.append)
            blocks = [block.partition(b" ")[2].partition(b"\n")[2] for block in blocks]
        elif message_files.recognizes(source):
            message_files.survey(source, blocks.append)
        yield from ((f"{file.name} message {number}", block) for number, block in enumerate(blocks, 1))


def differing(block: bytes) -> Iterator[tuple[str, bytes, str, str]]:
    """Yield (field, as it stands, ours, theirs) of all fields that are compared."""
    found = headers.fields(b"\n" + block)
    record = headers.message(b"\n" + block.lstrip(b"\n"), "", FOLDER)
    if not isinstance(record, Interaction):
        return
    theirs = PARSER.parsebytes(block.lstrip(b"\n") + b"\n\n")
    yield "subject", found.get(b"Subject", b""), record.subject, _text(theirs["Subject"])[: headers.LONGEST_SUBJECT]
    if b"Date" in found:
        yield "date", found[b"Date"], record.occurred_at.isoformat(), _date(theirs)
    if b"Message-ID" in found:
        yield "message_id", found[b"Message-ID"], record.natural_key, str(theirs["Message-ID"]).strip().strip("<>")
    for name, role in ((b"From", "from"), (b"To", "to"), (b"Cc", "cc")):
        if name in found and not (name == b"From" and not headers.LIST_FIELDS.isdisjoint(found)):
            ours = sorted(party.email for party in record.participants if party.role == role and party.email)
            if name != b"Cc" or b"Bcc" not in found:
                yield "addresses", found[name], ", ".join(ours), ", ".join(_addresses(theirs, name.decode()))


def compare(paths: list[Path]) -> dict[str, object]:
    """Return, by field, how many are the same, and how many differ by which reason."""
    same: Counter[str] = Counter()
    reasons: dict[str, Counter[str]] = {field: Counter() for field in REASONS}
    examples: dict[str, str] = {}
    count = 0
    for path in paths:
        for place, block in header_blocks(path):
            count += 1
            for field, raw, ours, theirs in differing(block):
                if ours == theirs:
                    same[field] += 1
                    continue
                reason = next((name for name, holds in REASONS[field].items() if holds(raw, ours, theirs)), "other")
                reasons[field][reason] += 1
                examples.setdefault(f"{field}: {reason}", place)
    fields = {field: {"same": same[field], "different": dict(reasons[field].most_common())} for field in REASONS}
    return {"messages": count, "fields": fields, "examples": examples}


def _text(value: object) -> str:
    try:
        text = str(make_header(decode_header(str(value or ""))))
    except (LookupError, ValueError):
        text = str(value)
    return " ".join(text.split())


def _addresses(message: Message, name: str) -> list[str]:
    try:
        return sorted(address for _, address in getaddresses(list(map(str, message.get_all(name, [])))) if address)
    except RecursionError:
        return [CRASHED]


def _date(message: Message) -> str:
    try:
        moment = parsedate_to_datetime(str(message["Date"]))
        return (moment if moment.tzinfo else moment.replace(tzinfo=UTC)).astimezone(UTC).isoformat()
    except (IndexError, OverflowError, TypeError, ValueError):
        return ""


def _is_plausible(moment: str) -> bool:
    return not moment or 1971 <= datetime.fromisoformat(moment).year < 2100


def _bare(text: str) -> str:
    return "".join(character for character in text if character.isprintable() and not character.isspace())


def main() -> None:
    """Compare what is named, and print one JSON object."""
    parser = argparse.ArgumentParser(prog="python -m tests.benchmarks.mail_agreement", description=__doc__)
    parser.add_argument("paths", nargs="+", type=Path)
    sys.stdout.write(json.dumps(compare(parser.parse_args().paths), indent=1) + "\n")


if __name__ == "__main__":
    main()
