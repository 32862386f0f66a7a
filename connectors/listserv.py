"""Archives of LISTSERV lists (``SAILING.LOG1103``): messages below lines of 73 equals signs, without From_ lines.

Below the line stands a header block with its values in a column (``Date:         Tue, 1 Mar 2011 …``), then the body. A
body may hold such a line too; a message begins only where a field follows that messages begin with. That all of it
went to a list is told by the archive alone, hence the evidence. Examples: the archives of datactive/bigbang.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from contextlib import suppress
from pathlib import PurePosixPath

from connectors.mail import folders, headers
from connectors.records import Interaction, Record
from connectors.source import Source

VERSION = 5

MESSAGE = re.compile(
    rb"(?:\A|(?<=\n))={73}[ \t]*\r?\n(?=(?:Date|From|Sender|Received|Reply-To|Subject|Message-ID):[ \t])"
)
HEAD_BYTES = 4_096
LONGEST_HEADER = 1024 * 1024
END_OF_HEADER = re.compile(rb"\n\r?\n")


def recognizes(source: Source) -> bool:
    """Tell whether the file begins with the line and a field of a message."""
    with suppress(Exception):  # whatever is wrong with the file, it is not recognized
        return not source.files and MESSAGE.match(source.head(HEAD_BYTES).lstrip()) is not None
    return False


def context(source: Source) -> str:
    """Return the name of the list, which is that of the file."""
    return folders.of_mailbox(PurePosixPath(source.name)).name


def split(source: Source) -> Iterator[Source]:
    """Leave the file whole: an archive holds a month or a week."""
    yield source


def read(source: Source) -> Iterator[Record]:
    """Yield a record for each message."""
    content = source.read_bytes()
    folder = folders.of_mailbox(PurePosixPath(source.name))
    begins = [match.end() for match in MESSAGE.finditer(content)]
    for begin, stop in zip(begins, [*begins[1:], len(content)], strict=True):
        limit = min(stop, begin + LONGEST_HEADER)
        blank = END_OF_HEADER.search(content, begin, limit)
        block = b"\n" + content[begin : blank.start() if blank else limit]
        record = headers.message(block, f"byte {begin}", folder)
        if isinstance(record, Interaction):
            record = record._replace(bulk_evidence=record.bulk_evidence or "archive of a list")
        yield record
