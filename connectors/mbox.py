"""Mailbox files (mbox: RFC 4155 and its relatives): Gmail Takeout, Thunderbird, Apple Mail, archives of lists.

A message begins at a line ``From …`` (the From_ line) after which a header field follows, and which holds a year or is
Thunderbird's ``From - `` or Takeout's ``From 1844…@xxx`` (undated since 2025). On 90,144 such lines of public mailboxes
this rule split no body and lost 3 messages; to ask for a blank line before loses 15 % of pipermail's. Where the first
From_ line of a mailbox has no date, the others need none. Where Content-Length leads exactly to a From_ line or to the
end (mboxcl), the body is not searched. Quoted ``>From `` lines (mboxo, mboxrd) stand in bodies, which are never read.

Gmail's Takeout adds X-Gmail-Labels and X-GM-THRID; Thunderbird marks a deleted message in X-Mozilla-Status until it
compacts the folder. Text before the first From_ line is a `Rejected` of its own. Locations are offsets of From_ lines.
Lines may end in CR alone (Eudora and Entourage on the Mac): `windows` shows line feeds in their places.

Bodies decide nothing, so a mailbox is known by its header blocks and where they lie (`survey`): to search a
gigabyte for them takes a third of the time that hashing all of it does. One that is new is read at the same time.
"""

from __future__ import annotations

import dataclasses
import io
import re
from collections.abc import Generator, Iterator
from contextlib import contextmanager, suppress
from itertools import chain, pairwise, takewhile
from pathlib import PurePosixPath

from connectors.mail import dates, folders, from_lines, headers, windows
from connectors.mail.folders import Folder
from connectors.mail.from_lines import BEGINNING, FROM_LINE_BYTES, UNDATED
from connectors.mail.windows import Window
from connectors.records import Record
from connectors.source import Source, Taker, unheard

VERSION = 5

# Small enough for two processes to share a middling mailbox evenly; far into a large one, large enough to make the 6 ms
# of a unit little. Where a mailbox is cut must not depend on how large it has grown. A cut that was not among those of
# before would forget when the messages behind it were first landed (`warehouse.succession`).
SEGMENT_BYTES = 32 * 1024 * 1024
SMALL_SEGMENTS = 8
SMALL_IN_LARGE = 4
# No header is longer; where the blank line is missing, the search must end somewhere.
LONGEST_HEADER = 1024 * 1024
# Fewer known fields may be found in a text that happens to begin with "From ".
FIELDS_NEEDED = 2

CONTENT_LENGTH = re.compile(rb"\n[Cc][Oo][Nn][Tt][Ee][Nn][Tt]-[Ll][Ee][Nn][Gg][Tt][Hh][ \t]*:[ \t]*(\d{1,15})(?:\s|\Z)")
BLANK_LINE = re.compile(rb"\n\r?\n")
BETWEEN = re.compile(rb"(?:\r?\n){0,2}")
# From line to line, which is quicker than to look for two line feeds: the end, or what takes a closer look.
END_OF_USUAL = re.compile(rb"\n(?:\n|\r|From |[Cc][Oo][Nn][Tt][Ee][Nn][Tt]-[Ll])").search
# By its first letter, because text has few capitals; `rfind` tells in a third of the time that there is none.
FROM = re.compile(rb"F(?=rom )").search
# A crash of the mail program may leave NULs where the last message and its line feed would have been.
ENDS_OF_LINES = b"\n\0"

# Where blanks are further apart than this, as in the base64 of attachments, to go from blank to blank is the quickest.
SPARSE = 200
TEXT_STRIDE = 4_000
# Nearly every header block ends within this.
HEADER_STRIDE = 8 * 1024


def recognizes(source: Source) -> bool:
    """Tell whether the file begins with a From_ line and a header, or with a From_ line that is dated."""
    with suppress(Exception):  # whatever is wrong with the file, it is not recognized
        return not source.files and _is_mailbox(windows.with_line_feeds(source.head()), source.name)
    return False


def context(source: Source) -> str:
    """Return the name of the folder that the mailbox is."""
    return _folder(source).name


def split(source: Source, segment_bytes: int = SEGMENT_BYTES) -> Iterator[Source]:
    """Cut a mailbox at the first message after each 32 MB, beyond 256 MB after each 128; what grows keeps its cuts."""
    if source.offset or source.length is not None:
        yield source
        return
    with _opened(source) as window:
        size = window.stop
        cuts = _cuts(window, segment_bytes)
    if not cuts:
        yield source
        return
    for start, stop in pairwise([0, *cuts, size]):
        yield dataclasses.replace(source, offset=start, length=stop - start)


def survey(source: Source, take: Taker) -> None:
    """Hand over what the records depend on: each header block, and where it lies."""
    for _ in _told(source, take):
        pass


def read(source: Source, take: Taker = unheard) -> Iterator[Record]:
    """Yield a record for each message of a mailbox or a segment of one, and hand over what `survey` does."""
    folder = _folder(source)
    told = _told(source, take)
    if first := next(told, None):
        begin, block = first
        if begin > source.offset or BEGINNING.match(block):
            told = chain([first], told)
        elif preamble := block.lstrip():
            yield headers.rejected("text before the first message", preamble, f"byte {begin}")
    yield from headers.messages((block, f"byte {begin}", folder) for begin, block in told)


@contextmanager
def _opened(source: Source) -> Iterator[Window]:
    """Open a mailbox, or a segment of one; the beginning of the file tells what its messages begin with."""
    head = windows.with_line_feeds(dataclasses.replace(source, offset=0).head(FROM_LINE_BYTES))
    with windows.opened(source) as window:
        window.message = from_lines.as_in(head)
        yield window


def _told(source: Source, take: Taker) -> Iterator[tuple[int, bytes]]:
    with _opened(source) as window:
        for begin, block in _blocks(window):
            take(b"%d %b" % (begin, block))
            yield begin, block


def _blocks(window: Window) -> Iterator[tuple[int, bytes]]:
    """Yield each header block and where it begins; text before the first message counts as one."""
    start = window.start
    place = window.at(start, windows.WINDOW_BYTES)
    beginning = BEGINNING.match(window.data, place)
    begin = start + beginning.end() if beginning else _next_message(window, start)
    if beginning is None and start < begin:
        yield start, window.between(start, min(begin, start + LONGEST_HEADER))
    while begin < window.stop:
        begin = yield from _usual(window, begin)
        if begin < window.stop:
            block, following = _any(window, begin)
            yield begin, block
            begin = following


def _usual(window: Window, begin: int) -> Generator[tuple[int, bytes], None, int]:
    """Yield header blocks, as `_blocks` does, while they are plain; return where the first message begins that is not.

    One loop with few calls, because this is where most of the time goes that a mailbox takes to be known.
    """
    place = window.at(begin, HEADER_STRIDE)
    data, start, is_message = window.data, window.start, window.message
    while (end := END_OF_USUAL(data, place)) and end[0] == b"\n\n":
        blank = end.start()
        if data.find(b"\0", place, blank) >= 0:  # another message may begin behind it
            break
        following = _from_line(data, blank)
        if following < 0:
            yield start + place, data[place:blank]
            following = _next_message(window, start + max(blank, len(data) - len(b"\nFrom")))
            place = window.at(following, HEADER_STRIDE)
            data, start = window.data, window.start
        elif is_message(data, following + 1):
            yield start + place, data[place:blank]
            place = following + 1
        else:
            break
    return start + place


def _any(window: Window, begin: int) -> tuple[bytes, int]:
    """Return a header block, whatever it is like, and where the next message begins."""
    end = _blank_line(window, begin, begin + HEADER_STRIDE)
    block = window.between(begin, end) if end >= 0 else b""
    following = _claimed_end(window, block, end) or _next_message(window, begin + len(b"From"))
    if end < 0:
        limit = min(following, begin + LONGEST_HEADER)
        end = _blank_line(window, begin, limit)
        block = window.between(begin, limit if end < 0 else end)
    return block[: following - begin], following


def _is_mailbox(head: bytes, name: str) -> bool:
    beginning = BEGINNING.match(head)
    if beginning is None:
        # A mailbox of which the beginning is lost.
        return name.lower().endswith(".mbox") and _holds_message(head)
    begin = beginning.end()
    if UNDATED(head, begin):
        blank = BLANK_LINE.search(head, begin)
        is_plain = len(headers.fields(head[begin : blank.start() if blank else len(head)])) >= FIELDS_NEEDED
        if blank or is_plain:
            return is_plain
    return dates.parse_envelope(head[begin:].partition(b"\n")[0]) is not None


def _holds_message(head: bytes) -> bool:
    window = Window(io.BytesIO(head), 0, len(head), len(head))
    return _next_message(window, 0) < len(head)


def _folder(source: Source) -> Folder:
    return folders.of_mailbox(PurePosixPath(source.member) if source.member else source.path)


def _cuts(window: Window, segment_bytes: int) -> list[int]:
    cuts: list[int] = []
    small = range(segment_bytes, SMALL_SEGMENTS * segment_bytes, segment_bytes)
    large = range(small.stop, window.stop, SMALL_IN_LARGE * segment_bytes)
    for near in takewhile(window.stop.__gt__, chain(small, large)):
        if cuts and near <= cuts[-1]:
            continue
        cut = _next_message(window, near - 1)
        if cut >= window.stop:
            break
        cuts.append(cut)
    return cuts


def _next_message(window: Window, position: int) -> int:
    """Return where the first message begins of which the line feed before is at ``position`` or later; else the end."""
    while position < window.stop:
        place = window.at(position, len(b"\nFrom "))
        place = _from_line(window.data, place)
        if place >= 0:
            position = window.start + place + 1
            if _is_message(window, position):
                return position
        elif window.is_last:
            break
        else:
            position = window.start + len(window.data) - len(b"\nFrom")
    return window.stop


def _is_message(window: Window, position: int) -> bool:
    """Tell whether a line that begins with ``From `` is a From_ line: dated, and a field stands below."""
    place = window.at(position, FROM_LINE_BYTES)
    return window.message(window.data, place) is not None


def _from_line(data: bytes, start: int) -> int:
    r"""Return the place of the next ``\nFrom `` (or, after a crash, ``\0From ``), -1 if there is none.

    To look for one character is many times faster than to look for a word, and most of a large mailbox is base64.
    """
    find, rfind = data.find, data.rfind
    place = start
    while (blank := find(b" ", place)) >= 0:
        if blank - place > SPARSE:
            if data[blank - 4 : blank] == b"From" and data[blank - 5] in ENDS_OF_LINES:
                return blank - 5
            place = blank + 1
            continue
        stop = blank + TEXT_STRIDE
        word = FROM(data, place, stop) if rfind(b"From", place, stop) >= 0 else None
        if word is None:
            place = stop - len(b"From")
            continue
        place = word.end()
        if place - 1 > start and data[place - 2] in ENDS_OF_LINES:
            return place - 2
    return -1


def _blank_line(window: Window, start: int, stop: int) -> int:
    """Return the position of the line feed before the next blank line, -1 if there is none."""
    place = window.at(start, stop - start)
    blank = BLANK_LINE.search(window.data, place, place + stop - start)
    return window.start + blank.start() if blank else -1


def _claimed_end(window: Window, block: bytes, end: int) -> int:
    """Return where a message ends by its Content-Length; 0 unless another begins or the file ends there."""
    told = CONTENT_LENGTH.search(block)
    if told is None:
        return 0
    place = window.at(end, FROM_LINE_BYTES)
    blank = BLANK_LINE.match(window.data, place)
    if blank is None:
        return 0
    claimed = window.start + blank.end() + int(told[1])
    if claimed > window.stop:
        return 0
    place = window.at(claimed - 1, FROM_LINE_BYTES) + 1
    between = BETWEEN.match(window.data, place)
    position = window.start + (between.end() if between else place)
    if position >= window.stop:
        return position
    begins_line = window.data[position - window.start - 1] in ENDS_OF_LINES
    return position if begins_line and _is_message(window, position) else 0
